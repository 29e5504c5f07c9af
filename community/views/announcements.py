"""An announcement as groups see it, and as staff see its progress."""

from dataclasses import dataclass

from community.words import AnnouncementState, OutboxState


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """What a group sees. issuer: the community or street that speaks. recalled: it is to disappear."""

    id: str
    issuer: str
    text: str
    recalled: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One grid group on the staff's card. outcome: of its copy, once known; reason: why it was refused.

    restored: a backup was put back, and nobody knows whether the copy has gone out since that was made.
    """

    place: str
    title: str
    community: str
    chosen: bool
    outcome: OutboxState | None
    reason: str | None
    recalled: bool | None
    restored: bool = False


@dataclass(frozen=True, slots=True)
class PublishingView:
    """The staff's card. page: "", a page number, or "confirm". waiting: some copies wait for the morning or a turn."""

    announcement: AnnouncementView
    state: AnnouncementState
    groups: tuple[GroupLine, ...]
    page: str
    waiting: bool
