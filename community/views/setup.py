"""What the cards of setting up show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from community.hours import Hours
from community.words import PartnerKind, PartnerState, PlaceKind, Role, Tier

PAGE_PARTNERS, PAGE_NEW = "partners", "new"
"""The pages of the street that list its partners (after a dot: what is sought), and that ask whether to make one."""

PAGE_HOURS, PAGE_UNREAD = "hours", "unread"
"""The pages of a partner on which its hours are chosen or written, and that could not read what was written."""

PAGE_DESK = "desk"
"""The page of a group that asks whether it is to be a staff desk: of a community (after a dot), or the street."""

PAGE_STOP = "stop"
"""The page of a partner that asks what is to become of the orders it holds."""

PAGE_PHONE, PAGE_TOLD, PAGE_ASKED = "phone", "told", "asked"
"""The pages of an applying partner, to its own people: their phone lacks; everything was said; they asked something."""

PAGE_AGAIN, PAGE_RENAMED = "again", "renamed"
"""The pages of an applying partner, to its own people: they applied before (before there is one: what they wrote is no
name); it has another name now."""

PAGE_RENAME, PAGE_PEOPLE = "rename", "people"
"""The pages of a partner on which staff write another name for it, and choose who acts for it no more."""

PAGE_ENDED = "ended"
"""The page of an appointment that is there no more because staff ended it."""


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """A community in the overview: how many grids it has, and how many of them have their group."""

    id: str
    code: str
    name: str
    grids: int
    groups: int


@dataclass(frozen=True, slots=True)
class StreetView:
    """The street, to one of its staff. chats, partners, people: (subject of their card, name) that wait for staff.

    page: "" the overview, "name", "communities", "grids", "chats", "waiting", or a community's id: its grids.
    problem: lines that could not be read.
    """

    id: str
    name: str
    page: str
    communities: tuple[CommunityLine, ...]
    grids: tuple[str, ...] = ()
    chats: tuple[tuple[str, str], ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()
    desks: int = 0
    staff: int = 0
    offices: tuple[tuple[str, str, Role, str], ...] = ()
    """Who is staff or a leader: the subject of their card, name, role, and community if it is for one only."""
    partners: int = 0
    listed: tuple[tuple[str, str, PartnerState], ...] = ()
    """Partners: the subject of their card, name, state; on PAGE_NEW those with a name like the one that was written."""
    written: str = ""  # 刚写的合伙人名字
    problem: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A group, to staff. choices: (id, name) of communities, or (page: a community's id) of its grids."""

    id: str
    title: str
    kind: PlaceKind
    present: bool
    admin: bool
    where: str
    page: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner, to staff, or (`for_staff` False) to those who act for it.

    page: "" the overview, "kind", "serves", "only", "area", "tier", "hours", "name", "price".
    problem: written, not understood.
    """

    id: str
    name: str
    kind: PartnerKind
    state: PartnerState
    page: str
    for_staff: bool
    serves: tuple[str, ...]
    areas: tuple[str, ...]
    tier: Tier | None
    price: str
    hours: Hours
    home_visit: bool
    members: tuple[str, ...]
    communities: tuple[tuple[str, str], ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """category → the only services of it; a category that is not there is served whole."""
    acting: tuple[tuple[str, str], ...] = ()  # 经办人：编号和名字，只给工作人员
    joined: tuple[str, str] | None = None  # 刚用链接加入的人：编号和名字
    held: tuple[tuple[str, str], ...] = ()  # 手上的单：编号、类别
    about: tuple[str, ...] = ()  # 申请时自己写的，先写的在前
    phones: tuple[str, ...] = ()  # 经办人的电话，只给工作人员
    refused: bool = False  # 申请没有通过，从来没接过单
    community_phone: str = ""


@dataclass(frozen=True, slots=True)
class ApplicantView:
    """Somebody who says that they are staff or a leader: to staff, or (`for_staff` False) to themself."""

    id: str
    name: str
    role: Role
    pending: bool
    page: str
    for_staff: bool
    where: str
    communities: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RefusedView:
    """An application that staff refused, or that is there no more."""


@dataclass(frozen=True, slots=True)
class EndedView:
    """An office that staff ended: to staff, or (`for_staff` False) to whoever held it."""

    for_staff: bool


@dataclass(frozen=True, slots=True)
class LinkView:
    """partner: the name of the partner that the link leads to; empty: a link that is good no more.

    used: somebody came by it. to_partner: it leads, or led, to a partner.
    """

    id: str = ""
    partner: str = ""
    used: bool = False
    to_partner: bool = False


@dataclass(frozen=True, slots=True)
class AskNameView:
    """Whoever wants to be a partner is asked for the name of their shop or team. again: what they wrote is none."""

    again: bool = False


SetupView = StreetView | PlaceView | PartnerView | ApplicantView | RefusedView | EndedView | LinkView | AskNameView
