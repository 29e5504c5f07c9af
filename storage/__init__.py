"""Tables, queries, views, inbox and outbox on SQLite or PostgreSQL; the same code on both."""
