"""Alembic's migrations; `python -m storage.migrations "what changes"` writes the next one from the tables."""
