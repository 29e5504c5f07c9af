"""A small street to talk in: two communities, a grid group, a desk, and partners of several trades."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from bot.town.raising import RAISED
from community.words import PartnerKind, PartnerState, PlaceKind, Role, Tier
from storage.engine import Database
from storage.tables import Appointment, Community, Grid, Mark, Member, Partner, Person, Place, Street, Subscription
from tests.conversations.people import Someone, World

THURSDAY = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai

TRADES = {
    "wrench": ("红扳手维修队", PartnerKind.SOCIAL, ("repair", "property", "municipal"), Tier.LOW, "上门 20 元"),
    "spanner": ("邻里帮维修", PartnerKind.MERCHANT, ("repair", "property", "municipal"), Tier.MARKET, "上门 50 元"),
    "barber": ("小剪刀理发店", PartnerKind.MERCHANT, ("household",), Tier.LOW, "上门 10 元"),
    "listener": ("心语工作室", PartnerKind.SOCIAL, ("counselling",), Tier.FREE, ""),
}
"""Who: name, kind, categories, tier, price."""


@dataclass(frozen=True)
class People:
    """Everyone in the street."""

    aunt: Someone
    uncle: Someone
    wrench: Someone
    spanner: Someone
    barber: Someone
    listener: Someone
    clerk: Someone
    stranger: Someone
    newcomer: Someone
    grid: int
    desk: int
    foreign: int


async def people(world: World) -> People:
    """Make the people and the groups in the sandbox.

    `foreign` is a group that was never registered; `newcomer` lives in the grid and never pressed start.
    """

    async def made(name: str, role: str, *, started: bool = True) -> int:
        return int((await world.post("users", name=name, role=role, started=started))["id"])

    async def group(title: str, members: Sequence[int], kind: str = "grid", size: str = "supergroup") -> int:
        made = await world.post("chats", title=title, type=size, kind=kind, members=list(members))
        return int(made["id"])

    aunt, uncle = await made("李阿姨", "resident"), await made("王大爷", "resident")
    hands = {trade: await made(f"经办人{trade}", "partner") for trade in TRADES}
    clerk, stranger = await made("网格员小赵", "staff"), await made("路人甲", "stranger")
    newcomer = await made("新来的小孙", "resident", started=False)
    grid = await group("般阳 3 号网格群", [aunt, uncle, clerk, newcomer], size="group")
    desk = await group("般阳值班台", [clerk, stranger], "staff")
    foreign = await group("别的群", [stranger])
    return People(
        aunt=Someone(world, aunt, "李阿姨", grid),
        uncle=Someone(world, uncle, "王大爷", grid),
        clerk=Someone(world, clerk, "网格员小赵", desk),
        stranger=Someone(world, stranger, "路人甲", foreign),
        newcomer=Someone(world, newcomer, "新来的小孙", grid),
        grid=grid,
        desk=desk,
        foreign=foreign,
        **{trade: Someone(world, ident, trade, None) for trade, ident in hands.items()},
    )


def settle(database: Database, people: People, bot_id: int) -> None:
    """Put the street into the database."""

    def rows(session: Session) -> None:
        made = THURSDAY.replace(day=1)
        session.add(Mark(name=RAISED, at=made))  # 不要再建一座城
        session.add(Street(id="street", name="新安街道", made_at=made))
        session.flush()
        session.add(Community(id="by", street_id="street", name="般阳社区", code="BY"))
        session.add(Community(id="qi", street_id="street", name="齐园社区", code="QY"))
        session.flush()
        session.add(Grid(id="g3", community_id="by", name="3 号网格"))
        session.flush()
        for ident, chat, kind, grid in (
            ("grid", people.grid, PlaceKind.GRID, "g3"),
            ("desk", people.desk, PlaceKind.STAFF, None),
        ):
            session.add(
                Place(
                    id=ident, bot_id=bot_id, chat_id=chat, kind=kind, title=ident, street_id="street",
                    community_id="by", grid_id=grid, admin=True, made_at=made,
                )
            )  # fmt: skip
        everyone = (people.aunt, people.uncle, people.clerk, *(getattr(people, trade) for trade in TRADES))
        for one in everyone:
            session.add(Person(id=f"p{one.id}", user_id=one.id, name=one.name, started=True, made_at=made))
        session.flush()
        session.add(
            Appointment(id="a", person_id=f"p{people.clerk.id}", role=Role.STAFF, street_id="street", made_at=made)
        )
        for trade, (name, trade_kind, categories, tier, price) in TRADES.items():
            session.add(
                Partner(
                    id=trade, street_id="street", name=name, kind=trade_kind, state=PartnerState.ACTIVE,
                    home_visit=True, made_at=made,
                )
            )  # fmt: skip
            session.flush()
            session.add(Member(id=f"m-{trade}", partner_id=trade, person_id=f"p{getattr(people, trade).id}"))
            for code in categories:
                session.add(Subscription(id=f"{trade}-{code}", partner_id=trade, category=code, tier=tier, price=price))

    database.write_now(rows)
