"""Fuzzed inputs to everything that reads what strangers send: only the errors that are named may come of them.

- callback codec: random data is refused or read back as it was; what was encoded is read back
- deep links: nothing that we did not sign opens anything
- updates: aiogram's parser gives an update or a ValidationError, intake finds a lane for everything
- cards: whatever people wrote, every text of the courier's table is valid Telegram HTML, short enough, with buttons
  that encode
- lanes: damaged updates go through inbox, lanes and handlers; each ends, and no handler breaks on any of them
- rows, sheets: whatever staff make of the guide's Excel file, it is taken as a whole or refused by a named problem
- listener: whatever is written is understood as something, or as nothing

Run `python -m tests.gates.fuzz [--times 100000] [--seed N]`.
"""

import asyncio
import multiprocessing
import random
import string
import typing
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.gates.gate import Asked, Verdict, hush, main

TIMES = 100_000
SHARES = {
    "callbacks": 0.3,
    "links": 0.25,
    "updates": 0.22,
    "cards": 0.18,
    "rows": 0.018,
    "listener": 0.02,
    "lanes": 0.01,
    "sheets": 0.002,  # two hundredths of a second each
}
PROCESSES = 2
SECRET = b"secret"
LONGEST = 4096  # UTF-16 units of a message
ALPHABET = string.ascii_letters + string.digits + "_-:%/. 灯💚"


