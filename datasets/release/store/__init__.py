"""Storage of releases: SQLite files, PostgreSQL, and which release is current."""
