"""One winner, whoever taps and however often; and what becomes of an order afterwards. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from actions import claiming, desk, orders, residents
from actions.needs import HeardBefore, Joined, Registered, register_need
from actions.outcomes import NotYours, Taken, TooLate
from community.clock import SHANGHAI
from community.facts import CardSlot, FactKind
from community.heard import Speaker
from community.understanding import Kind
from community.words import MatterState, OrderState, Priority, PushState, Rating
from storage.digest import count_for_digest
from storage.engine import Database
from storage.tables import History, Matter, Order, Particulars, Partner, Push
from tests.street import AUNT_LI, CLERK, SENSITIVE, STRANGER, UNCLE_WANG, WRENCH, SmallStreet, build, meaning_of


def light_is_out(street: SmallStreet) -> Order:
    heard = street.says(AUNT_LI, "3号楼2单元501厨房灯不亮了")
    meaning = meaning_of("3号楼厨房灯不亮了", "repair", place="3号楼2单元501")
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    return street.orders()[-1]


def order_now(street: SmallStreet) -> Order:
    return street.orders()[-1]


def matter_now(street: SmallStreet) -> Matter:
    return street.database.read_now(lambda s: s.exec(select(Matter)).all())[-1]


def test_a_need_gets_a_number_and_is_pushed_to_everyone_whose_trade_it_is(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "厨房灯不亮了")
    result = street.do(register_need, heard=heard, meaning=meaning_of("厨房灯不亮了", "repair"), sensitive=SENSITIVE)
    assert result == Registered(("BY-1126-01",))
    assert [fact.recipient for fact in street.said(FactKind.ORDER_OFFERED)] == ["p:w0", "p:w1", "p:w2"]
    assert [fact.recipient for fact in street.said(FactKind.DESK_CHANGED)] == ["g:desk"]


def test_the_same_message_twice_makes_one_matter(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "厨房灯不亮了")
    meaning = meaning_of("厨房灯不亮了", "repair")
    street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    assert street.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE) == HeardBefore()
    assert len(street.orders()) == 1


def test_what_the_same_person_adds_within_two_minutes_belongs_to_the_matter(street: SmallStreet) -> None:
    light_is_out(street)
    street.later(seconds=60)
    more = street.says(AUNT_LI, "下午三点以后在家 13800138000")
    meaning = meaning_of("下午三点以后在家", "repair", time="下午三点以后", phone="13800138000")
    assert street.do(register_need, heard=more, meaning=meaning, sensitive=SENSITIVE) == Joined("BY-1126-01")
    assert matter_now(street).time_text == "下午三点以后"


def test_two_needs_in_one_message_are_two_matters(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "灯不亮了，另外想找人理发")
    both = meaning_of("灯不亮了，另外想找人理发", "repair", "household")
    assert street.do(register_need, heard=heard, meaning=both, sensitive=SENSITIVE) == Registered(
        ("BY-1126-01", "BY-1126-02")
    )


def test_of_many_who_tap_at_once_exactly_one_wins(database: Database) -> None:
    street = build(database, repairers=10)
    for _ in range(5):
        order = light_is_out(street)
        with ThreadPoolExecutor(10) as crowd:
            results = list(
                crowd.map(lambda who, ident=order.id: street.do(claiming.claim_order, speaker=who, order=ident), WRENCH)
            )
        assert sum(isinstance(result, Taken) for result in results) == 1
        assert sum(isinstance(result, TooLate) for result in results) == 9
        street.later(minutes=5)


def test_the_winner_who_taps_twice_is_told_the_same(street: SmallStreet) -> None:
    order = light_is_out(street)
    first = street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    assert street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id) == first
    claims = street.database.read_now(lambda s: s.exec(select(History).where(History.what == "claim_order")).all())
    assert len(claims) == 1


def test_a_stranger_or_an_unknown_order_wins_nothing(street: SmallStreet) -> None:
    order = light_is_out(street)
    assert street.do(claiming.claim_order, speaker=STRANGER, order=order.id) == NotYours()
    assert street.do(claiming.claim_order, speaker=WRENCH[0], order="no-such-order") == NotYours()
    assert order_now(street).state is OrderState.OPEN


def test_the_losers_cards_change_and_their_push_is_lost(street: SmallStreet) -> None:
    order = light_is_out(street)
    street.forget_said()
    street.do(claiming.claim_order, speaker=WRENCH[1], order=order.id)
    assert {fact.recipient for fact in street.said(FactKind.ORDER_CHANGED)} == {"p:w0", "p:w1", "p:w2"}
    pushes = street.database.read_now(lambda s: {p.person_id: p.state for p in s.exec(select(Push)).all()})
    assert pushes == {"w0": PushState.LOST, "w1": PushState.WON, "w2": PushState.LOST}


def test_from_claim_to_solved_every_step_is_in_the_history(street: SmallStreet) -> None:
    order = light_is_out(street)
    matter = matter_now(street)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    street.do(orders.set_eta, speaker=WRENCH[0], order=order.id, at=street.now)
    street.do(orders.set_out, speaker=WRENCH[0], order=order.id)
    street.do(orders.complete_order, speaker=WRENCH[0], order=order.id)
    assert matter_now(street).state is MatterState.OPEN, "办结不是解决"
    street.do(residents.rate_matter, speaker=AUNT_LI, matter=matter.id, rating=Rating.GOOD)
    assert matter_now(street).state is MatterState.SOLVED
    steps = street.database.read_now(lambda s: [row.what for row in s.exec(select(History)).all()])
    assert steps == ["register_need", "claim_order", "set_eta", "set_out", "complete_order", "rate_matter"]
    partner = street.database.read_now(lambda s: s.get_one(Partner, "p0"))
    assert (partner.rating_sum, partner.rating_count, partner.done_count) == (5, 1, 1)


def test_a_span_that_was_agreed_is_overdue_when_it_is_over(street: SmallStreet) -> None:
    """明天 is no midnight: the order is due tomorrow, all day long."""
    order = light_is_out(street)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    midnight = street.now.astimezone(SHANGHAI).replace(hour=0, minute=0)
    over = midnight + timedelta(days=2)
    street.do(orders.set_eta, speaker=WRENCH[0], order=order.id, at=None, words="明天", until=over)
    assert order_now(street).eta_text == "明天"

    def counted(at: datetime) -> tuple[int, int]:
        numbers = street.database.read_now(lambda s: count_for_digest(s, "street", None, at.astimezone(UTC)))
        return len(numbers["promised"]), len(numbers["overdue"])

    assert counted(over - timedelta(days=1, hours=2)) == (0, 0)
    assert counted(over - timedelta(hours=15)) == (1, 0)
    assert counted(over + timedelta(hours=9)) == (0, 1)


def test_a_time_that_was_agreed_takes_the_place_of_the_words(street: SmallStreet) -> None:
    order = light_is_out(street)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    street.do(orders.set_eta, speaker=WRENCH[0], order=order.id, at=None, words="看您方便")
    assert (order_now(street).eta, order_now(street).eta_text) == (None, "看您方便")
    street.do(orders.set_eta, speaker=WRENCH[0], order=order.id, at=street.now, words="九点")
    assert (order_now(street).eta, order_now(street).eta_text) == (street.now, None)


def test_not_solved_goes_back_to_the_market(street: SmallStreet) -> None:
    order = light_is_out(street)
    matter = matter_now(street)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    street.do(orders.complete_order, speaker=WRENCH[0], order=order.id)
    street.forget_said()
    street.do(residents.reopen_matter, speaker=AUNT_LI, matter=matter.id)
    again = order_now(street)
    assert (again.state, again.round, again.partner_id) == (OrderState.OPEN, 2, None)
    assert len(street.said(FactKind.ORDER_OFFERED)) == 3


def test_who_gives_an_order_back_is_not_asked_again(street: SmallStreet) -> None:
    order = light_is_out(street)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    street.forget_said()
    street.do(orders.release_order, speaker=WRENCH[0], order=order.id)
    assert [fact.recipient for fact in street.said(FactKind.ORDER_OFFERED)] == ["p:w1", "p:w2"]
    assert isinstance(street.do(claiming.claim_order, speaker=WRENCH[2], order=order.id), Taken)


def test_only_the_holder_may_act_on_an_order(street: SmallStreet) -> None:
    order = light_is_out(street)
    street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    for action in (orders.set_out, orders.complete_order, orders.release_order, orders.show_contact):
        assert street.do(action, speaker=WRENCH[1], order=order.id) == NotYours()
    assert order_now(street).state is OrderState.CLAIMED


def test_a_resident_withdraws_at_any_time_and_a_neighbour_cannot(street: SmallStreet) -> None:
    order = light_is_out(street)
    matter = matter_now(street)
    assert street.do(residents.withdraw_matter, speaker=UNCLE_WANG, matter=matter.id) == NotYours()
    street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id)
    street.do(residents.withdraw_matter, speaker=AUNT_LI, matter=matter.id)
    assert order_now(street).state is OrderState.CLOSED
    assert street.do(orders.complete_order, speaker=WRENCH[0], order=order.id) == TooLate()


def test_staff_correct_the_category_and_the_order_moves_on(street: SmallStreet) -> None:
    order = light_is_out(street)
    matter = matter_now(street)
    street.forget_said()
    refused = street.do(desk.relabel_matter, speaker=STRANGER, matter=matter.id, category="law", sensitive=SENSITIVE)
    assert refused == NotYours()
    street.do(desk.relabel_matter, speaker=CLERK, matter=matter.id, category="law", sensitive=SENSITIVE)
    assert order_now(street).category == "law"
    assert street.do(claiming.claim_order, speaker=WRENCH[0], order=order.id) == TooLate()
    assert order_now(street).state is OrderState.OPEN


def test_nobody_to_ask_is_said_at_once_and_not_promised(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "想找律师问问合同")
    street.do(register_need, heard=heard, meaning=meaning_of("想找律师问问合同", "law"), sensitive=SENSITIVE)
    assert order_now(street).unclaimed_told


def test_danger_rings_staff_before_anything_else(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "楼道里一股煤气味")
    street.do(register_need, heard=heard, meaning=meaning_of("煤气味", "safety", urgency=3), sensitive=SENSITIVE)
    alarms = street.said(FactKind.ALARM_RAISED)
    assert {fact.recipient for fact in alarms} == {"g:desk", "g:grid", "p:clerk"}
    assert {fact.priority for fact in alarms} == {Priority.EMERGENCY}


def test_nobody_is_woken_at_night_but_for_danger(street: SmallStreet) -> None:
    street.later(hours=14)  # 23:00
    light_is_out(street)
    calls = street.said(FactKind.ORDER_OFFERED)
    assert {fact.not_before.strftime("%H:%M") for fact in calls} == {"23:30"}  # 07:30 in Shanghai
    street.forget_said()
    gas = street.says(UNCLE_WANG, "家里煤气漏了")
    street.do(register_need, heard=gas, meaning=meaning_of("煤气漏了", "repair", urgency=3), sensitive=SENSITIVE)
    assert {fact.not_before for fact in street.said(FactKind.ORDER_OFFERED)} == {street.now}


def test_door_and_phone_are_kept_apart_and_in_no_fact(street: SmallStreet) -> None:
    light_is_out(street)
    kept = street.database.read_now(lambda s: s.exec(select(Particulars)).one())
    assert kept.door == "3号楼2单元501"
    assert all("501" not in str(fact.payload) for fact in street.said())


def test_an_inquiry_goes_to_staff_and_not_to_the_market(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "高龄补贴几号发")
    asked = meaning_of("高龄补贴几号发", "affairs", kind=Kind.INQUIRY)
    street.do(register_need, heard=heard, meaning=asked, sensitive=SENSITIVE)
    assert street.orders() == []
    assert [fact.slot for fact in street.said(FactKind.DESK_CHANGED)] == [CardSlot.DESK]


def test_merging_counts_the_household_and_closes_the_order(street: SmallStreet) -> None:
    light_is_out(street)
    heard = street.says(UNCLE_WANG, "3号楼灯都不亮")
    street.do(register_need, heard=heard, meaning=meaning_of("3号楼灯都不亮", "repair"), sensitive=SENSITIVE)
    second = street.database.read_now(lambda s: s.exec(select(Matter).where(Matter.number == "BY-1126-02")).one())
    assert street.do(desk.merge_matter, speaker=CLERK, matter=second.id, into="BY-1126-02") == desk.NoSuchMatter()
    street.do(desk.merge_matter, speaker=CLERK, matter=second.id, into="BY-1126-01")
    rows = street.database.read_now(lambda s: {m.number: m for m in s.exec(select(Matter)).all()})
    assert rows["BY-1126-01"].households == 2
    assert rows["BY-1126-02"].state is MatterState.MERGED


def test_names_follow_the_person(street: SmallStreet) -> None:
    light_is_out(street)
    renamed = Speaker(AUNT_LI.user_id, "李桂兰")
    street.do(residents.nudge, speaker=renamed, matter=matter_now(street).id)
    assert street.do(residents.nudge, speaker=renamed, matter=matter_now(street).id) == residents.TooSoon()