def callbacks(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Random data, and data that was made from random presses."""
    from bot.callbacks import LIMIT, BadPress, Press, Verb, decode, encode  # noqa: PLC0415
    from tests.gates import nonsense  # noqa: PLC0415

    verbs = list(Verb)
    for _ in range(times):
        data = nonsense.text(chance, 4) if chance.random() < 0.5 else "".join(chance.choices(ALPHABET, k=12))
        try:
            press = decode(chance.choice(["", "cl:", "rt:", "hm:"]) + data)
            assert isinstance(press.verb, Verb)
        except BadPress:
            verdict.count(refused_presses=1)
        press = Press(chance.choice(verbs), nonsense.text(chance, 3), nonsense.text(chance, 3))
        try:
            made = encode(press)
        except BadPress:
            continue
        assert decode(made) == press, press
        assert len(made.encode()) <= LIMIT


def links(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Random payloads, and signed ones in which something was changed."""
    from bot.deeplinks import BadLink, read, sign  # noqa: PLC0415
    from tests.gates import nonsense  # noqa: PLC0415

    for number in range(times):
        good = sign(SECRET, chance.choice("ihd"), f"a{number}", expires=None)
        at, letter = chance.randrange(len(good)), chance.choice(ALPHABET)
        forged = good[:at] + letter + good[at + 1 :] if chance.random() < 0.6 else nonsense.text(chance)
        if forged == good:
            continue
        try:
            read(SECRET, forged, now=nonsense.NOW)
        except BadLink:
            continue
        raise AssertionError(f"a forged link opens: {forged!r}")
    verdict.count(forged_links=times)


def updates(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Damaged updates to intake and to aiogram's types."""
    from aiogram.types import Update  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415

    from bot.intake import lane_of  # noqa: PLC0415
    from tests.gates import nonsense, samples  # noqa: PLC0415

    for number in range(times):
        body = nonsense.damaged(chance, chance.choice(samples.UPDATES))
        update = body if isinstance(body, dict) else {"message": body}
        update["update_id"] = number
        assert isinstance(lane_of(update), str)
        try:
            Update.model_validate(update, context={"bot": None})
        except ValidationError:
            verdict.count(refused_updates=1)


def cards(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Hostile words into every text that the courier can make."""
    from bot.callbacks import encode  # noqa: PLC0415
    from bot.courier.render import NOTES, SLOTS  # noqa: PLC0415
    from bot.nlp.data import load_taxonomy  # noqa: PLC0415
    from bot.texts.card import Wording  # noqa: PLC0415
    from sandbox.markup import parse_html, units  # noqa: PLC0415
    from tests.gates import nonsense  # noqa: PLC0415

    wording = Wording(load_taxonomy(), nonsense.NOW)
    renderers = [slot.render for slot in SLOTS.values()]
    kinds = [next(iter(typing.get_type_hints(render).values())) for render in renderers]
    for number in range(times):
        render, kind = renderers[number % len(renderers)], kinds[number % len(renderers)]
        seen = nonsense.view(chance, kind)
        if getattr(seen, "kind", None) in NOTES:
            continue  # made otherwise, of what a fact carries
        card = render(seen, wording)
        plain, _ = parse_html(card.html)
        assert units(plain) <= LONGEST, f"{render.__name__} is too long: {seen}"
        for row in card.rows:
            for button in row:
                assert button.label.strip(), f"{render.__name__} has a button without words: {seen}"
                assert button.press is None or encode(button.press)
    verdict.count(cards=times)


def _stands_in(slot: str, written: str) -> bool:
    """Whether `slot` is a piece of `written`, or two: a building told first, and the flat later."""
    return slot in written or any(slot[:at] in written and slot[at:] in written for at in range(len(slot)))


def listener(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Whatever is written."""
    from bot.nlp.listener import Listener  # noqa: PLC0415
    from tests.gates import nonsense  # noqa: PLC0415

    hearing = Listener.load()
    for _ in range(times):
        written = nonsense.text(chance, 20)
        meaning = hearing.understand(written, now=nonsense.NOW)
        for slot in (meaning.slots.place, meaning.slots.time):
            assert slot is None or _stands_in(slot, written), f"{slot!r} is not in {written!r}"
        verdict.count(**{f"heard_as_{meaning.kind.value}": 1})


def rows(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Cells as the reader of Excel files hands them over."""
    from bot.texts.guide_sheet import read_rows  # noqa: PLC0415
    from tests.gates import nonsense, sheets  # noqa: PLC0415

    for _ in range(times):
        _taken_or_refused(read_rows(sheets.rows(chance), nonsense.NOW.date()), verdict, "rows")


def sheets(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Excel files, and what is no Excel file."""
    from bot.texts.guide_sheet import read_sheet  # noqa: PLC0415
    from tests.gates import nonsense, sheets  # noqa: PLC0415

    for _ in range(times):
        _taken_or_refused(read_sheet(sheets.file(chance), nonsense.NOW.date()), verdict, "sheets")


def _taken_or_refused(found: object, verdict: Verdict, what: str) -> None:
    from community.guide import LONGEST, Problem, SheetRow  # noqa: PLC0415

    if isinstance(found, Problem):
        verdict.count(**{f"{what}_refused_{found.why.value}": 1})
        return
    assert isinstance(found, tuple) and found, found
    for row in found:
        assert isinstance(row, SheetRow)
        assert row.question and row.answer and row.row > 1
        assert all(len(getattr(row, field.value)) <= most for field, most in LONGEST.items() if field.value != "until")
    verdict.count(**{f"{what}_taken": 1})


def lanes(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Damaged updates through the whole program but its way out."""
    from tests.gates.swallow import swallow  # noqa: PLC0415

    asyncio.run(swallow(chance, times, verdict))


PARTS = {part.__name__: part for part in (callbacks, links, updates, cards, rows, sheets, listener, lanes)}


def part_of(asked: Asked, name: str) -> Verdict:
    """One part; the first input that breaks it is told."""
    hush()
    warnings.simplefilter("ignore")
    times = round(asked.times * SHARES[name])
    verdict = Verdict(f"fuzz, {name}")
    verdict.count(inputs=times)
    try:
        PARTS[name](asked.chance(name), times, verdict)
    except Exception as error:  # noqa: BLE001 - that is what was looked for
        verdict.promise(f"{type(error).__name__}: {error}"[:1000], kept=False)
    return verdict


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict of each part."""
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("forkserver")) as processes:
        yield from processes.map(partial(part_of, asked), sorted(SHARES, key=lambda name: name != "lanes"))


if __name__ == "__main__":
    main(__doc__, TIMES, run, databases=False)
