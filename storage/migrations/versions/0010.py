"""A message may be taken out of its group"""

# ruff: noqa

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SLOTS = (
    "matter",
    "order",
    "desk",
    "question",
    "doubt",
    "alarm",
    "announcement",
    "publishing",
    "market",
    "setup",
    "guide",
    "learning",
    "note",
    "reaction",
)
FACTS = (
    "seen",
    "recorded",
    "claim_marked",
    "done_marked",
    "asking_marked",
    "matter_changed",
    "order_offered",
    "order_changed",
    "desk_changed",
    "question_asked",
    "doubt_raised",
    "alarm_raised",
    "announcement_posted",
    "announcement_recalled",
    "publishing_changed",
    "market_posted",
    "market_changed",
    "setup_changed",
    "guide_changed",
    "learning_changed",
    "told",
)
STATES = ("waiting", "delivered", "coalesced", "expired", "unreachable", "refused", "unknown")


def words(name: str, *allowed: str) -> sa.Enum:
    return sa.Enum(*allowed, name=name, native_enum=False, create_constraint=True, length=24)


def allow(*facts: str) -> None:
    """The facts that the outbox may hold. A table that SQLite copies keeps only the constraints named here."""
    columns = {
        "kind": words("factkind", *facts),
        "slot": words("cardslot", *SLOTS),
        "state": words("outboxstate", *STATES),
    }
    with op.batch_alter_table("outbox") as batch_op:
        for column, allowed in columns.items():
            batch_op.alter_column(
                column, existing_type=words(str(allowed.name), "any"), type_=allowed, existing_nullable=False
            )


def upgrade() -> None:
    """To this revision."""
    allow(*FACTS, "unsaid")


def downgrade() -> None:
    """Back to the one before. What was still to be taken away stays."""
    op.execute("DELETE FROM outbox WHERE kind = 'unsaid'")
    allow(*FACTS)
