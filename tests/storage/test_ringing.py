"""Danger rings until somebody holds it, and the alarms that stand tell the truth. On both databases."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from actions.claiming import claim_order
from actions.desk import HeldBy, NeverCalm, calm_matter, follow_matter, ignore_matter, restore_matter
from actions.dues import settle_due
from actions.further import say_further
from actions.needs import Joined, register_need
from actions.orders import release_order
from actions.outcomes import Done, Nothing
from actions.planning import plan_ahead
from actions.residents import withdraw_matter
from actions.ringing import MOST
from actions.tx import Tx
from community.clock import SHANGHAI
from community.facts import CardSlot, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.timing import DueItem
from community.understanding import Kind, Understanding
from community.views import Wanted
from community.views.desk import AlarmView
from community.words import Priority, Role
from schedules.jobs import JOBS
from storage import cards
from storage.dues import due_now, next_due_at
from storage.engine import Database
from storage.tables import Appointment, Due, History, Matter, Person
from storage.views import asking
from tests.street import AUNT_LI, CLERK, SENSITIVE, THURSDAY, WRENCH, SmallStreet, build, meaning_of

FIRE, DESPAIR = "着火了", "不想活了"
GUO = Speaker(7002, "郭建民")


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """The community has a member of staff of its own; 网格员小赵 is of the whole street."""
    street = build(database)

    def rows(session: Session) -> None:
        session.add(Person(id="guo", user_id=GUO.user_id, name=GUO.name, started=True, made_at=THURSDAY))
        session.flush()
        own = Appointment(id="b", person_id="guo", role=Role.STAFF, street_id="street", made_at=THURSDAY)
        own.community_id = "by"
        session.add(own)

    street.database.write_now(rows)
    return street


def tells(street: SmallStreet, words: str = FIRE, category: str = "safety") -> Matter:
    meaning = meaning_of(words, category, urgency=3 if words == FIRE else 0)
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    return street.database.read_now(lambda s: s.exec(select(Matter)).one())


def passes(street: SmallStreet, **delta: float) -> Iterator[tuple[timedelta, set[str]]]:
    """Let time pass; every time at which it rings, with whom."""
    begun, until = street.now, street.now + timedelta(**delta)
    while (at := street.database.read_now(lambda s: next_due_at(s, ["alarm"]))) is not None and at <= until:
        street.now = at
        street.forget_said()
        for item in street.database.read_now(lambda s: due_now(s, ["alarm"], at)):
            street.do(settle_due, item=item, job=JOBS["alarm"])
        loud = [fact for fact in street.said(FactKind.ALARM_RAISED) if fact.priority == Priority.EMERGENCY]
        if loud:
            assert all(fact.fresh for fact in loud), "a new message rings, an edit does not"
            yield at - begun, {fact.recipient for fact in loud}
    street.now = until


def minutes(rung: list[tuple[timedelta, set[str]]]) -> list[int]:
    return [int(after.total_seconds() // 60) for after, _ in rung]


def test_what_nobody_takes_up_rings_again_and_then_less_often(street: SmallStreet) -> None:
    tells(street)
    rung = list(passes(street, hours=2))
    assert minutes(rung) == [5, 10, 15, 20, 25, 30, 60, 90, 120]
    assert rung[0][1] == {"g:desk", "p:guo"}
    assert rung[1][1] == {"g:desk", "p:guo", "p:clerk"}, "after a while those above are rung too"
    assert len(list(passes(street, days=8))) < 100


@pytest.mark.parametrize("words", [FIRE, DESPAIR])
def test_it_is_quiet_as_soon_as_somebody_holds_it_and_rings_again_when_they_give_it_back(
    street: SmallStreet, words: str
) -> None:
    matter = tells(street, words, "safety" if words == FIRE else "counselling")
    assert list(passes(street, minutes=6))
    assert street.do(follow_matter, speaker=GUO, matter=matter.id) == Done(matter.number)
    assert not list(passes(street, days=2))
    street.forget_said()
    street.do(release_order, speaker=GUO, order=street.orders()[0].id)
    assert {"g:desk", "p:guo"} <= {fact.recipient for fact in street.said(FactKind.ALARM_RAISED) if fact.fresh}
    assert minutes(list(passes(street, minutes=11))) == [5, 10]


def test_it_is_quiet_when_it_is_withdrawn_or_calmed(street: SmallStreet) -> None:
    matter = tells(street)
    street.do(withdraw_matter, speaker=AUNT_LI, matter=matter.id)
    assert not list(passes(street, days=1))


def test_no_danger_rings_no_more(street: SmallStreet) -> None:
    matter = tells(street)
    street.do(calm_matter, speaker=GUO, matter=matter.id)
    assert not list(passes(street, days=1))


def test_after_a_restart_what_was_due_rings_once(street: SmallStreet) -> None:
    tells(street)
    late = street.now + timedelta(hours=3)
    items = street.database.read_now(lambda s: due_now(s, ["alarm"], late))
    street.now = late
    street.forget_said()
    for item in [*items, *items]:
        street.do(settle_due, item=item, job=JOBS["alarm"])
    assert len([fact for fact in street.said() if fact.recipient == "p:guo"]) == 1


def stands(street: SmallStreet, matter: Matter, *recipients: str) -> None:
    """The courier has sent the alarm to these."""

    def keep(session: Session) -> None:
        for number, recipient in enumerate(recipients):
            cards.keep(
                session, CardSlot.ALARM, matter.id, recipient,
                chat_id=number, message_id=900 + number, page="", digest="x", now=street.now,
            )  # fmt: skip

    street.database.write_now(keep)


def alarm(street: SmallStreet, matter: Matter, recipient: Recipient) -> AlarmView:
    view = street.database.read_now(lambda s: asking.load_alarm(s, Wanted(matter.id, recipient, street.now)))
    assert view is not None
    return view


def test_everyone_who_was_rung_reads_who_looks_after_it(street: SmallStreet) -> None:
    matter = tells(street)
    stands(street, matter, "g:desk", "p:guo", "p:clerk", "g:grid")
    street.forget_said()
    street.do(follow_matter, speaker=GUO, matter=matter.id)
    changed = [fact for fact in street.said(FactKind.ALARM_RAISED) if not fact.fresh]
    assert {fact.recipient for fact in changed} == {"g:desk", "p:guo", "p:clerk", "g:grid"}
    view = alarm(street, matter, Recipient(person="clerk"))
    assert (view.open, view.holder) == (False, "郭建民")


def test_a_partner_s_claim_is_read_on_the_alarms_too(street: SmallStreet) -> None:
    matter = tells(street, FIRE, "repair")
    stands(street, matter, "p:guo")
    street.forget_said()
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    assert [fact.recipient for fact in street.said(FactKind.ALARM_RAISED)] == ["p:guo"]
    assert alarm(street, matter, Recipient(person="guo")).holder == "红扳手维修队0"


def test_who_taps_too_late_is_told_who_is_there(street: SmallStreet) -> None:
    matter = tells(street)
    street.do(follow_matter, speaker=GUO, matter=matter.id)
    assert street.do(follow_matter, speaker=CLERK, matter=matter.id) == HeldBy("郭建民")
    assert street.do(follow_matter, speaker=GUO, matter=matter.id) == Nothing()


def test_every_word_of_despair_rings_but_not_without_end(street: SmallStreet) -> None:
    matter = tells(street, DESPAIR, "counselling")
    street.forget_said()
    for number in range(MOST + 5):
        words = f"没人管我{number}"
        said, meaning = street.says(AUNT_LI, words, place=None), meaning_of(words, kind=Kind.CHATTER)
        street.do(further_of, matter.id, said, meaning)
    raised = [fact for fact in street.said(FactKind.ALARM_RAISED) if fact.recipient == "p:guo"]
    assert len([fact for fact in raised if fact.fresh]) == MOST
    told = [fact.payload["note"] for fact in street.said(FactKind.TOLD)]
    assert NoteKind.LISTENING in told and NoteKind.ASK_WITHDRAW not in told
    view = alarm(street, matter, Recipient(person="guo"))
    assert view.said[-1] == f"没人管我{MOST + 4}"


def further_of(tx: Tx, matter: str, heard: Heard, meaning: Understanding) -> Joined:
    return say_further(tx, tx.session.get_one(Matter, matter), heard, meaning)


@pytest.mark.parametrize("action", [calm_matter, ignore_matter])
def test_despair_is_never_set_aside(street: SmallStreet, action: Callable[..., object]) -> None:
    matter = tells(street, DESPAIR, "counselling")
    assert street.do(action, speaker=GUO, matter=matter.id) == NeverCalm()
    assert list(passes(street, minutes=5))


def test_what_was_ignored_by_mistake_rings_again(street: SmallStreet) -> None:
    matter = tells(street)
    street.do(ignore_matter, speaker=GUO, matter=matter.id)
    assert not list(passes(street, days=1))
    street.do(restore_matter, speaker=GUO, matter=matter.id)
    assert minutes(list(passes(street, minutes=6))) == [5]


def test_the_alarm_of_violence_may_be_calmed(street: SmallStreet) -> None:
    matter = tells(street, "我老公打我", "safety")
    assert matter.grave == "violence"
    assert street.do(calm_matter, speaker=GUO, matter=matter.id) == Done(matter.number)
    assert not list(passes(street, days=1))


def morning(street: SmallStreet) -> list[dict[str, object]]:
    """The digests of the next Sunday's morning."""
    street.now = street.now.astimezone(SHANGHAI).replace(day=29, hour=8, minute=0)
    item = DueItem("due", "digest", "desk", street.now.date(), street.now)
    street.forget_said()
    street.do(JOBS["digest"], item)
    return [dict(fact.payload) for fact in street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.DIGEST]


