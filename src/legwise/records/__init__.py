"""People, visits and their documents, kept in SQLite or PostgreSQL."""
