"""Request parameters: fields, schemas per operation, strict parsing, conversion to a Query."""
