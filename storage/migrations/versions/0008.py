"""A group that moved knows its former chat, and what was said there stays apart"""

# ruff: noqa

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOVES = sa.table("history", sa.column("id"), sa.column("subject"), sa.column("what"), sa.column("detail", sa.JSON))
_AT = sa.table("history", sa.column("id"), sa.column("at"))
_PLACES = sa.table("places", sa.column("id"), sa.column("chat_id"), sa.column("former_chat"))
_SAID = sa.table("utterances", sa.column("chat_id"), sa.column("at"))
_SHOWN = sa.table("cards", sa.column("chat_id"), sa.column("sent_at"))


def upgrade() -> None:
    """To this revision: what moved along with its group until now goes back to the chat in which it was said."""
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.add_column(sa.Column("former_chat", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_places_former_chat"), ["former_chat"], unique=True)
    connection = op.get_bind()
    moves = sa.select(_MOVES).where(_MOVES.c.what == "move_group").order_by(_MOVES.c.id)
    for ident, place, _, chats in connection.execute(moves).all():
        old, new = chats["old"], chats["new"]
        here = (_PLACES.c.id == place) & (_PLACES.c.chat_id == new)
        if not connection.execute(sa.update(_PLACES).where(here).values(former_chat=old)).rowcount:
            continue
        moved = sa.select(_AT.c.at).where(_AT.c.id == ident).scalar_subquery()
        for table, at in ((_SAID, _SAID.c.at), (_SHOWN, _SHOWN.c.sent_at)):
            connection.execute(sa.update(table).where(table.c.chat_id == new, at <= moved).values(chat_id=old))


def downgrade() -> None:
    """Back to the one before. What was said in a former chat stays there."""
    op.drop_index("ix_places_former_chat", "places")
    op.drop_column("places", "former_chat")
