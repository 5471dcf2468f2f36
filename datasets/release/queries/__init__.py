"""Queries: a Query in, rows out."""