def test_on_a_sunday_the_digest_comes_where_somebody_is_in_danger(street: SmallStreet) -> None:
    assert morning(street) == []
    matter = tells(street)
    (digest,) = morning(street)
    assert digest["danger"] == [matter.number]


def never_planned(street: SmallStreet) -> None:
    """As a program left it that did not know yet how to ring again."""
    street.database.write_now(lambda s: s.execute(sa.delete(Due)))


def starts(street: SmallStreet) -> None:
    street.forget_said()
    street.do(plan_ahead, moments=[], saturdays=[])


def test_what_was_raised_before_an_upgrade_begins_to_ring_again_at_the_next_start(street: SmallStreet) -> None:
    tells(street)
    never_planned(street)
    street.later(hours=3)
    starts(street)
    rung = list(passes(street, hours=1))
    assert minutes(rung) == [0, 30, 60]
    assert rung[0][1] == {"g:desk", "p:guo", "p:clerk"}


def test_what_the_first_version_raised_and_wrote_no_line_of_rings_from_the_next_start_on(street: SmallStreet) -> None:
    tells(street)
    never_planned(street)
    street.database.write_now(lambda s: s.execute(sa.delete(History)))
    starts(street)
    assert {fact.recipient for fact in street.said(FactKind.ALARM_RAISED)} == {"g:desk", "p:guo"}
    assert minutes(list(passes(street, minutes=11))) == [5, 10]


