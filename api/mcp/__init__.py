"""MCP server: the figures as tools for assistants."""
