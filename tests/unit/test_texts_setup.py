"""What staff read of their groups and of their day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.nlp.data import load_taxonomy
from bot.texts.announcements import publishing_card
from bot.texts.card import Wording
from bot.texts.notices import notice_card
from bot.texts.setup import setup_card
from community.facts import NoteKind
from community.views.announcements import AnnouncementView, GroupLine, PublishingView
from community.views.notices import NoticeView
from community.views.setup import PlaceView
from community.words import AnnouncementState, OutboxState, PlaceKind

MORNING = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
WORDING = Wording(load_taxonomy(), MORNING)


def test_good_morning_is_said_in_the_morning() -> None:
    view = NoticeView(
        NoteKind.DIGEST, day=MORNING.date(), numbers=dict.fromkeys(("new", "unclaimed", "overdue", "promised"), ())
    )
    assert "早上好" in notice_card(view, WORDING).html
    afternoon = notice_card(view, replace(WORDING, now=MORNING + timedelta(hours=6))).html
    assert "早上好" not in afternoon and "今天的事" in afternoon


def test_a_recall_under_way_counts_nothing_yet() -> None:
    group = GroupLine("g", "一号群", "般阳社区", chosen=True, outcome=OutboxState.DELIVERED, reason=None, recalled=None)
    text = AnnouncementView("a", "般阳社区", "停水通知", True)
    under_way = PublishingView(text, AnnouncementState.RECALLED, (group, group), "", False)
    assert (
        "正在撤回" in publishing_card(under_way, WORDING).html and "0/2" not in publishing_card(under_way, WORDING).html
    )
    over = replace(under_way, groups=(replace(group, recalled=True),) * 2)
    assert "删除 <b>2/2</b>" in publishing_card(over, WORDING).html


def test_only_a_group_that_is_not_bound_is_asked_whose_it_is() -> None:
    view = PlaceView(
        id="p",
        page="",
        title="一号群",
        kind=PlaceKind.UNBOUND,
        present=True,
        admin=True,
        where="",
        choices=(("by", "般阳社区"),),
    )
    assert "它是哪个社区的？" in setup_card(view, WORDING).html
    assert "它是哪个社区的？" not in setup_card(replace(view, kind=PlaceKind.GRID, where="3号网格"), WORDING).html
