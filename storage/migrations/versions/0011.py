"""Whom the bot may write to is known for each bot"""

# ruff: noqa

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bot_id", sa.BigInteger(), nullable=True))
    # who pressed start until now did it with the one bot that there was
    op.execute(
        "UPDATE people SET bot_id = (SELECT min(bot_id) FROM places)"
        " WHERE started AND (SELECT count(DISTINCT bot_id) FROM places) = 1"
    )
    op.execute("DELETE FROM dues WHERE kind = 'watch' AND state = 'waiting'")  # from now on each bot has its own


def downgrade() -> None:
    """Back to the one before."""
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("bot_id")
