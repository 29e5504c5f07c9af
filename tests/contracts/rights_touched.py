"""What is pressed in the tests of rights, and how people stand to it."""

from collections.abc import Mapping

from bot.callbacks import Press, Verb
from community.rights import Standing

OWN: Mapping[str, Mapping[str, frozenset[Standing]]] = {
    "matter": {"asker": frozenset({Standing.ASKER})},
    "offer": {
        "asker": frozenset({Standing.ASKER}),
        "holder": frozenset({Standing.OFFERED}),
        "offered": frozenset({Standing.OFFERED}),
    },
    "held": {
        "asker": frozenset({Standing.ASKER}),
        "holder": frozenset({Standing.OFFERED, Standing.HOLDER}),
        "offered": frozenset({Standing.OFFERED}),
    },
    "announcement": {"staff_here": frozenset({Standing.AUTHOR, Standing.STAFF})},
    "street": {"staff_here": frozenset()},  # 只有全街道的工作人员
    "any street": {name: frozenset({Standing.STAFF}) for name in ("staff_next_door", "staff_of_another_street")},
    "this street": {"staff_next_door": frozenset({Standing.STAFF})},
    "self": {"asker": frozenset({Standing.ASKER})},
}
"""How people stand to the thing itself, beside what they are in its community."""

TOUCHED: Mapping[Verb, tuple[Press, str]] = {
    Verb.CLAIM: (Press(Verb.CLAIM, "o-open"), "offer"),
    Verb.DECLINE: (Press(Verb.DECLINE, "o-open"), "offer"),
    Verb.ASK_RESIDENT: (Press(Verb.ASK_RESIDENT, "o-open"), "offer"),
    Verb.SET_ETA: (Press(Verb.SET_ETA, "o-held", "ask"), "held"),
    Verb.SET_OUT: (Press(Verb.SET_OUT, "o-held"), "held"),
    Verb.COMPLETE: (Press(Verb.COMPLETE, "o-held"), "held"),
    Verb.RELEASE: (Press(Verb.RELEASE, "o-held"), "held"),
    Verb.CONTACT: (Press(Verb.CONTACT, "o-held"), "held"),
    Verb.OFF_TODAY: (Press(Verb.OFF_TODAY, "o-open"), "none"),
    Verb.DETAILS: (Press(Verb.DETAILS, "open"), "matter"),
    Verb.RESCHEDULE: (Press(Verb.RESCHEDULE, "open"), "matter"),
    Verb.WITHDRAW: (Press(Verb.WITHDRAW, "open"), "matter"),
    Verb.NUDGE: (Press(Verb.NUDGE, "open"), "matter"),
    Verb.RATE: (Press(Verb.RATE, "done", "good"), "matter"),
    Verb.REOPEN: (Press(Verb.REOPEN, "done"), "matter"),
    Verb.HUMAN: (Press(Verb.HUMAN, "open"), "matter"),
    Verb.KEEP: (Press(Verb.KEEP, "open"), "matter"),
    Verb.WHY: (Press(Verb.WHY, "again", "undone"), "matter"),
    Verb.ME_TOO: (Press(Verb.ME_TOO, "open"), "matter"),
    Verb.GO_ALONE: (Press(Verb.GO_ALONE, "merged"), "matter"),
    Verb.UNSAY: (Press(Verb.UNSAY, "said-asked"), "matter"),
    Verb.HOME: (Press(Verb.HOME, "by"), "none"),
    Verb.EXPORT: (Press(Verb.EXPORT, "asker"), "self"),
    Verb.FORGET: (Press(Verb.FORGET, "asker", "keep"), "self"),
    Verb.PICK: (Press(Verb.PICK, "asked", "repair"), "matter"),
    Verb.NOT_A_NEED: (Press(Verb.NOT_A_NEED, "asked"), "matter"),
    Verb.ASK_HUMAN: (Press(Verb.ASK_HUMAN, "asked"), "matter"),
    Verb.CONFIRM: (Press(Verb.CONFIRM, "open"), "matter"),
    Verb.MENU: (Press(Verb.MENU, "open", "label"), "matter"),
    Verb.RELABEL: (Press(Verb.RELABEL, "open", "household"), "matter"),
    Verb.MERGE: (Press(Verb.MERGE, "open", "$other"), "matter"),
    Verb.IGNORE: (Press(Verb.IGNORE, "open"), "matter"),
    Verb.FOLLOW: (Press(Verb.FOLLOW, "open"), "matter"),
    Verb.REPLY: (Press(Verb.REPLY, "open"), "matter"),
    Verb.DOUBT_NEED: (Press(Verb.DOUBT_NEED, "doubt", "repair"), "matter"),
    Verb.DOUBT_DROP: (Press(Verb.DOUBT_DROP, "doubt"), "matter"),
    Verb.GUIDE: (Press(Verb.GUIDE, "list", "add"), "any street"),
    Verb.TEACH: (Press(Verb.TEACH, "list", ""), "any street"),
    Verb.GUIDE_KEEP: (Press(Verb.GUIDE_KEEP, "answered"), "matter"),
    Verb.NOT_ANSWERED: (Press(Verb.NOT_ANSWERED, "looked_up"), "matter"),
    Verb.RETRY: (Press(Verb.RETRY, "1"), "matter"),
    Verb.PLACE: (Press(Verb.PLACE, "draft", "grid"), "announcement"),
    Verb.ALL_PLACES: (Press(Verb.ALL_PLACES, "draft", "-0"), "announcement"),
    Verb.GROUPS: (Press(Verb.GROUPS, "draft", "0"), "announcement"),
    Verb.PREVIEW: (Press(Verb.PREVIEW, "draft"), "announcement"),
    Verb.SEND: (Press(Verb.SEND, "draft"), "announcement"),
    Verb.CANCEL: (Press(Verb.CANCEL, "draft"), "announcement"),
    Verb.RECALL: (Press(Verb.RECALL, "sent"), "announcement"),
    Verb.REWRITE: (Press(Verb.REWRITE, "draft"), "announcement"),
    Verb.GOING: (Press(Verb.GOING, "market"), "none"),
    Verb.STALLS: (Press(Verb.STALLS, "market"), "none"),
    Verb.CALENDAR: (Press(Verb.CALENDAR, "market"), "none"),
    Verb.MARKET_HOLD: (Press(Verb.MARKET_HOLD, "market"), "none"),
    Verb.MARKET_SKIP: (Press(Verb.MARKET_SKIP, "market"), "none"),
    Verb.MARKET_SHIFT: (Press(Verb.MARKET_SHIFT, "market"), "none"),
    Verb.SETUP: (Press(Verb.SETUP, "street.street", "name"), "street"),
    Verb.BIND: (Press(Verb.BIND, "unbound", "g3"), "any street"),
    Verb.APPROVE: (Press(Verb.APPROVE, "partner.applying"), "street"),
    Verb.REFUSE: (Press(Verb.REFUSE, "person.wish"), "street"),
}
"""What is pressed, and what kind of thing it is about."""
