"""`--forks N`: tests run side by side in processes that are forked when everything has been imported and collected.

Each takes whole files out of one queue, so that what the tests of a file share is made once. Workers that import for
themselves cost ten seconds each of the processor before their first test.
"""

import os
import traceback
from collections.abc import Iterator, Sequence
from itertools import groupby
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

_NUMBER = 2  # bytes of a file's number in the queue; one read takes one of them, whoever reads


def run(session: pytest.Session, number: int) -> None:
    """Run the collected tests in `number` forks and report them here."""
    files = [list(items) for _, items in groupby(session.items, key=lambda item: item.path)]
    queue, filled = os.pipe()
    os.write(filled, b"".join(place.to_bytes(_NUMBER, "big") for place in range(len(files))))
    os.close(filled)
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined] # one for all forks
    lines = dict(_fork(session, files, queue, place) for place in range(number))
    through: set[str] = set()
    try:
        while open_ := [line for line in lines if not line.closed]:
            for line in wait(open_):
                _hear(session, line, through)  # type: ignore[arg-type]
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
        for item in session.items:
            if item.nodeid not in through:
                _report(session, _never_ended(item))
    finally:
        for line, pid in lines.items():
            line.close()  # whoever still tells something ends by that
            os.waitpid(pid, 0)
        os.close(queue)


def _hear(session: pytest.Session, line: Connection, through: set[str]) -> None:
    """Take a report; close the line of a fork that has ended."""
    hook = session.config.hook
    try:
        report = hook.pytest_report_from_serializable(config=session.config, data=line.recv())
    except EOFError:
        line.close()
        return
    _report(session, report)
    if report.when == "teardown":
        through.add(report.nodeid)


def _report(session: pytest.Session, report: pytest.TestReport) -> None:
    session.config.hook.pytest_runtest_logreport(report=report)


def _never_ended(item: pytest.Item) -> pytest.TestReport:
    why = "the process ended in this test or before it"
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", why, "call")


def _fork(
    session: pytest.Session, files: Sequence[list[pytest.Item]], queue: int, place: int
) -> tuple[Connection, int]:
    """A line on which it reports, and its process id."""
    ours, theirs = Pipe(duplex=False)
    pid = os.fork()
    if pid:
        theirs.close()
        return ours, pid
    try:
        ours.close()
        _settle(session.config, place)
        session.config.pluginmanager.register(_Teller(session.config, theirs))
        _run(session, _items(files, queue))
    except Exception:  # noqa: BLE001 - of the machinery, not of a test
        traceback.print_exc()
    finally:
        os._exit(0)


class _Teller:
    """In a fork: sends what is reported to the process that prints."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self._config = config
        self._line = line

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of a test has ended."""
        self._line.send(self._config.hook.pytest_report_to_serializable(config=self._config, report=report))


def _settle(config: pytest.Config, place: int) -> None:
    """What two processes cannot share: who prints, where printed words are kept, the temporary folder."""
    plugins: Any = config.pluginmanager
    plugins.unregister(name="terminalreporter")
    capture = plugins.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture()
    factory: Any = config._tmp_path_factory  # type: ignore[attr-defined]
    factory._basetemp = factory.getbasetemp() / f"fork{place}"
    factory._basetemp.mkdir(mode=0o700)


def _items(files: Sequence[list[pytest.Item]], queue: int) -> Iterator[pytest.Item]:
    """The tests of the next file, until there is none."""
    while number := os.read(queue, _NUMBER):
        yield from files[int.from_bytes(number, "big")]


def _run(session: pytest.Session, items: Iterator[pytest.Item]) -> None:
    try:
        item = next(items, None)
        while item is not None:
            after = next(items, None)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            item = after
    finally:
        session._setupstate.teardown_exact(None)  # if it was broken off: servers are put away
