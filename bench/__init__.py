"""The benchmark: what is measured, against what, by one command."""
