"""Alembic's settings for our migrations."""

import sqlalchemy as sa
from alembic.config import Config

from storage import soundness


def config(connection: sa.Connection | None = None) -> Config:
    """The settings, on `connection` if migrations are to be run."""
    made = Config()
    made.set_main_option("script_location", str(soundness.VERSIONS.parent).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
