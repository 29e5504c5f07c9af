"""A foreigner's time is understood like anybody's."""

from datetime import UTC, datetime

import pytest

from bot.nlp.listener import Listener

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)  # a Thursday, nine in the morning here


@pytest.mark.parametrize(
    ("said", "slot", "start", "end"),
    [
        ("Wednesday 3pm come fix my toilet please", "Wednesday 3pm", "12-02 15:00", "12-02 16:00"),
        ("can someone come tomorrow morning to fix my lamp", "tomorrow morning", "11-27 08:00", "11-27 12:00"),
        ("my AC is broken, next monday at 10:30 am ok?", "next monday at 10:30 am", "11-30 10:30", "11-30 11:30"),
        ("need a plumber tonight", "tonight", "11-26 18:00", "11-26 22:00"),
        ("please come at 7pm", "at 7pm", "11-26 19:00", "11-26 20:00"),
        ("Saturday afternoon someone cut my moms hair", "Saturday afternoon", "11-28 13:00", "11-28 18:00"),
        ("5 pm tomorrow please", "5 pm tomorrow", "11-27 17:00", "11-27 18:00"),
    ],
)
def test_a_time_in_english(listener: Listener, said: str, slot: str, start: str, end: str) -> None:
    meaning = listener.understand(said, now=NOW)
    wish = meaning.parsed.time
    assert meaning.slots.time == slot
    assert wish is not None
    assert [f"{one:%m-%d %H:%M}" for one in (wish.start, wish.end) if one] == [start, end]


@pytest.mark.parametrize("said", ["I am here", "3 spam calls", "the monitor is broken"])
def test_what_is_no_time(listener: Listener, said: str) -> None:
    assert listener.understand(said, now=NOW).slots.time is None
