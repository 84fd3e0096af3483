"""The measure: reports against gold annotations, rules against their examples."""
