"""Response schemas, one module per resource."""
