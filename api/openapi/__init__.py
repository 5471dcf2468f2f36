"""OpenAPI: the contract, made from schemas and views."""
