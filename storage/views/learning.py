"""What staff see of the listener's learning, loaded."""

from sqlmodel import Session

from community.facts import NoteKind
from community.views import Wanted
from community.views.learning import NightView

NOTES = frozenset({NoteKind.NIGHT_LEARNED})
"""The notes that this file loads."""


def load_note(session: Session, wanted: Wanted) -> NightView:
    """What the fact says."""
    said = wanted.payload
    return NightView(
        number=said["number"],
        good=said["good"],
        labels=said["labels"],
        agreed_before=said["agreed_before"],
        agreed_after=said["agreed_after"],
        before=said["before"],
        after=said["after"],
        worse=tuple(said["worse"]),
    )
