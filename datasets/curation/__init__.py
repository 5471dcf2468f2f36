"""Curation: reading, validating and importing ledgers."""
