"""Learning at night, in a process of its own: a few seconds of work that nobody waits for."""

import asyncio
import json
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import structlog

from actions.learning import Learned, take_weights
from actions.teaching import offer_words
from actions.tx import Do
from bot.nlp.adjusting import RESIDENT
from bot.nlp.packing import fingerprint, packed
from bot.nlp.proposing import propose
from community.calendars import local_date
from community.clock import Clock
from community.teaching import WEEKLY
from community.timing import DueItem
from storage.engine import CommitUnknown, Database
from storage.hearing import label_log, seen_labels
from storage.teaching import known_words

MOST = 3000
"""Labels that are learned from, the newest."""

FRESH = timedelta(days=60)
"""How old a label may be from which a word is taken."""

PATIENCE = 1800.0  # seconds
SCHOOL = ("-m", "bot.nlp.night_school")
"""What Python runs, with the folder as its argument."""
log = structlog.get_logger(__name__)


class Student:
    """Learns when told to. `nightly` only wakes it, so that nothing that is due waits for it."""

    def __init__(self, do: Do, database: Database, clock: Clock) -> None:
        self._do = do
        self._database = database
        self._clock = clock
        self._woken = asyncio.Event()

    async def nightly(self, item: DueItem) -> bool:
        """The night's turn. False: that night is over, and the next has its own."""
        if local_date(self._clock.now()) > item.local_date:
            return False
        self._woken.set()
        return True

    async def weekly(self, item: DueItem) -> bool:
        """Which words each community's labels would teach. False: that day is over."""
        now = self._clock.now()
        if local_date(now) > item.local_date:
            return False
        labels = await self._database.read(lambda session: label_log(session, MOST))
        by_community: dict[str, list[tuple[str, str | None]]] = {}
        for label in labels:
            if label.community_id is not None and label.at > now - FRESH:
                by_community.setdefault(label.community_id, []).append((label.text, label.category))
        for community, said in sorted(by_community.items()):
            known = await self._database.read(lambda session, of=community: known_words(session, of))  # type: ignore[misc]
            words = await asyncio.to_thread(propose, said, known=known, most=WEEKLY)
            if words:
                await self._do.repeatable()(offer_words, community=community, words=words)
        return True

    async def run(self) -> None:
        """Learn, whenever woken."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.learn()
            except (OSError, ValueError, TimeoutError, CommitUnknown) as error:
                log.error("student.failed", error=repr(error))  # the labels stay; the next night tries again

    async def learn(self) -> int | None:
        """The number of the new weights; None if there is nothing new to learn from."""
        base = await asyncio.to_thread(fingerprint)
        seen = await self._database.read(lambda session: seen_labels(session, base))
        labels = await self._database.read(lambda session: label_log(session, MOST))
        last = max((label.id or 0 for label in labels), default=0)
        if last <= seen:
            return None
        lines = [
            {
                "text": label.text,
                "kind": label.kind,
                "category": label.category,
                "also": label.also,
                "calm": label.calm,
                "weight": RESIDENT if label.source == "resident" else 1.0,
            }
            for label in labels
        ]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
            await asyncio.to_thread((folder / "labels.jsonl").write_text, text, "utf-8")
            await _study(folder)
            report = json.loads(await asyncio.to_thread((folder / "report.json").read_text, "utf-8"))
            data = await asyncio.to_thread(packed, folder / "model")
        number = await self._do(take_weights, learned=Learned(base, last, report, data))
        log.info("student.learned", number=number, labels=len(lines), worse=report["worse"])
        return number


async def _study(folder: Path) -> None:
    """Raises ValueError if the process fails; if we are told to end, it ends too."""
    command = (sys.executable, *SCHOOL, str(folder))
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(PATIENCE):
            _, said = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise ValueError(said.decode("utf-8", "replace")[-500:])
