"""Conclusions from figures, as pure functions: sums, comparisons, series, citations."""
