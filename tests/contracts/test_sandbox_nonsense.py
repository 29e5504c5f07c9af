"""Whatever is sent, the sandbox answers like Telegram, or with a sentence, and stays sound."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import markup, schema
from sandbox.errors import BotApiError
from sandbox.registry import served
from tests.contracts.sandbox_kit import TOKEN, Town, open_town

_FIELDS = [
    "text", "type", "emoji", "message_id", "inline_keyboard", "keyboard", "callback_data", "copy_text", "url",
    "remove_keyboard", "force_reply", "offset", "length", "media", "receiver_user_id", "style", "command",
]  # fmt: skip
_BODY = [
    "user", "chat", "text", "reply_to", "photo", "location", "contact", "message_id", "button", "do", "name",
    "role", "type", "title", "members", "admins", "kind", "rate", "count", "emoji", "update", "version",
    "next_due", "raw", "advance", "to", "timeout",
]  # fmt: skip
_SENSIBLE = {
    "chat_id": st.sampled_from([-4_000_000_001, 5_000_000_001]),
    "from_chat_id": st.just(-4_000_000_001),
    "message_id": st.integers(0, 3),
    "user_id": st.just(5_000_000_001),
    "text": st.text(max_size=8),
}
_leaves = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
)
_values = st.recursive(
    _leaves | st.sampled_from([5_000_000_001, -4_000_000_001, 1, "attach://x", "HTML", "<b>好</b>", "emoji"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_FIELDS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A served method with some of its parameters, sensible or not."""
    method = draw(st.sampled_from(sorted(set(served) - {"getUpdates", "setWebhook", "logOut", "close"})))
    params = schema.params_of(method) or {}
    if not params:
        return method, {}
    names = draw(st.sets(st.sampled_from(sorted(params)))) | {name for name in params if params[name]["required"]}
    return method, {name: draw(_SENSIBLE.get(name, _values) | _values) for name in sorted(names)}


@contextmanager
def opened() -> Iterator[tuple[asyncio.Runner, Town]]:
    """A town for a test that is not itself asynchronous."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        context = open_town(Path(folder))
        town = runner.run(context.__aenter__())
        try:
            yield runner, town
        finally:
            runner.run(context.__aexit__(None, None, None))


async def prepare(town: Town) -> None:
    """One person, one group, one message."""
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    await town.bot("sendMessage", chat_id=grid, text="卡片")
    await town.ask("bot", limits=False)


def test_no_parameters_make_the_bot_api_fail() -> None:
    with opened() as (runner, town):
        runner.run(prepare(town))

        @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
        @given(calls())
        def answers(call: tuple[str, dict[str, Any]]) -> None:
            method, params = call
            answer = runner.run(town.http.post(f"/bot{TOKEN}/{method}", json=params))
            assert answer.status_code < 500, answer.text
            assert answer.json()["ok"] is (answer.status_code == 200)

        answers()


def test_no_body_makes_the_control_interface_fail() -> None:
    paths = ["say", "edit", "delete", "react", "users", "chats", "members", "hint", "bot", "update", "clock/settled"]
    with opened() as (runner, town):
        runner.run(prepare(town))

        @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.sampled_from(paths), st.dictionaries(st.sampled_from(_BODY), _values, max_size=6))
        def answers(path: str, body: dict[str, Any]) -> None:
            known = {"user": 5_000_000_001, "chat": -4_000_000_001, "message_id": 1, **body}
            answer: httpx.Response = runner.run(town.http.post(f"/sandbox/{path}", content=json.dumps(known)))
            assert answer.status_code < 500, answer.text
            assert answer.status_code == 200 or set(answer.json()) == {"error"}

        answers()


@settings(deadline=None)
@given(st.text(alphabet="<>/&;b iaucode=\"'好🔔lt#x3", max_size=40))
def test_markup_is_parsed_or_refused_and_entities_stay_inside(source: str) -> None:
    try:
        text, entities = markup.parse_html(source)
    except BotApiError as error:
        assert error.code == 400 and error.description.startswith("Bad Request: can't parse entities: ")
        return
    for entity in entities:
        assert entity["length"] > 0
        assert 0 <= entity["offset"] <= entity["offset"] + entity["length"] <= markup.units(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_escaped_text_comes_back_unchanged(source: str) -> None:
    escaped = source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text, entities = markup.parse_html(escaped)
    assert text == source.strip()
    assert not [entity for entity in entities if entity["type"] in ("bold", "text_link", "code")]


@pytest.mark.parametrize(
    "body", [b"--x\r\n", b"", b"--x--", b"--x\r\nContent-Disposition: form-data\r\n\r\n", b"\0" * 9]
)
async def test_broken_multipart_is_an_answer_not_a_failure(town: Town, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await town.http.post(f"/bot{TOKEN}/sendPhoto", content=body, headers=headers)
    assert answer.status_code == 400
    answer = await town.http.post(
        f"/bot{TOKEN}/sendPhoto", content=body, headers={"Content-Type": "multipart/form-data"}
    )
    assert answer.status_code == 400
