"""The market day: turns, posts, who comes, what staff decide."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.market import Coming, NotComing, Over, list_stalls, plan_markets, post_market, toggle_going
from actions.market_asking import SentPrivately, StartFirst, answer_from_calendar, ask_calendar, ask_market
from actions.market_deciding import AlreadySo, Decided, Decision, NotForYou, SureOf, decide_market, press_decision
from bot.texts.card import Card, Wording
from bot.texts.ics import market_ics
from bot.texts.market import market_card
from bot.texts.publishing_toasts import services_toast
from community.facts import CardSlot, FactKind, NoteKind, Recipient
from community.market_rule import MARKET_POSTS
from community.taxonomy import Taxonomy
from community.understanding import Kind, Parsed, TimeWish
from community.views import Wanted
from community.words import DueState, MarketState, PartnerKind, PartnerState, Tier
from schedules.timetable import market_days
from storage import cards
from storage.engine import Database
from storage.market import markets_ahead
from storage.tables import Due, MarketDay, Partner, Person, Place, Subscription
from storage.views.market import load_calendar, load_market
from tests.big_street import CHIEF, HOST_CLERK, OTHER_CLERK, build
from tests.street import AUNT_LI, STRANGER, UNCLE_WANG, SmallStreet, meaning_of

WEDNESDAY = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
T3, T1, T0 = MARKET_POSTS


@pytest.fixture
def street(database: Database) -> SmallStreet:
    street = build(database, now=WEDNESDAY)
    street.do(plan_markets, saturdays=market_days(street.now))
    return street


def markets(street: SmallStreet) -> list[MarketDay]:
    query = select(MarketDay).order_by(col(MarketDay.day))
    return list(street.database.read_now(lambda s: s.exec(query).all()))


def first(street: SmallStreet) -> str:
    return markets(street)[0].id


def hosts(street: SmallStreet) -> list[str]:
    return [row.community_id for row in markets(street) if row.state is MarketState.PLANNED]


def waiting(street: SmallStreet, market: str) -> dict[str, datetime]:
    query = select(Due).where(Due.subject == market, Due.state == DueState.WAITING)
    return {due.kind: due.due_at for due in street.database.read_now(lambda s: s.exec(query).all())}


def shown(street: SmallStreet, market: str, place: str, variant: str = "1") -> None:
    """A card of the market stands in the group."""
    street.database.write_now(
        lambda session: cards.keep(
            session,
            CardSlot.MARKET,
            f"{market}.{variant}",
            f"g:{place}",
            chat_id=-1,
            message_id=10 * int(place[1:]) + ["3", "1", "0", "ask"].index(variant) + 1,
            page="",
            digest="",
            now=street.now,
        )
    )


def card(street: SmallStreet, subject: str, page: str = "") -> Card:
    wanted = Wanted(subject, Recipient(place="g00"), street.now, page)
    view = street.database.read_now(lambda session: load_market(session, wanted))
    assert view is not None
    return market_card(view, Wording(Taxonomy({}), street.now))


def test_communities_host_in_turn_and_the_turns_go_round(street: SmallStreet) -> None:
    for _ in range(40):
        street.later(days=7)
        street.do(plan_markets, saturdays=market_days(street.now))
    assert hosts(street) == [f"c{n % 12:02}" for n in range(44)]


def test_a_skipped_week_takes_nobodys_turn(street: SmallStreet) -> None:
    for week in range(40):
        if week % 5 == 2:
            street.do(decide_market, speaker=CHIEF, market=_ahead(street), decision=Decision.SKIP)
        street.later(days=7)
        street.do(plan_markets, saturdays=market_days(street.now))
    assert len(markets(street)) == 44
    assert hosts(street) == [f"c{n % 12:02}" for n in range(36)]


def _ahead(street: SmallStreet) -> str:
    return next(row.id for row in markets(street) if row.day >= street.now.date())


def test_posts_go_to_the_right_groups_once(street: SmallStreet) -> None:
    market = first(street)
    for post in (T3, T1, T0):
        street.now = post.due_at(date(2026, 11, 28)).astimezone(UTC)
        assert street.do(post_market, market=market, post=post)
        assert street.do(post_market, market=market, post=post)
    posted = [(fact.subject, fact.recipient) for fact in street.said(FactKind.MARKET_POSTED)]
    everyone = [f"g:g{n:02}" for n in range(12)]
    assert posted == [
        (f"{market}.3", "g:g00"),
        *((f"{market}.1", group) for group in everyone),
        *((f"{market}.0", group) for group in everyone),
    ]


def test_a_post_that_is_too_late_is_not_made(street: SmallStreet) -> None:
    market = first(street)
    street.now = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert not street.do(post_market, market=market, post=T3)
    street.now = datetime(2026, 11, 28, 3, 29, tzinfo=UTC)
    assert street.do(post_market, market=market, post=T0)
    street.now = datetime(2026, 11, 28, 3, 30, tzinfo=UTC)
    assert not street.do(post_market, market=market, post=T0)


def test_a_community_that_comes_later_is_not_told_of_the_past(database: Database) -> None:
    thursday = WEDNESDAY + timedelta(days=1, hours=1)
    street = build(database, made=thursday, now=thursday)
    street.do(plan_markets, saturdays=market_days(street.now))
    assert sorted(waiting(street, first(street))) == ["market_0", "market_1", "market_closing"]


def test_going_counts_a_person_once_and_a_second_tap_takes_it_back(street: SmallStreet) -> None:
    market = first(street)
    assert street.do(toggle_going, speaker=AUNT_LI, market=market) == Coming(1)
    assert street.do(toggle_going, speaker=UNCLE_WANG, market=market) == Coming(2)
    assert street.do(toggle_going, speaker=AUNT_LI, market=market) == NotComing(1)
    assert street.do(toggle_going, speaker=AUNT_LI, market=market) == Coming(2)
    street.now = datetime(2026, 11, 28, 3, 30, tzinfo=UTC)
    assert street.do(toggle_going, speaker=STRANGER, market=market) == Over()
    assert street.do(toggle_going, speaker=STRANGER, market="nonsense") == Over()


def test_many_taps_become_one_edit_of_each_card(street: SmallStreet) -> None:
    market = first(street)
    shown(street, market, "g00")
    shown(street, market, "g01")
    for person in (AUNT_LI, UNCLE_WANG, STRANGER):
        street.do(toggle_going, speaker=person, market=market)
    changes = street.said(FactKind.MARKET_CHANGED)
    assert [fact.recipient for fact in changes] == ["g:g00", "g:g01"]
    assert all(street.now < fact.not_before <= street.now + timedelta(seconds=5) for fact in changes)
    street.later(seconds=5)
    street.do(toggle_going, speaker=AUNT_LI, market=market)
    assert len(street.said(FactKind.MARKET_CHANGED)) == 4


def test_only_the_newest_card_in_a_group_can_be_pressed(street: SmallStreet) -> None:
    market = first(street)
    shown(street, market, "g00", "3")
    shown(street, market, "g01", "3")
    street.do(post_market, market=market, post=T1)
    retired = [fact for fact in street.said(FactKind.MARKET_CHANGED) if fact.page == "older"]
    assert [(fact.subject, fact.recipient) for fact in retired] == [(f"{market}.3", "g:g00"), (f"{market}.3", "g:g01")]
    assert all(fact.not_before > street.now for fact in retired), "the new one comes first"
    older = card(street, f"{market}.3", page="older")
    assert older.rows == ()
    assert "后面那张" in older.html
    street.later(minutes=1)
    shown(street, market, "g00", "1")
    street.later(seconds=5)
    shown(street, market, "g00", "3")  # the older one has been edited last
    street.do(toggle_going, speaker=AUNT_LI, market=market)
    pages = {(fact.subject, fact.recipient): fact.page for fact in street.said(FactKind.MARKET_CHANGED)[-3:]}
    assert pages == {(f"{market}.3", "g:g00"): "older", (f"{market}.1", "g:g00"): "", (f"{market}.3", "g:g01"): ""}
    street.now = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
    assert "已经散集" in card(street, f"{market}.3", page="older").html


def test_the_card(street: SmallStreet) -> None:
    market = first(street)
    street.do(toggle_going, speaker=AUNT_LI, market=market)
    found = card(street, f"{market}.1")
    assert "11 月 28 日（周六 · 十月二十）9:00–11:30" in found.html
    assert "已有 <b>1</b> 人要来" in found.html
    labels = [[button.label for button in row] for row in found.rows]
    assert labels == [["我要去 ✋ 1"], ["有哪些服务", "加到日历"]]
    assert found.rows[0][0].style == "primary"
    street.now = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
    assert card(street, f"{market}.1").rows == ()


def test_only_the_host_and_the_street_decide(street: SmallStreet) -> None:
    market = first(street)
    skip = Decision.SKIP
    assert street.do(decide_market, speaker=AUNT_LI, market=market, decision=skip) == NotForYou()
    assert street.do(decide_market, speaker=OTHER_CLERK, market=market, decision=skip) == NotForYou()
    assert street.do(decide_market, speaker=CHIEF, market="nonsense", decision=skip) == Over()
    assert street.do(decide_market, speaker=HOST_CLERK, market=market, decision=skip) == Decided(
        date(2026, 11, 28), held=False
    )
    assert street.do(decide_market, speaker=CHIEF, market=market, decision=skip) == AlreadySo()
    assert hosts(street) == ["c00", "c01", "c02"]
    assert waiting(street, market) == {}
    assert "停办" in card(street, f"{market}.1").html


def test_a_skipped_day_that_is_held_after_all(street: SmallStreet) -> None:
    market = first(street)
    before = waiting(street, market)
    street.do(decide_market, speaker=CHIEF, market=market, decision=Decision.SKIP)
    street.do(decide_market, speaker=CHIEF, market=market, decision=Decision.HOLD)
    assert hosts(street) == ["c00", "c01", "c02", "c03"]
    assert waiting(street, market) == before


def test_a_shifted_day_is_posted_a_day_later_and_planned_once(street: SmallStreet) -> None:
    market = first(street)
    shown(street, market, "g00")
    result = street.do(decide_market, speaker=CHIEF, market=market, decision=Decision.SHIFT)
    assert result == Decided(date(2026, 11, 29), held=True)
    assert waiting(street, market) == {
        "market_3": datetime(2026, 11, 26, 0, tzinfo=UTC),
        "market_1": datetime(2026, 11, 28, 0, tzinfo=UTC),
        "market_0": datetime(2026, 11, 29, 0, tzinfo=UTC),
        "market_closing": datetime(2026, 11, 29, 3, 30, tzinfo=UTC),
    }
    street.do(plan_markets, saturdays=market_days(street.now))
    assert len(markets(street)) == 4
    (rings,) = street.said(FactKind.MARKET_CHANGED)
    assert (rings.recipient, rings.fresh) == ("g:g00", True)
    assert "周日" in card(street, f"{market}.1").html
    street.now = datetime(2026, 11, 29, 3, 30, tzinfo=UTC)
    assert street.do(decide_market, speaker=CHIEF, market=market, decision=Decision.SKIP) == Over()


def test_news_of_a_market_ring_once_a_group_and_not_at_night(street: SmallStreet) -> None:
    market = first(street)
    for place, variant in (("g00", "3"), ("g00", "1"), ("g01", "1")):
        shown(street, market, place, variant)
    street.now = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # 22:00
    street.do(decide_market, speaker=CHIEF, market=market, decision=Decision.SKIP)
    facts = {(fact.subject[-1], fact.recipient): fact for fact in street.said(FactKind.MARKET_CHANGED)}
    assert {key: fact.fresh for key, fact in facts.items()} == {
        ("3", "g:g00"): False,
        ("1", "g:g00"): True,
        ("1", "g:g01"): True,
    }
    morning = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert {fact.not_before for fact in facts.values() if fact.fresh} == {morning}


def test_the_plan_of_the_staff(street: SmallStreet) -> None:
    street.do(decide_market, speaker=CHIEF, market=first(street), decision=Decision.SKIP)
    found = card(street, "street.plan")
    assert "<s>11 月 28 日（周六）</s> 跳过" in found.html
    assert "12 月 5 日（周六）</b> 第0社区" in found.html
    assert len(found.rows) == 4
    assert [button.label for button in found.rows[0]] == ["1 照常", "1 跳过", "1 顺延一天"]


def test_odd_saturdays_are_shown_to_staff_when_they_come_in_sight(database: Database) -> None:
    street = build(database, now=datetime(2026, 9, 10, 1, tzinfo=UTC))
    street.do(plan_markets, saturdays=market_days(street.now))
    assert {fact.recipient for fact in street.said(FactKind.MARKET_CHANGED)} == {"g:desk", "g:desk0"}
    assert "法定假期" in card(street, "street.plan").html
    assert len(hosts(street)) == 4, "held unless staff choose otherwise"


def test_a_post_says_how_far_off_the_day_is_now(street: SmallStreet) -> None:
    market = first(street)
    post = f"{market}.3"
    assert "这周六有大集" in card(street, post).html and "点一下“我要去”" in card(street, post).html
    street.later(days=2)
    assert "明天就是大集" in card(street, post).html
    street.later(days=1)
    assert "今天开集" in card(street, f"{market}.1").html
    street.later(days=1)
    assert "已经散集。" in card(street, post).html


def test_a_group_of_no_street_hears_nothing_of_the_market(street: SmallStreet) -> None:
    def unbind(session: Session) -> None:
        session.get_one(Place, "g03").street_id = None

    street.database.write_now(unbind)
    street.do(ask_market, speaker=AUNT_LI, place="g03")
    assert street.said() == []


def test_asking_for_the_market(street: SmallStreet) -> None:
    market = first(street)
    street.do(ask_market, speaker=AUNT_LI, place="g03")
    street.do(ask_market, speaker=AUNT_LI, place=None)
    street.do(ask_market, speaker=AUNT_LI, place="desk")
    street.do(ask_market, speaker=CHIEF, place="desk")
    facts = [(fact.subject, fact.recipient[0]) for fact in street.said()]
    assert facts == [(f"{market}.ask", "g"), (f"{market}.ask", "p"), (f"{market}.ask", "g"), ("street.plan", "g")]


ON_SATURDAY = TimeWish(datetime(2026, 11, 27, 16, tzinfo=UTC), datetime(2026, 11, 28, 16, tzinfo=UTC))
ON_SUNDAY = TimeWish(datetime(2026, 11, 28, 16, tzinfo=UTC), datetime(2026, 11, 29, 16, tzinfo=UTC))
LAST_WEEK = TimeWish(datetime(2026, 11, 15, 16, tzinfo=UTC), datetime(2026, 11, 22, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("asked", "day", "answered"),
    [
        ("周六有没有什么活动", ON_SATURDAY, True),
        ("大集几点开始", None, True),
        ("周日的大集几点开始", ON_SUNDAY, True),
        ("上周的大集几点开始的", LAST_WEEK, False),
        ("周日有没有什么活动", ON_SUNDAY, False),
        ("社区最近有什么活动吗", None, False),
        ("大集摆摊在哪报名", None, False),
    ],
)
def test_who_asks_what_is_on_then_is_shown_the_market(
    street: SmallStreet, asked: str, day: TimeWish | None, answered: bool
) -> None:
    """What else is asked goes to the guide and to staff."""
    meaning = meaning_of(asked, "affairs", kind=Kind.INQUIRY)._replace(parsed=Parsed(time=day))
    found = street.do(answer_from_calendar, heard=street.says(AUNT_LI, asked, place="g03"), meaning=meaning)
    shown = [row.subject for row in street.said(FactKind.MARKET_CHANGED)]
    assert (found is not None, shown) == (answered, [f"{first(street)}.ask"] * answered)


def test_staff_decide_no_more_about_a_market_that_has_closed(street: SmallStreet) -> None:
    def ahead(hour: int) -> list[date]:
        now = datetime(2026, 11, 28, hour, tzinfo=UTC)
        return [market.day for market in street.database.read_now(lambda s: markets_ahead(s, "street", now, 2))]

    assert ahead(3) == [date(2026, 11, 28), date(2026, 12, 5)]  # 11:00
    assert ahead(4) == [date(2026, 12, 5), date(2026, 12, 12)]


def test_who_names_a_market_that_is_in_nobody_s_sight_is_told_so(database: Database) -> None:
    street = build(database)
    asked = "明天大集几点开始"
    meaning = meaning_of(asked, "affairs", kind=Kind.INQUIRY)
    assert street.do(answer_from_calendar, heard=street.says(AUNT_LI, asked), meaning=meaning) is not None
    (fact,) = street.said()
    assert fact.payload["note"] == NoteKind.NO_MARKET.value


def test_with_no_market_in_sight_that_is_said(database: Database) -> None:
    street = build(database)
    street.do(ask_market, speaker=AUNT_LI, place="g03")
    (fact,) = street.said()
    assert fact.payload["note"] == NoteKind.NO_MARKET.value


def test_who_said_that_they_come_hears_of_another_day(street: SmallStreet) -> None:
    market = first(street)
    street.do(toggle_going, speaker=AUNT_LI, market=market)
    street.do(decide_market, speaker=CHIEF, market=market, decision=Decision.SHIFT)
    [told] = [fact for fact in street.said(FactKind.MARKET_CHANGED) if fact.recipient.startswith("p:")]
    assert (told.subject, told.fresh) == (f"{market}.ask", True)
    assert "改在" in card(street, f"{market}.ask").html


def test_no_firm_is_named_and_one_that_is_stopped_counts_no_more(street: SmallStreet) -> None:
    market = first(street)

    def join(session: Session) -> None:
        kind, state = PartnerKind.MERCHANT, PartnerState.ACTIVE
        session.add(Partner(id="p", street_id="street", name="红扳手", kind=kind, state=state, made_at=street.now))
        session.flush()
        session.add(Subscription(id="s", partner_id="p", category="repair", tier=Tier.LOW, price=""))

    street.database.write_now(join)
    shown_now = card(street, f"{market}.3").html
    assert "能办：repair" in shown_now and "红扳手" not in shown_now
    stop = sa.update(Partner).values(state=PartnerState.SUSPENDED)
    street.database.write_now(lambda session: session.execute(stop))
    assert "能办" not in card(street, f"{market}.3").html


def test_a_slip_of_the_finger_calls_no_market_off(street: SmallStreet) -> None:
    market, skip, shift = first(street), Decision.SKIP, Decision.SHIFT

    def presses(decision: Decision) -> object:
        return street.do(press_decision, speaker=CHIEF, market=market, decision=decision)

    assert presses(skip) == SureOf(skip, 0)
    assert presses(shift) == SureOf(shift, 0)
    street.now += timedelta(minutes=5)
    assert presses(shift) == SureOf(shift, 0)
    assert presses(shift) == Decided(date(2026, 11, 29), held=True)
    assert isinstance(presses(Decision.HOLD), Decided)


def test_stalls(street: SmallStreet) -> None:
    market = first(street)
    assert "还没定" in services_toast(street.do(list_stalls, market=market)).text
    assert street.do(list_stalls, market="nonsense") == Over()
    assert len(services_toast(tuple(f"摊位{n}" * 5 for n in range(40))).text) == 200


def test_the_calendar_entry(street: SmallStreet) -> None:
    market = first(street)
    assert street.do(ask_calendar, speaker=CHIEF, market=market) == SentPrivately()
    assert street.do(ask_calendar, speaker=STRANGER, market=market) == StartFirst()
    assert street.do(ask_calendar, speaker=STRANGER, market="nonsense") == Over()
    stranger = street.database.read_now(
        lambda s: s.exec(select(Person).where(Person.user_id == STRANGER.user_id)).one()
    )
    assert [fact.recipient for fact in street.said(FactKind.TOLD)] == ["p:u8000", f"p:{stranger.id}"]
    wanted = Wanted(market, Recipient(person="u8000"), street.now)
    view = street.database.read_now(lambda session: load_calendar(session, wanted))
    assert view is not None
    text = market_ics(view, street.now).decode()
    assert "DTSTART;TZID=Asia/Shanghai:20261128T090000" in text
    assert f"UID:market-{market}@hehuo" in text
    assert "BEGIN:VTIMEZONE" in text
    assert text == market_ics(view, street.now).decode()
