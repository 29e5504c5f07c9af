"""What a restore owes to what happened after the backup: nothing twice, no number again, nobody back. On both."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.announcements import Stale, choose_all, write_announcement
from actions.dues import settle_due
from actions.mydata import forget_mydata
from actions.needs import register_need
from actions.planning import plan_ahead
from actions.publishing import Sending, post_again, recall_announcement, send_announcement
from actions.restored import settle_left
from bot.restoring import Restored, put_back
from bot.settings import Settings
from bot.texts.announcements import publishing_card
from bot.texts.card import Card, Wording
from community.clock import SHANGHAI
from community.facts import FactKind, Recipient
from community.heard import Speaker
from community.taxonomy import Taxonomy
from community.views import Wanted
from community.words import DueState, OutboxState
from schedules.jobs import JOBS
from schedules.timetable import market_days, moments
from storage import outbox
from storage.announcing import note_outcomes
from storage.backup import make
from storage.dues import due_now
from storage.engine import Database
from storage.pgtools import ToolFailed
from storage.tables import Announcement, Counter, Due, Matter, Outbox, Person, Tombstone, Utterance
from storage.views.announcements import load_publishing
from tests.storage.test_backups import settings
from tests.street import AUNT_LI, CLERK, SENSITIVE, STRANGER, UNCLE_WANG, SmallStreet, build, meaning_of

__all__ = ["settings"]
WATER = "明早八点半停水检修"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def street(database: Database) -> Iterator[SmallStreet]:
    made = build(database)
    made.now = at(24, 9)
    yield made
    made.database.close()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Where the backups lie."""
    return tmp_path / "elsewhere"


def restore(street: SmallStreet, settings: Settings, file: Path) -> Restored:
    """Put `file` back; the street goes on with what is there then."""
    street.database.close()
    done = put_back(settings, file, key=None, now=street.now)
    street.database = Database(street.database.url.render_as_string(hide_password=False))
    return done


def need(street: SmallStreet, who: Speaker, text: str) -> str:
    street.do(register_need, heard=street.says(who, text), meaning=meaning_of(text, "repair"), sensitive=SENSITIVE)
    query = select(Matter.number).order_by(col(Matter.made_at).desc(), col(Matter.number).desc())
    return street.database.read_now(lambda s: s.exec(query).first() or "")


def announced(street: SmallStreet) -> str:
    """Pressed at night, so its copy waits for the morning."""
    street.now = at(24, 22)
    street.do(write_announcement, speaker=CLERK, place="desk", text=WATER)
    ident = street.database.read_now(lambda s: s.exec(select(Announcement.id)).one())
    street.do(choose_all, speaker=CLERK, announcement=ident)
    assert street.do(send_announcement, speaker=CLERK, announcement=ident) == Sending(1)
    return ident


def shown(street: SmallStreet, announcement: str) -> Card:
    wanted = Wanted(announcement, Recipient(place="desk"), street.now, "")
    view = street.database.read_now(lambda session: load_publishing(session, wanted))
    assert view is not None
    return publishing_card(view, Wording(Taxonomy({}), street.now))


def waiting(street: SmallStreet, kind: FactKind) -> list[Outbox]:
    return [row for row in street.said(kind) if row.state is OutboxState.WAITING]


@pytest.fixture
def restored_announcement(street: SmallStreet, settings: Settings, elsewhere: Path) -> str:
    """A copy waited for half past seven as the backup was made, which was put back at nine."""
    ident = announced(street)
    file = make(street.database, elsewhere, now=at(25, 3, 40)).path
    street.now = at(25, 9)
    restore(street, settings, file)
    return ident


def test_the_author_is_told_which_groups_to_look_into_and_may_post_again(
    street: SmallStreet, restored_announcement: str
) -> None:
    ident = restored_announcement
    assert not waiting(street, FactKind.ANNOUNCEMENT_POSTED)
    assert waiting(street, FactKind.PUBLISHING_CHANGED)
    card = shown(street, ident)
    assert "已发布：送达 <b>0/1</b>" in card.html and "请到群里看一眼" in card.html and "没等到回执" not in card.html
    assert [button.label for row in card.rows for button in row] == ["再发到 grid", "撤回"]
    assert isinstance(street.do(post_again, speaker=CLERK, announcement=ident, place="desk"), Stale)
    assert street.do(post_again, speaker=CLERK, announcement=ident, place="grid") == Sending(1)
    [copy] = waiting(street, FactKind.ANNOUNCEMENT_POSTED)
    assert (copy.recipient, copy.error) == ("g:grid", None)
    assert "正在发布" in shown(street, ident).html
    assert isinstance(street.do(post_again, speaker=CLERK, announcement=ident, place="grid"), Stale)


