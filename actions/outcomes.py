"""How an action on a matter or an order ended: what whoever asked for it is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """The order is yours. lacks_door, lacks_phone: what the resident has yet to say."""

    number: str
    lacks_door: bool = False
    lacks_phone: bool = False


@dataclass(frozen=True, slots=True)
class TooLate:
    """Somebody else has it, or it is no longer wanted."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """The order was not offered to you, or is not the one you hold."""


@dataclass(frozen=True, slots=True)
class Done:
    """It was done as asked.

    reached: the other side can be written to in private and hears of it at once. talk: what is to be done is done in
    talking, nobody travels. in_group: a card in the group tells of it too.
    """

    number: str
    reached: bool = True
    talk: bool = False
    in_group: bool = True


@dataclass(frozen=True, slots=True)
class Nothing:
    """It stood like that already."""


Outcome = Done | Nothing | NotYours | TooLate
