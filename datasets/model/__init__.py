"""The data model: figures, reference tables, published columns and code lists."""