def test_nobody_else_posts_it_again(street: SmallStreet, restored_announcement: str) -> None:
    result = street.do(post_again, speaker=UNCLE_WANG, announcement=restored_announcement, place="grid")
    assert not isinstance(result, Sending)
    assert not waiting(street, FactKind.ANNOUNCEMENT_POSTED)


def test_what_a_restore_has_made_doubtful_is_not_said_to_be_deleted(
    street: SmallStreet, restored_announcement: str
) -> None:
    street.do(recall_announcement, speaker=CLERK, announcement=restored_announcement)
    card = shown(street, restored_announcement)
    assert "删除 <b>0/1</b>" in card.html and "手动删：grid" in card.html


@pytest.mark.parametrize(("state", "told"), [(OutboxState.DELIVERED, "1/1"), (OutboxState.COALESCED, "0/1")])
def test_a_copy_is_deleted_only_if_a_call_was_made(street: SmallStreet, state: OutboxState, told: str) -> None:
    """Nothing is called if the message of the copy is not known."""
    ident = announced(street)

    def ends(kind: FactKind, how: OutboxState) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            ids = [row.id or 0 for row in session.exec(select(Outbox).where(Outbox.kind == kind))]
            outbox.finish(session, ids, how, now=street.now, error=None)
            note_outcomes(session, ids, now=street.now)

        return work

    street.database.write_now(ends(FactKind.ANNOUNCEMENT_POSTED, OutboxState.DELIVERED))
    street.do(recall_announcement, speaker=CLERK, announcement=ident)
    street.database.write_now(ends(FactKind.ANNOUNCEMENT_RECALLED, state))
    assert f"删除 <b>{told}</b>" in shown(street, ident).html


def test_neither_market_nor_digest_is_announced_a_second_time(
    street: SmallStreet, settings: Settings, elsewhere: Path
) -> None:
    street.do(plan_ahead, moments=moments(street.now), saturdays=market_days(street.now))
    file = make(street.database, elsewhere, now=at(25, 3, 40)).path
    street.now = at(25, 11)
    restore(street, settings, file)
    due = street.database.read_now(lambda s: due_now(s, frozenset(JOBS), street.now))
    assert {item.kind for item in due} == {"plan"}
    for item in due:
        street.do(settle_due, item=item, job=JOBS[item.kind])
    assert not waiting(street, FactKind.MARKET_POSTED)
    later = select(Due.kind).where(Due.state == DueState.WAITING, col(Due.due_at) > street.now).distinct()
    assert {"digest", "market_0"} <= set(street.database.read_now(lambda s: s.exec(later).all()))


def test_no_number_is_given_out_again(street: SmallStreet, settings: Settings, elsewhere: Path) -> None:
    assert need(street, AUNT_LI, "早上的灯坏了") == "BY-1124-01"
    file = make(street.database, elsewhere, now=street.now).path
    street.later(minutes=5)
    assert need(street, UNCLE_WANG, "水管漏了") == "BY-1124-02"
    street.later(minutes=5)
    restore(street, settings, file)
    assert need(street, STRANGER, "电路跳闸了") == "BY-1124-03"


def test_where_nobody_knows_the_numbers_given_out_some_are_left_out(
    street: SmallStreet, settings: Settings, elsewhere: Path
) -> None:
    need(street, AUNT_LI, "早上的灯坏了")
    file = make(street.database, elsewhere, now=street.now).path
    _lose(street, settings)
    street.now = at(25, 9)
    restore(street, settings, file)
    assert need(street, STRANGER, "电路跳闸了") == "BY-1125-101"
    stood = dict(street.database.read_now(lambda s: s.exec(select(Counter.name, Counter.value)).all()))
    assert stood["number:by:1124"] == 101


def _lose(street: SmallStreet, settings: Settings) -> None:
    """The disk is gone, the machine is a new one."""
    if street.database.embedded:
        street.database.close()
        (settings.hehuo_data / "hehuo.db").unlink()
        return
    with street.database.engine.begin() as connection:
        for table in sa.inspect(connection).get_table_names():
            connection.execute(sa.text(f'DROP TABLE "{table}" CASCADE'))
    street.database.close()


def test_who_was_forgotten_behind_a_clock_that_was_ahead_is_forgotten_again(
    street: SmallStreet, settings: Settings, elsewhere: Path
) -> None:
    need(street, AUNT_LI, "早上的灯坏了")
    li = street.database.read_now(lambda s: s.exec(select(Person.id).where(Person.name == AUNT_LI.name)).one())
    file = make(street.database, elsewhere, now=street.now).path
    street.later(minutes=-50)
    street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="keep")
    street.later(hours=5)
    assert restore(street, settings, file).forgotten == 1
    said = select(Utterance.text).where(Utterance.person_id == li)
    assert set(street.database.read_now(lambda s: s.exec(said).all())) == {""}


