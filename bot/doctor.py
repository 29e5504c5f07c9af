"""`hehuo doctor`: looks at everything that can be wrong and says how to mend it. Changes nothing."""

import asyncio
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from bot import folder as folders
from bot import townhall
from bot.botapi import ApiFailure, BotApi, Moved, Refused, Unauthorized, Untrusted
from bot.keeping import backups_of
from bot.nlp.data import LexiconError
from bot.nlp.linear import ModelError
from bot.nlp.listener import Listener
from bot.nlp.loading import load_all
from bot.nlp.packing import fingerprint, unpacked
from bot.settings import BadSettings, Settings, load
from bot.texts import doctor as say
from bot.texts import doctor_groups as of_groups
from bot.texts import health, terminal
from bot.texts.doctor import Finding
from bot.texts.learning import language_broken, language_fine, learned_weights, shipped_weights, spoilt_weights
from community.calendars import OddDay, local_date, odd_day
from community.words import ModelState, PlaceKind
from storage.backup import why_unwritable
from storage.checkup import Checkup, Group, look
from storage.engine import Database, DatabaseDown, sqlite_url
from storage.hearing import last_weights, weights_in_use
from storage.newest_backup import newest
from storage.presence import anybody
from storage.schema import newest as newest_schema
from storage.schema import revision
from storage.soundness import CorruptDatabase, NewerDatabase, UnwritableDatabase, inspect

AHEAD = timedelta(days=60)
MUCH = 100
RIGHTS = ("can_delete_messages", "can_pin_messages")
LEADING = frozenset({"administrator", "creator"})


@dataclass(frozen=True, slots=True)
class Line:
    """Where the bot speaks: the real service, or the sandbox of the data folder."""

    base: str
    token: str
    sandbox: bool


def examine(*, data: Path | None = None) -> list[Finding]:
    """All findings, from the ground up; what rests on something broken is not looked at."""
    try:
        settings = load(hehuo_data=data)
    except BadSettings as error:
        return [say.bad_settings(str(error))]
    folder = settings.hehuo_data
    found = _folder(folder)
    if not folder.is_dir():
        return found
    database, about = _database(settings, folder)
    found += [*_running(settings, folder, database), *about]
    kept = backups_of(settings, folder)
    if refusal := why_unwritable(kept):
        found.append(health.backup_folder_unwritable(kept, refusal))
    if settings.telegram_token is not None:  # the sandbox has a time of its own
        now = datetime.now(UTC)
        found.append(_backup(database, kept, now))
    try:
        found += asyncio.run(_examine(settings, folder, database))
    finally:
        if database is not None:
            database.close()
    return found


def _backup(database: Database | None, kept: Path, now: datetime) -> Finding:
    made = database.read_now(lambda session: newest(kept, now, session)) if database is not None else newest(kept, now)
    return health.backup(made.at, made.folder, now, machine=made.machine) if made else health.backup(None, kept, now)


def _running(settings: Settings, folder: Path, database: Database | None) -> list[Finding]:
    """Nothing, if the server that would know can't be asked."""
    if database is None and settings.database_url is not None:
        return []
    at_work = folders.in_use(folder) if database is None or database.embedded else anybody(database)
    return [say.running() if at_work else say.not_running()]


async def _examine(settings: Settings, folder: Path, database: Database | None) -> list[Finding]:
    line = _line(settings, folder)
    if line is None:
        return [say.sandbox_not_running(), *_state(database, datetime.now(UTC))[1]]
    async with httpx.AsyncClient(trust_env=not line.sandbox, timeout=10) as http:
        now = datetime.now(UTC)
        found: list[Finding] = []
        if line.sandbox:
            now = await _moved(http, line.base) or now
        else:
            found += await _skew(http, line.base)
        checkup, about = _state(database, now)
        return [*found, *await _telegram(http, line, settings, checkup), *about, *_holidays(now)]


