"""Exports: complete answers as CSV, XLSX, NDJSON and Parquet."""
