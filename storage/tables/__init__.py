"""The tables (SQLModel). Rows are dumb: no relationships, no lazy loading, no rules in them."""

from storage.tables.announcements import Announcement, AnnouncementPost, Going, MarketDay
from storage.tables.delivery import Card, Inbox, Outbox
from storage.tables.guide import GuideEntry
from storage.tables.learning import Tuning, Weights, Word
from storage.tables.ledger import Counter, Draft, Due, History, Invite, Label, Lease, Mark, Tombstone
from storage.tables.matters import Household, Matter, Order, Particulars, Push, Question, Utterance
from storage.tables.partners import Member, Partner, Subscription
from storage.tables.town import Appointment, Community, Grid, Person, Place, Street

__all__ = [
    "Announcement",
    "AnnouncementPost",
    "Appointment",
    "Card",
    "Community",
    "Counter",
    "Draft",
    "Due",
    "Going",
    "Grid",
    "GuideEntry",
    "History",
    "Household",
    "Inbox",
    "Invite",
    "Label",
    "Lease",
    "Mark",
    "MarketDay",
    "Matter",
    "Member",
    "Order",
    "Outbox",
    "Particulars",
    "Partner",
    "Person",
    "Place",
    "Push",
    "Question",
    "Street",
    "Subscription",
    "Tombstone",
    "Tuning",
    "Utterance",
    "Weights",
    "Word",
]
