"""Writes the next migration: the difference between the newest revision and the tables."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.engine import Database, sqlite_url
from storage.migrations.settings import config
from storage.soundness import VERSIONS


def main() -> None:
    """`python -m storage.migrations "what changes"`."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sqlite_url(Path(folder)))
        with database.engine.begin() as connection:
            if any(VERSIONS.glob("*.py")):
                command.upgrade(config(connection), "head")
            number = f"{len(list(VERSIONS.glob('*.py'))) + 1:04d}"
            made = config(connection)
            made.set_main_option("file_template", "%%(rev)s")
            command.revision(made, message=" ".join(sys.argv[1:]), autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    main()
