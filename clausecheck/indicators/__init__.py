"""Counts of ecolabels and clauses, and the public forms they feed."""
