"""A street in which everything can be touched, by everyone who may and by everyone who may not."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.rights import Standing
from community.understanding import Kind
from community.words import (
    AnnouncementState,
    GuideState,
    MarketState,
    MatterState,
    OrderState,
    OutboxState,
    PartnerKind,
    PartnerState,
    PlaceKind,
    PushState,
    QuestionState,
    Role,
    Tier,
)
from storage import outbox
from storage.engine import Database
from storage.tables import (
    Announcement,
    Appointment,
    Community,
    GuideEntry,
    History,
    MarketDay,
    Matter,
    Member,
    Order,
    Particulars,
    Partner,
    Person,
    Place,
    Push,
    Question,
    Street,
    Subscription,
    Utterance,
)
from tests.street import THURSDAY, build

Json = dict[str, Any]

PEOPLE = {
    name: Speaker(8000 + number, name)
    for number, name in enumerate(
        (
            "asker", "neighbour", "holder", "offered", "dismissed", "other_partner", "staff", "staff_here",
            "staff_next_door", "staff_of_another_street", "leader", "leader_next_door", "expelled", "unknown",
        )
    )
}  # fmt: skip
"""Who they are. dismissed: was offered the order, then left the partner. expelled: was staff. unknown: never met."""

STAFF, LEADER, PARTNER = Standing.STAFF, Standing.LEADER, Standing.PARTNER
STANDS: Mapping[str, frozenset[Standing]] = {
    "holder": frozenset({PARTNER}),
    "offered": frozenset({PARTNER}),
    "other_partner": frozenset({PARTNER}),
    "staff": frozenset({STAFF}),
    "staff_here": frozenset({STAFF}),
    "leader": frozenset({LEADER}),
}
"""What each is, whatever is touched in the community; everyone is ANYONE."""

CHATS = {"grid": -1, "desk": -2, "next_door": -3, "desk_next_door": -4, "another_street": -5, "unbound": -6}
"""The groups: of the matters, of their staff, of another community, its desk, of another street, of nobody."""


def make(database: Database) -> None:
    """The rows."""
    build(database, repairers=0)
    made = THURSDAY - timedelta(days=20)

    def rows(session: Session) -> None:
        session.add(Street(id="far", name="远街道", made_at=made))
        session.add(Community(id="qy", street_id="street", name="齐园社区", code="QY"))
        session.flush()
        session.add(Community(id="fa", street_id="far", name="远社区", code="FA"))
        for name, who in PEOPLE.items():
            if name != "unknown":
                session.add(Person(id=name, user_id=who.user_id, name=name, started=True, made_at=made))
        session.get_one(Place, "grid").chat_id = CHATS["grid"]
        desk = session.get_one(Place, "desk")
        desk.chat_id, desk.community_id = CHATS["desk"], "by"
        session.flush()
        for ident, kind, street, community in (
            ("next_door", PlaceKind.GRID, "street", "qy"),
            ("desk_next_door", PlaceKind.STAFF, "street", "qy"),
            ("another_street", PlaceKind.STAFF, "far", "fa"),
            ("unbound", PlaceKind.UNBOUND, None, None),
        ):
            place = Place(id=ident, bot_id=1, chat_id=CHATS[ident], kind=kind, title=ident, made_at=made)
            place.street_id, place.community_id = street, community
            session.add(place)
        for name, role, street, community in (
            ("staff", Role.STAFF, "street", None),
            ("staff_here", Role.STAFF, "street", "by"),
            ("staff_next_door", Role.STAFF, "street", "qy"),
            ("staff_of_another_street", Role.STAFF, "far", None),
            ("leader", Role.LEADER, "street", "by"),
            ("leader_next_door", Role.LEADER, "street", "qy"),
        ):
            session.add(
                Appointment(
                    id=f"a-{name}", person_id=name, role=role, street_id=street, community_id=community, made_at=made
                )
            )
        session.add(
            Appointment(
                id="wish", person_id="neighbour", role=Role.LEADER, street_id="street", pending=True, made_at=made
            )
        )
        session.get_one(Person, "asker").community_id = "by"
        _partners(session)
        _matters(session)
        _papers(session)

    database.write_now(rows)


def _partners(session: Session) -> None:
    for name in ("holder", "offered", "dismissed", "other_partner", "applying"):
        state = PartnerState.APPLIED if name == "applying" else PartnerState.ACTIVE
        session.add(
            Partner(id=name, street_id="street", name=name, kind=PartnerKind.SOCIAL, state=state, made_at=THURSDAY)
        )
        session.flush()
        if name == "applying":
            session.add(Subscription(id="s-applying", partner_id=name, category="repair", tier=Tier.LOW))
            priced = {"field": "tier", "value": "low"}
            session.add(History(at=THURSDAY, subject=name, person_id="staff", what="edit_partner", detail=priced))
        if name not in {"applying", "dismissed"}:
            session.add(Member(id=f"m-{name}", partner_id=name, person_id=name))


def _matters(session: Session) -> None:
    _matter(session, "open", order=OrderState.OPEN)
    _matter(session, "held", order=OrderState.CLAIMED)
    later = {"at": (THURSDAY + timedelta(days=9)).isoformat(), "until": None}
    session.add(History(id=9000, at=THURSDAY, subject="held", person_id="holder", what="propose_time", detail=later))
    _matter(session, "done", order=OrderState.DONE)
    _matter(session, "again", order=OrderState.OPEN)
    session.add(History(at=THURSDAY, subject="again", person_id="asker", what="reopen_matter", detail={}))
    _matter(session, "misplaced", order=OrderState.OPEN)
    session.add(History(at=THURSDAY, subject="misplaced", person_id="asker", what="ask_place", detail={}))
    _matter(session, "over", state=MatterState.SOLVED)
    _matter(session, "merged", state=MatterState.MERGED, merged_into="over")
    _matter(session, "other", order=OrderState.OPEN)
    _matter(session, "danger", order=OrderState.OPEN, urgency=3)
    entry = GuideEntry(id="entry", street_id="street", question="问", answer="答", state=GuideState.ACTIVE,
                       author_id="staff", made_at=THURSDAY, changed_at=THURSDAY)  # fmt: skip
    session.add(entry)
    session.flush()
    answered: Json = {"state": MatterState.ANSWERED, "kind": Kind.INQUIRY, "answer": "答复"}
    _matter(session, "answered", **answered)
    _matter(session, "looked_up", entry_id="entry", **answered)
    for ident, state in (("asked", QuestionState.OPEN), ("doubt", QuestionState.HUMAN)):
        _utterance(session, f"said-{ident}")
        session.add(
            Question(
                id=ident, utterance_id=f"said-{ident}", place_id="grid", person_id="asker", community_id="by",
                kind=Kind.NEED, options=["repair"], state=state, made_at=THURSDAY,
                understanding={
                    "kind": "need", "categories": [{"code": "repair", "score": 0.5}], "urgency": 0,
                    "slots": {"time": None, "place": None, "phone": None, "quantity": None},
                    "service": None, "summary": "灯",
                },
            )
        )  # fmt: skip


def _utterance(session: Session, ident: str) -> None:
    number = abs(hash_of(ident))
    session.add(
        Utterance(id=ident, place_id="grid", person_id="asker", at=THURSDAY, chat_id=CHATS["grid"], message_id=number,
                  text="厨房灯不亮了")
    )  # fmt: skip
    session.flush()


def hash_of(ident: str) -> int:
    """A number of its own for a name, the same in every run."""
    return int.from_bytes(ident.encode()[-6:], "big")


def _matter(session: Session, ident: str, *, order: OrderState | None = None, **more: Any) -> None:
    _utterance(session, f"said-{ident}")
    given = {"kind": Kind.NEED, "state": MatterState.OPEN} | more
    session.add(
        Matter(
            id=ident, number=f"BY-1126-{hash_of(ident) % 900 + 100}", street_id="street", community_id="by",
            grid_id="g3", place_id="grid", person_id="asker", utterance_id=f"said-{ident}", category="repair",
            summary="灯", made_at=THURSDAY - timedelta(hours=3), **given,
        )
    )  # fmt: skip
    session.flush()
    session.add(Particulars(matter_id=ident, name="asker", door="3号楼2单元501", phone="13800138000"))
    if order is None:
        return
    held = order is not OrderState.OPEN
    session.add(
        Order(
            id=f"o-{ident}", matter_id=ident, community_id="by", category="repair", state=order, offered_at=THURSDAY,
            partner_id="holder" if held else None, claimer_id="holder" if held else None,
            done_at=THURSDAY if order is OrderState.DONE else None,
        )
    )  # fmt: skip
    session.flush()
    for name in ("holder", "offered", "dismissed"):
        lost = PushState.WON if name == "holder" else PushState.LOST
        session.add(
            Push(id=f"{ident}-{name}", order_id=f"o-{ident}", partner_id=name, person_id=name,
                 state=lost if held else PushState.OFFERED, at=THURSDAY)
        )  # fmt: skip


def _papers(session: Session) -> None:
    for ident, state, author in (
        ("draft", AnnouncementState.DRAFT, "staff_here"),
        ("sent", AnnouncementState.SENT, "staff_here"),
        ("old", AnnouncementState.DRAFT, "expelled"),
    ):
        session.add(
            Announcement(id=ident, street_id="street", author_id=author, place_id="desk", text="停水",
                         place_ids=["grid"], state=state, made_at=THURSDAY)
        )  # fmt: skip
    saturday = date(2026, 11, 28)
    session.add(MarketDay(id="market", street_id="street", community_id="by", day=saturday, state=MarketState.PLANNED))
    lost = Fact(FactKind.TOLD, "staff", Recipient(place="grid"), payload={"note": NoteKind.NOT_A_NEED.value})
    outbox.put(session, lost, bot_id=1, now=THURSDAY)
    session.flush()
    session.execute(sa.text("update outbox set state = :state, error = 'Bad Request'"), {"state": OutboxState.REFUSED})
