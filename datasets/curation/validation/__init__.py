"""Validation of the ledgers: rules V01 to V48, grouped by the data they check."""
