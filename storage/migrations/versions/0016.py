"""Whose words a matter came of is looked up whenever words are forgotten"""

# ruff: noqa

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    with op.batch_alter_table("matters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matters_utterance_id"), ["utterance_id"], unique=False)


def downgrade() -> None:
    """Back to the one before."""
    with op.batch_alter_table("matters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matters_utterance_id"))
