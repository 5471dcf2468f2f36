"""Compiler: ledgers in, one release out."""