def test_whom_the_backup_knows_to_be_forgotten_has_one_stone(
    street: SmallStreet, settings: Settings, elsewhere: Path
) -> None:
    need(street, AUNT_LI, "早上的灯坏了")
    li = street.database.read_now(lambda s: s.exec(select(Person.id).where(Person.name == AUNT_LI.name)).one())
    street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="keep")
    file = make(street.database, elsewhere, now=street.now).path
    street.later(hours=5)
    assert restore(street, settings, file).forgotten == 0
    assert street.database.read_now(lambda s: s.exec(select(Tombstone.subject)).all()) == [li]


def killed(*_: object, **__: object) -> int:
    raise KeyboardInterrupt


def is_killed(street: SmallStreet, settings: Settings, file: Path, patch: pytest.MonkeyPatch, where: str) -> None:
    """Put `file` back, and be killed at `where`."""
    with patch.context() as only, pytest.raises(KeyboardInterrupt):
        only.setattr(where, killed)
        restore(street, settings, file)
    street.database = Database(street.database.url.render_as_string(hide_password=False))


def test_numbers_go_on_though_the_restore_was_killed_and_is_tried_again(
    street: SmallStreet, settings: Settings, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make(street.database, elsewhere, now=street.now).path
    assert need(street, AUNT_LI, "早上的灯坏了") == "BY-1124-01"
    is_killed(street, settings, file, monkeypatch, "actions.restored.bury_again")
    restore(street, settings, file)
    # a server that was loaded before the kill no longer tells whether it knew all numbers
    assert need(street, STRANGER, "电路跳闸了") == ("BY-1124-02" if street.database.embedded else "BY-1124-102")


def test_whoever_starts_after_a_restore_that_was_killed_settles_it_once(
    street: SmallStreet, settings: Settings, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a server what is loaded stays loaded; the embedded file is put in place only when it is settled."""
    street.do(plan_ahead, moments=moments(street.now), saturdays=market_days(street.now))
    need(street, AUNT_LI, "早上的灯坏了")
    li = street.database.read_now(lambda s: s.exec(select(Person.id).where(Person.name == AUNT_LI.name)).one())
    file = make(street.database, elsewhere, now=street.now).path
    street.do(forget_mydata, speaker=AUNT_LI, person=li, unfinished="keep")
    need(street, UNCLE_WANG, "水管漏了")
    street.now = at(25, 11)
    is_killed(street, settings, file, monkeypatch, "bot.restoring.prepare")
    settle_left(street.database, street.now)
    said = select(Utterance.text).where(Utterance.person_id == li)
    assert set(street.database.read_now(lambda s: s.exec(said).all())) == {""}
    if not street.database.embedded:
        due = street.database.read_now(lambda s: due_now(s, frozenset(JOBS), street.now))
        assert {item.kind for item in due} == {"plan", "unclaimed"}, "nothing is said to a whole chat again"
    number = need(street, STRANGER, "电路跳闸了")
    street.later(minutes=5)
    settle_left(street.database, street.now)
    assert number == ("BY-1125-01" if street.database.embedded else "BY-1125-101")
    assert need(street, STRANGER, "门锁坏了").endswith("02"), "and no second gap"


def test_where_nobody_knew_the_numbers_a_restore_that_was_killed_leaves_some_out_all_the_same(
    street: SmallStreet, settings: Settings, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make(street.database, elsewhere, now=street.now).path
    need(street, AUNT_LI, "早上的灯坏了")
    _lose(street, settings)
    is_killed(street, settings, file, monkeypatch, "actions.restored.leave_gap")
    restore(street, settings, file)
    assert need(street, STRANGER, "电路跳闸了") == "BY-1124-101"


def test_what_a_killed_restore_leaves_running_on_the_server_changes_nothing(
    street: SmallStreet, settings: Settings, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """psql lives on when hehuo is killed; with hehuo goes its hold on the database, which others may use by then."""
    file = make(street.database, elsewhere, now=street.now).path
    need(street, AUNT_LI, "早上的灯坏了")
    if street.database.embedded:
        return
    monkeypatch.setattr("bot.restoring.alone", lambda database: nullcontext())
    with pytest.raises(ToolFailed, match="is gone"):
        restore(street, settings, file)
    street.database = Database(street.database.url.render_as_string(hide_password=False))
    assert need(street, STRANGER, "电路跳闸了") == "BY-1124-02"
