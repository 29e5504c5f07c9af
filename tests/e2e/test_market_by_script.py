"""The market day on a moved clock, with restarts on the way, by a script that knows only the control interface."""

from pathlib import Path

from tests.e2e.town import Json, Town, running_town, words

WEDNESDAY = "2026-12-02T08:01:00+08:00"
FRIDAY = "2026-12-04T08:01:00+08:00"
SATURDAY = "2026-12-05T08:01:00+08:00"
CLOSED = "2026-12-05T11:31:00+08:00"
DAY = "12 月 5 日"


def posts(town: Town, chat: Json) -> list[Json]:
    """The cards of the market of DAY in the group."""
    return [message for message in town.messages(chat["id"], chat["members"][0]) if DAY in words(message)]


def counts(town: Town) -> list[int]:
    return sorted(len(posts(town, chat)) for chat in town.grids())


def to(town: Town, moment: str) -> None:
    town.post("/sandbox/clock", to=moment)


def test_the_market_is_posted_in_order_whatever_restarts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_town(data, "--port", "0") as town:
        to(town, WEDNESDAY)
        hosting = [chat for chat in town.grids() if posts(town, chat)]
        everyone = len(town.grids())
        assert 0 < len(hosting) < everyone, "three days before, only the host's groups hear of it"
    with running_town(data, "--port", "0") as town:
        to(town, FRIDAY)
        assert counts(town) == sorted([1] * (everyone - len(hosting)) + [2] * len(hosting))
        group = hosting[0]
        resident = town.residents_of(group)[0]
        card = posts(town, group)[-1]
        assert "明天" in words(card)
        answer = town.tap(resident, group["id"], card["message_id"], "我要去 ✋ 0")
        assert "1 人" in answer["answer"]["text"]
        town.wait(lambda: "已有 1 人" in words(posts(town, group)[-1]), "the count on the card")
        older = posts(town, group)[0]
        assert "后面那张" in words(older)
        assert "reply_markup" not in older, "one card to press is enough"
    with running_town(data, "--port", "0") as town:
        to(town, SATURDAY)
        to(town, SATURDAY.replace("08:01", "08:05"))
        assert counts(town) == sorted([2] * (everyone - len(hosting)) + [3] * len(hosting))
        assert "今天开集" in words(posts(town, group)[-1])
        to(town, CLOSED)
        town.wait(lambda: all("散集" in words(post) for post in posts(town, group)), "the end on every card")
        assert not any("reply_markup" in post for post in posts(town, group))
