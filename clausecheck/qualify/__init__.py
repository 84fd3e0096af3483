"""From candidates to findings: force, stage, equivalence, quantity."""
