"""Validation of the ledgers: the rules, by what they look at."""
