"""Run by Alembic: applies the migrations on the connection that storage.schema hands over."""

import sqlmodel
from alembic import context

import storage.tables  # noqa: F401 - registers the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=sqlmodel.SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
