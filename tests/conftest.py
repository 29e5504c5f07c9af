"""What all tests share: which database they run on, and that nothing is skipped in silence."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from bot import student
from bot.crew import late_types  # noqa: F401 - before a test imports aiogram
from bot.nlp.listener import Listener
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from tests import shipped, thrift
from tests.postgres import fresh_database, postgres_server

PATTERN = "pattern"

# a slow machine is no failure, and a run can be repeated
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
thrift.begin()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="database to test on")


def pytest_collection_finish() -> None:
    thrift.settled()


@pytest.fixture(scope="session")
def listener() -> Listener:
    """The listener as it is shipped, read once for all who only listen."""
    return shipped.listener()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server for the whole session."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of the kind chosen with --database."""
    if request.config.getoption("--database") == "sqlite":
        yield sqlite_url(tmp_path)
        return
    with fresh_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}") as url:
        yield url


@pytest.fixture(scope="session")
def pattern(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the newest schema and nothing in it, to be copied: quicker than migrating each anew."""
    if request.config.getoption("--database") == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("pattern"))
        _prepare(url)
        yield url
        return
    with fresh_database(request.getfixturevalue("postgres"), PATTERN) as url:
        _prepare(url)
        yield url


@pytest.fixture
def short_night(monkeypatch: pytest.MonkeyPatch) -> None:
    """The night school reads a tenth of the corpus, and learns alike."""
    monkeypatch.setattr(student, "SCHOOL", ("-m", "tests.short_night"))


@pytest.fixture
def night(request: pytest.FixtureRequest) -> None:
    """The night school reads the whole corpus on SQLite, and a tenth on PostgreSQL: it learns alike on both."""
    if request.config.getoption("--database") != "sqlite":
        request.getfixturevalue("short_night")


@pytest.fixture
def prepared_url(request: pytest.FixtureRequest, pattern: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with the newest schema, of the kind chosen with --database."""
    if request.config.getoption("--database") == "sqlite":
        url = sqlite_url(tmp_path)
        shutil.copyfile(make_url(pattern).database or "", make_url(url).database or "")
        yield url
        return
    with fresh_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}", PATTERN) as url:
        yield url


@pytest.fixture
def database(prepared_url: str) -> Iterator[Database]:
    """An open database with the newest schema."""
    opened = Database(prepared_url)
    yield opened
    opened.close()


def _prepare(url: str) -> None:
    opened = Database(url)
    prepare(opened)
    opened.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("skipped without cause")
        terminalreporter.line("a skipped test counts as a failure here")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
