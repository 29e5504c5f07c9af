"""Announcements: who may, what is kept, each group once, what became of it, recall."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from actions import announcements as writing
from actions.announcements import AskedForText, Drafted, NotStaff, Shown, Stale, TooLong
from actions.publishing import NothingChosen, Recalling, Sending, recall_announcement, send_announcement
from bot.callbacks import decode, encode
from bot.texts.announcements import announcement_card, publishing_card
from bot.texts.card import Card, Wording
from community.facts import FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.taxonomy import Taxonomy
from community.views import Wanted
from community.words import AnnouncementState, OutboxState
from storage import outbox
from storage.announcing import note_outcomes
from storage.engine import Database
from storage.tables import Announcement, Outbox
from storage.views.announcements import load_announcement, load_publishing
from tests.big_street import CHIEF, HOST_CLERK, OTHER_CLERK, build
from tests.street import AUNT_LI, SmallStreet

TEN = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
NIGHT = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)  # 22:00
MORNING = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # 07:30


@pytest.fixture
def street(database: Database) -> SmallStreet:
    return build(database, now=TEN)


def written(street: SmallStreet, text: str = "明天停水", who: Speaker = CHIEF, place: str | None = "desk") -> str:
    result = street.do(writing.write_announcement, speaker=who, place=place, text=text)
    assert isinstance(result, Drafted)
    return result.announcement


def row(street: SmallStreet, announcement: str) -> Announcement:
    return street.database.read_now(lambda s: s.get_one(Announcement, announcement))


def sent(street: SmallStreet, text: str = "明天停水") -> str:
    announcement = written(street, text)
    street.do(writing.choose_all, speaker=CHIEF, announcement=announcement)
    assert street.do(send_announcement, speaker=CHIEF, announcement=announcement) == Sending(12)
    return announcement


def copies(street: SmallStreet) -> list[Outbox]:
    return street.said(FactKind.ANNOUNCEMENT_POSTED)


def ends(street: SmallStreet, facts: list[Outbox], state: OutboxState, error: str | None = None) -> None:
    """The courier ends these rows."""
    for fact in facts:
        ids = [fact.id] if fact.id is not None else []

        def work(session: Session, ids: list[int] = ids) -> None:
            outbox.finish(session, ids, state, now=street.now, error=error)
            note_outcomes(session, ids, now=street.now)

        street.database.write_now(work)


def card(street: SmallStreet, announcement: str, page: str = "") -> Card:
    wanted = Wanted(announcement, Recipient(place="desk"), street.now, page)
    view = street.database.read_now(lambda session: load_publishing(session, wanted))
    assert view is not None
    return publishing_card(view, Wording(Taxonomy({}), street.now))


def labels(found: Card) -> list[str]:
    return [button.label for row in found.rows for button in row]


def test_only_staff_write(street: SmallStreet) -> None:
    result = street.do(writing.write_announcement, speaker=AUNT_LI, place=None, text="明天停水")
    assert result == NotStaff()
    (fact,) = street.said()
    assert fact.payload["note"] == NoteKind.NO_RIGHT.value


def test_nothing_to_say_asks_and_the_next_words_are_it(street: SmallStreet) -> None:
    assert street.do(writing.write_announcement, speaker=CHIEF, place="desk", text="  ") == AskedForText()
    announcement = written(street, "明天停水")
    assert row(street, announcement).text == "明天停水"
    assert [fact.recipient for fact in street.said()] == ["g:desk", "g:desk"]


def test_too_long_is_counted_as_telegram_counts(street: SmallStreet) -> None:
    long = "🎪" * 1800
    result = street.do(writing.write_announcement, speaker=CHIEF, place="desk", text=long)
    assert result == TooLong(100)
    assert row(street, written(street, "字" * 3500)).text == "字" * 3500


def test_staff_of_a_community_reach_its_groups_only(street: SmallStreet) -> None:
    announcement = written(street, who=HOST_CLERK, place=None)
    assert row(street, announcement).place_ids == ["g00"]
    toggled = street.do(writing.toggle_group, speaker=HOST_CLERK, announcement=announcement, place="g01")
    assert toggled == Stale()
    assert row(street, announcement).place_ids == ["g00"]
    assert "第0社区" in card(street, announcement).html


def test_others_presses_change_nothing(street: SmallStreet) -> None:
    announcement = written(street)
    for who in (AUNT_LI, OTHER_CLERK, HOST_CLERK):
        assert street.do(writing.choose_all, speaker=who, announcement=announcement) == NotStaff()
        assert street.do(send_announcement, speaker=who, announcement=announcement) == NotStaff()
        assert street.do(recall_announcement, speaker=who, announcement=announcement) == NotStaff()
    assert street.do(writing.choose_all, speaker=CHIEF, announcement="nonsense") == Stale()
    assert row(street, announcement).state is AnnouncementState.DRAFT
    assert copies(street) == []


def test_choosing_groups(street: SmallStreet) -> None:
    announcement = written(street)
    assert street.do(send_announcement, speaker=CHIEF, announcement=announcement) == NothingChosen()
    assert labels(card(street, announcement))[0] == "▫️ 群g00"
    assert "下一页 →" in labels(card(street, announcement))
    street.do(writing.toggle_group, speaker=CHIEF, announcement=announcement, place="g09")
    assert street.said()[-1].page == "1"
    assert "✔ 群g09" in labels(card(street, announcement, "1"))
    street.do(writing.choose_all, speaker=CHIEF, announcement=announcement)
    assert len(row(street, announcement).place_ids) == 12
    assert "全不选" in labels(card(street, announcement))
    street.do(writing.choose_all, speaker=CHIEF, announcement=announcement, none=True)
    assert row(street, announcement).place_ids == []
    assert "全选" in labels(card(street, announcement, "confirm")), "nothing to confirm: back to choosing"


def test_the_preview_is_what_groups_see(street: SmallStreet) -> None:
    announcement = written(street, "停水 <b>8:00</b> & @everyone\n请储水")
    wanted = Wanted(announcement, Recipient(place="g00"), street.now)
    view = street.database.read_now(lambda session: load_announcement(session, wanted))
    assert view is not None
    seen = announcement_card(view, Wording(Taxonomy({}), street.now)).html
    assert "停水 &lt;b&gt;8:00&lt;/b&gt; &amp; @everyone\n请储水" in seen
    assert card(street, announcement).html.startswith(seen)
    assert card(street, announcement, "confirm").html.startswith(seen)


def test_every_button_fits_and_can_be_read_back(street: SmallStreet) -> None:
    announcement = written(street)
    street.do(writing.choose_all, speaker=CHIEF, announcement=announcement)
    for page in ("", "0", "1", "99", "confirm"):
        for button in (button for line in card(street, announcement, page).rows for button in line):
            assert button.press is not None
            assert decode(encode(button.press)) == button.press


def test_twelve_groups_get_it_exactly_once(street: SmallStreet) -> None:
    announcement = sent(street)
    assert street.do(send_announcement, speaker=CHIEF, announcement=announcement) == Stale()
    assert street.do(writing.choose_all, speaker=CHIEF, announcement=announcement) == Stale()
    assert sorted(fact.recipient for fact in copies(street)) == [f"g:g{n:02}" for n in range(12)]
    assert len({fact.key for fact in copies(street)}) == 12


def test_progress_and_result(street: SmallStreet) -> None:
    announcement = sent(street)
    facts = copies(street)
    ends(street, facts[:7], OutboxState.DELIVERED)
    assert "已发 <b>7/12</b>" in card(street, announcement).html
    soon = [fact for fact in street.said(FactKind.PUBLISHING_CHANGED) if fact.not_before > street.now]
    assert len(soon) == 1, "many outcomes, one edit"
    ends(street, facts[7:10], OutboxState.DELIVERED)
    ends(street, facts[10:11], OutboxState.REFUSED, "not enough rights to send <text>")
    ends(street, facts[11:], OutboxState.UNKNOWN)
    assert row(street, announcement).state is AnnouncementState.SENT
    html = card(street, announcement).html
    assert "送达 <b>10/12</b>" in html
    assert "群g10：没发进去（not enough rights to send &lt;text&gt;）" in html
    assert "群g11：没等到回执" in html


def test_at_night_it_waits_for_the_morning(street: SmallStreet) -> None:
    street.now = NIGHT
    announcement = sent(street)
    assert {fact.not_before for fact in copies(street)} == {MORNING}
    assert "7:30" in card(street, announcement).html


def test_the_seventh_in_an_hour_waits_its_turn(street: SmallStreet) -> None:
    for n in range(13):
        sent(street, f"公告 {n}")
        street.later(minutes=1)
    times = [fact.not_before for fact in copies(street) if fact.recipient == "g:g00"]
    first = [TEN + timedelta(minutes=n) for n in range(6)]
    assert times == [*first, *(at + timedelta(hours=1) for at in first), TEN + timedelta(hours=2)]


def test_recall_deletes_what_stands_and_holds_back_what_waits(street: SmallStreet) -> None:
    announcement = sent(street)
    facts = copies(street)
    ends(street, facts[:5], OutboxState.DELIVERED)
    ends(street, facts[5:6], OutboxState.UNKNOWN)
    ends(street, facts[6:7], OutboxState.REFUSED)
    assert street.do(recall_announcement, speaker=CHIEF, announcement=announcement) == Recalling(5)
    recalls = street.said(FactKind.ANNOUNCEMENT_RECALLED)
    assert [fact.recipient for fact in recalls] == [fact.recipient for fact in facts[:5]]
    assert {fact.state for fact in copies(street)[7:]} == {OutboxState.EXPIRED}
    ends(street, recalls[:4], OutboxState.DELIVERED)
    ends(street, recalls[4:], OutboxState.REFUSED, "message can't be deleted")
    html = card(street, announcement).html
    assert "删除 <b>4/6</b>" in html
    assert "群g04、群g05" in html
    assert street.do(recall_announcement, speaker=CHIEF, announcement=announcement) == Stale()


def test_rewriting_and_cancelling(street: SmallStreet) -> None:
    announcement = written(street)
    street.do(writing.toggle_group, speaker=CHIEF, announcement=announcement, place="g03")
    assert street.do(writing.rewrite_announcement, speaker=CHIEF, announcement=announcement) == Shown()
    assert written(street, "后天停水") == announcement
    assert (row(street, announcement).text, row(street, announcement).place_ids) == ("后天停水", ["g03"])
    assert written(street, "另一件") != announcement
    assert street.do(writing.cancel_announcement, speaker=CHIEF, announcement=announcement) == Shown()
    assert street.do(send_announcement, speaker=CHIEF, announcement=announcement) == Stale()
    assert card(street, announcement).rows == ()
    total = street.database.read_now(lambda s: len(s.exec(select(col(Announcement.id))).all()))
    assert total == 2