def test_a_start_makes_nothing_ring_that_somebody_holds_or_that_is_planned(street: SmallStreet) -> None:
    matter = tells(street)
    starts(street)
    assert minutes(list(passes(street, minutes=6))) == [5], "it rings when it was to"
    street.do(follow_matter, speaker=GUO, matter=matter.id)
    never_planned(street)
    starts(street)
    assert not list(passes(street, days=1))


def test_a_start_makes_nothing_ring_that_never_rang(street: SmallStreet) -> None:
    street.do(
        register_need, heard=street.says(AUNT_LI, "灯坏了"), meaning=meaning_of("灯坏了", "repair"), sensitive=SENSITIVE
    )
    never_planned(street)
    starts(street)
    assert not list(passes(street, days=1))


def test_words_that_tell_where_it_is_stay_on_the_alarm(street: SmallStreet) -> None:
    matter = tells(street)
    for words in ("俺家在供销社那个楼 对过 有棵大槐树", "火越来越大", "快点", "我害怕", "咋办"):
        street.later(seconds=20)
        heard = street.says(AUNT_LI, words, place=None)
        street.do(further_of, matter.id, heard, meaning_of(words, kind=Kind.CHATTER))
    wanted = Wanted(matter.id, Recipient(person="guo"), street.now)
    view = street.database.read_now(lambda session: asking.load_alarm(session, wanted))
    assert view is not None
    assert view.said == ("俺家在供销社那个楼 对过 有棵大槐树", "快点", "我害怕", "咋办")