def _folder(folder: Path) -> list[Finding]:
    if not folder.is_dir():
        return [say.folder_missing(folder)]
    fine = os.access(folder, os.W_OK | os.X_OK)
    return [
        say.folder_fine(folder) if fine else say.folder_unwritable(folder),
        say.disk(shutil.disk_usage(folder).free),
    ]


def _database(settings: Settings, folder: Path) -> tuple[Database | None, list[Finding]]:
    """The database, if it can be read."""
    given, file = settings.database_url, folder / "hehuo.db"
    if given is None and not file.exists():
        return None, [say.database_missing()]
    try:
        if given is None:
            inspect(file)
        database = Database(given.get_secret_value() if given else sqlite_url(folder))
        where = database.url.render_as_string(hide_password=True)
        found = database.read_now(lambda session: revision(session.connection()))
    except CorruptDatabase:
        return None, [say.database_broken(terminal.corrupt(file))]
    except NewerDatabase:
        return None, [say.database_broken(terminal.newer(str(file)))]
    except UnwritableDatabase as error:
        return None, [say.database_broken(terminal.unwritable(folder, str(error)))]
    except DatabaseDown:
        return None, [say.database_broken(terminal.no_database(where))]
    if found != newest_schema():
        database.close()
        return None, [say.database_old(found, newest_schema())]
    size = _megabytes(file) if given is None else None
    return database, [say.database_fine(str(file) if given is None else where, size)]


def _megabytes(file: Path) -> float:
    """With what is not carried over into the file yet."""
    log = file.with_name(f"{file.name}-wal")
    return (file.stat().st_size + (log.stat().st_size if log.exists() else 0)) / 2**20


def _line(settings: Settings, folder: Path) -> Line | None:
    if settings.telegram_token is not None:
        return Line(settings.telegram_api_base, settings.telegram_token.get_secret_value(), sandbox=False)
    url = townhall.url_of(folder) if folders.in_use(folder) else None
    return Line(url, townhall.TOKEN, sandbox=True) if url else None


async def _moved(http: httpx.AsyncClient, base: str) -> datetime | None:
    """The sandbox's time."""
    try:
        answer = await http.get(f"{base}/sandbox/clock", params={"after": -1, "timeout": 0})
        return datetime.fromisoformat(answer.raise_for_status().json()["now"]).astimezone(UTC)
    except (httpx.HTTPError, ValueError, KeyError):
        return None


async def _skew(http: httpx.AsyncClient, base: str) -> list[Finding]:
    """This machine's clock against the server's."""
    try:
        answer = await http.head(base)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return []
    return [say.skew((datetime.now(UTC) - theirs).total_seconds())]


async def _telegram(http: httpx.AsyncClient, line: Line, settings: Settings, checkup: Checkup | None) -> list[Finding]:
    api = BotApi(http, line.base, line.token)
    try:
        me = await api.call("getMe")
        groups = checkup.groups if checkup is not None else ()
        standing = await _standing(api, groups, me["id"])
        hook = await api.call("getWebhookInfo")
    except Unauthorized:
        return [say.token_wrong()]
    except Untrusted as failure:
        return [say.untrusted(line.base, str(failure))]
    except ApiFailure:
        return [say.network(line.base)]
    found = [say.token_fine(me["username"])]
    if checkup is not None:  # else nobody knows which groups there are
        found += _hearing(bool(me.get("can_read_all_group_messages")), groups, standing) + _groups(groups, standing)
    return [*found, *_webhook(hook, settings)]


async def _standing(api: BotApi, groups: Sequence[Group], bot: int) -> Mapping[int, dict[str, Any] | None]:
    """The bot's own membership by chat; None: it is not there."""
    return {group.chat_id: await _membership(api, group.chat_id, bot) for group in groups}


async def _membership(api: BotApi, chat: int, bot: int) -> dict[str, Any] | None:
    try:
        member: dict[str, Any] = await api.call("getChatMember", chat_id=chat, user_id=bot)
    except Moved as moved:  # the bot learns of it by itself
        return await _membership(api, moved.chat, bot)
    except Refused:
        return None
    return None if member["status"] in {"left", "kicked"} else member


