"""What was said goes with its particulars: also where those went before"""

# ruff: noqa

import sqlalchemy as sa
from alembic import op

from community.privacy import mask

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SAID = sa.table(
    "utterances", sa.column("id", sa.String), sa.column("text", sa.String), sa.column("media", sa.JSON),
    sa.column("matter_id", sa.String),
)  # fmt: skip
KEPT = sa.table("particulars", sa.column("matter_id", sa.String), sa.column("name", sa.String))
ASKED = sa.table(
    "questions",
    sa.column("utterance_id", sa.String),
    sa.column("understanding", sa.JSON),
    sa.column("state", sa.String),
)


def upgrade() -> None:
    """To this revision: emptied particulars have no name."""
    connection = op.get_bind()
    emptied = sa.select(KEPT.c.matter_id).where(KEPT.c.name.is_(None))
    query = sa.select(SAID.c.id, SAID.c.text).where(SAID.c.matter_id.in_(emptied))
    for ident, text in connection.execute(query).all():
        connection.execute(sa.update(SAID).where(SAID.c.id == ident).values(text=mask(text), media=[]))
    answered = ASKED.c.state.in_(["answered", "not_a_need"])
    connection.execute(sa.update(ASKED).where(answered).values(understanding={}))


def downgrade() -> None:
    """Back to the one before. What is masked stays so."""
