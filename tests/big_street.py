"""A street of twelve communities with a grid group each, their staff, and the staff of the street: in rows."""

from datetime import UTC, datetime

from sqlmodel import Session

from community.heard import Speaker
from community.words import PlaceKind, Role
from storage.engine import Database
from storage.tables import Appointment, Community, Person, Place, Street
from tests.street import SmallStreet

COMMUNITIES = 12
MADE = datetime(2026, 7, 1, tzinfo=UTC)
CHIEF = Speaker(8000, "街道老周")
HOST_CLERK = Speaker(8001, "第一社区小孙")
OTHER_CLERK = Speaker(8002, "第二社区小吴")


def build(database: Database, *, made: datetime = MADE, now: datetime = MADE) -> SmallStreet:
    """Communities c00 to c11 with groups g00 to g11; desk `desk` of the street, `desk0` of c00."""
    database.write_now(lambda session: _rows(session, made))
    return SmallStreet(database, now=now)


def _rows(session: Session, made: datetime) -> None:
    session.add(Street(id="street", name="新安街道", made_at=made))
    session.flush()
    for n in range(COMMUNITIES):
        session.add(
            Community(
                id=f"c{n:02}", street_id="street", name=f"第{n}社区", code=f"C{chr(65 + n)}", square="广场", rota=n
            )
        )
    session.flush()
    for n in range(COMMUNITIES):
        session.add(_place(f"g{n:02}", -100 - n, PlaceKind.GRID, f"c{n:02}", made))
    session.add(_place("desk", -50, PlaceKind.STAFF, None, made))
    session.add(_place("desk0", -51, PlaceKind.STAFF, "c00", made))
    for who, community in ((CHIEF, None), (HOST_CLERK, "c00"), (OTHER_CLERK, "c01")):
        ident = f"u{who.user_id}"
        session.add(Person(id=ident, user_id=who.user_id, name=who.name, started=True, made_at=made))
        session.flush()
        session.add(
            Appointment(
                id=f"a{who.user_id}",
                person_id=ident,
                role=Role.STAFF,
                street_id="street",
                community_id=community,
                made_at=made,
            )
        )


def _place(ident: str, chat: int, kind: PlaceKind, community: str | None, made: datetime) -> Place:
    return Place(
        id=ident,
        bot_id=1,
        chat_id=chat,
        kind=kind,
        title=f"群{ident}",
        street_id="street",
        community_id=community,
        made_at=made,
    )
