"""The numbers of a calendar day go on from year to year"""

# ruff: noqa

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COUNTERS = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.Integer))


def upgrade() -> None:
    """To this revision: one counter for 11-26, from the highest of all years; those of the years stay as they are."""
    rows = op.get_bind().execute(sa.select(COUNTERS).where(COUNTERS.c.name.like("matter:%"))).all()
    highest: dict[str, int] = {}
    for name, value in rows:
        community, date = name.removeprefix("matter:").rsplit(":", 1)
        day = f"number:{community}:{date[4:]}"
        highest[day] = max(value, highest.get(day, 0))
    if highest:
        op.bulk_insert(COUNTERS, [{"name": name, "value": value} for name, value in highest.items()])


def downgrade() -> None:
    """Back to the one before."""
    op.execute("DELETE FROM counters WHERE name LIKE 'number:%'")
