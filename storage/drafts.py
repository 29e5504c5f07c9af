"""What the bot waits for people to write."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from community.words import DraftKind
from storage.tables import Draft, Person


@dataclass(frozen=True, slots=True)
class Awaited:
    """What somebody is asked to write, and about what. for_another: somebody else asked them."""

    kind: DraftKind
    subject: str
    for_another: bool = False


def awaited_of(session: Session, user_id: int, place: str, now: datetime) -> Awaited | None:
    """What the Telegram user is asked to write in `place` ("": in private); None if nothing, or too long ago."""
    query = select(Draft).join(Person).where(Person.user_id == user_id, Draft.place_id == place)
    draft = session.exec(query).first()
    if draft is None or draft.expires_at <= now:
        return None
    return Awaited(draft.kind, draft.subject, draft.kind is DraftKind.ANSWER and bool(draft.payload))
