"""Deep links: what we signed is read back, anything else is not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deeplinks import LIMIT, BadLink, Expired, Link, read, sign

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
SECRET = b"secret"


@given(purpose=st.sampled_from(["d", "staff", "j1"]), ident=st.from_regex(r"[a-z0-9_]{0,26}", fullmatch=True))
def test_read_back(purpose: str, ident: str) -> None:
    for expires in (None, NOW + timedelta(minutes=30)):
        payload = sign(SECRET, purpose, ident, expires=expires)
        assert len(payload) <= LIMIT and set(payload) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")
        assert read(SECRET, payload, now=NOW) == Link(purpose, ident)


def test_time_passes() -> None:
    payload = sign(SECRET, "staff", "abc", expires=NOW + timedelta(minutes=30))
    with pytest.raises(Expired):
        read(SECRET, payload, now=NOW + timedelta(minutes=30))


@given(text=st.text(max_size=80))
def test_nothing_foreign_is_read(text: str) -> None:
    with pytest.raises(BadLink):
        read(SECRET, text, now=NOW)


def test_nobody_changes_a_link() -> None:
    payload = sign(SECRET, "d", "abc", expires=None)
    for forged in (payload.replace("abc", "abd"), payload.replace("d-", "e-", 1), payload.replace("-0-", "-1-")):
        with pytest.raises(BadLink):
            read(SECRET, forged, now=NOW)
    with pytest.raises(BadLink):
        read(b"another", payload, now=NOW)


def test_what_does_not_fit_is_not_made() -> None:
    with pytest.raises(BadLink):
        sign(SECRET, "d", "x" * 60, expires=None)
    with pytest.raises(BadLink):
        sign(SECRET, "d", "a-b", expires=None)
