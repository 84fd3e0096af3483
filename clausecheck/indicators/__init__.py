"""What many tenders add up to: counts of ecolabels, charts, exports, the yearly review. What counts is decided in assess; here it is added up."""
