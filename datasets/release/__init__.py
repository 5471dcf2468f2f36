"""Releases: ledgers compiled into tables, stored, queried, exported and proved."""