def _hearing(everything: bool, groups: Iterable[Group], standing: Mapping[int, dict[str, Any] | None]) -> list[Finding]:
    """An administrator hears everything, whatever the privacy mode."""
    deaf = [
        group.title
        for group in groups
        if group.kind is PlaceKind.GRID and (member := standing[group.chat_id]) and member["status"] not in LEADING
    ]
    return [of_groups.hears_little(deaf)] if deaf and not everything else [of_groups.hears_all()]


def _groups(groups: Sequence[Group], standing: Mapping[int, dict[str, Any] | None]) -> list[Finding]:
    bound = [group for group in groups if group.kind is not PlaceKind.UNBOUND]
    gone = [group.title for group in bound if standing[group.chat_id] is None]
    here = [(group.title, member) for group in bound if (member := standing[group.chat_id]) is not None]
    plain = [title for title, member in here if member["status"] not in LEADING]
    few = [
        title
        for title, member in here
        if member["status"] == "administrator" and not all(member.get(right) for right in RIGHTS)
    ]
    told = ((of_groups.groups_gone, gone), (of_groups.groups_not_admin, plain), (of_groups.groups_few_rights, few))
    return [make(some) for make, some in told if some] or [of_groups.groups_fine(len(bound))]


def _webhook(hook: Mapping[str, Any], settings: Settings) -> list[Finding]:
    wanted, url = settings.telegram_webhook_url or "", str(hook.get("url") or "")
    found = [say.webhook_fine(url) if url == wanted else say.webhook_other(url, wanted)]
    if url and hook.get("last_error_message"):
        found.append(say.webhook_failing(str(hook["last_error_message"])))
    if int(hook.get("pending_update_count", 0)) > MUCH:
        found.append(say.pending(int(hook["pending_update_count"])))
    return found


def _state(database: Database | None, now: datetime) -> tuple[Checkup | None, list[Finding]]:
    """What the rows say."""
    if database is None:
        return None, _language(None)
    checkup = database.read_now(lambda session: look(session, now))
    unbound = [group.title for group in checkup.groups if group.kind is PlaceKind.UNBOUND]
    found = say.inbox(checkup.inbox, now - (checkup.inbox_since or now), checkup.quarantined, checkup.stuck)
    found += say.outbox(checkup.outbox, now - (checkup.outbox_since or now), checkup.unsent)
    found += say.dues(checkup.dues, now - (checkup.dues_since or now))
    if unbound:
        found.append(of_groups.unbound(unbound))
    if not checkup.staff:
        found.append(of_groups.no_staff())
    elif not any(group.kind is PlaceKind.STAFF for group in checkup.groups):
        found.append(of_groups.no_desk())
    if checkup.staff and not checkup.partners:
        found.append(of_groups.no_partners())
    return checkup, [*found, *_language(database)]


def _language(database: Database | None) -> list[Finding]:
    """Whether the listener's files are sound, and which weights it goes by."""
    try:
        listener = load_all()
    except (LexiconError, ModelError) as error:
        return [language_broken(str(error))]
    return [language_fine()] if database is None else [language_fine(), _weights(database, listener)]


def _weights(database: Database, listener: Listener) -> Finding:
    base = fingerprint()
    used = database.read_now(lambda session: weights_in_use(session, base))
    last = database.read_now(lambda session: last_weights(session, base))
    refused = last.made_at if last is not None and last.state is ModelState.REFUSED else None
    if used is None:
        return shipped_weights(refused)
    try:
        if used.data:
            listener.weighing(unpacked(used.data))
    except ModelError as error:
        return spoilt_weights(used.number or 0, str(error))
    return learned_weights(used.number or 0, used.made_at, int(used.measures["labels"]), refused)


def _holidays(now: datetime) -> list[Finding]:
    """Whether the days ahead are known as working days or not."""
    last = local_date(now + AHEAD)
    if odd_day(last) is OddDay.NOT_PUBLISHED:
        return [say.holidays_unknown(last.year)]
    return [say.holidays_known(last.year)]
