"""A backup: one zip with the database and a manifest, made while the program runs, read back only if it is whole.

With a public key (age) the zip is encrypted, and only the holder of the private key can open it.
"""

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa

from community.clock import SHANGHAI
from storage import pgtools
from storage.engine import Database
from storage.postgres import unhurried
from storage.soundness import RESTORING, NewerDatabase, known_revisions

MANIFEST = "manifest.json"
PAYLOAD = {"sqlite": "hehuo.db", "postgresql": "hehuo.sql"}
STAMP = "%Y%m%d-%H%M%S"
_AGE = b"age-encryption.org/v1"
_CHUNK = 1 << 20
_MAKING = ".making-"
_STALE = 86400.0  # seconds; no backup takes a day


class Flaw(StrEnum):
    """Why a backup can't be used."""

    NOT_OURS = "not ours"  # 不是 hehuo 的备份
    CUT = "cut"  # 被截断或改动过
    LOCKED = "locked"  # 加了密，没给私钥
    WRONG_KEY = "wrong key"
    OTHER_KIND = "other kind"  # SQLite 的备份放不进 PostgreSQL，反之亦然


class BadBackup(Exception):
    """The file can't be used; nothing was changed."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. schema: Alembic's revision; rows: per table; sha256: of the database inside the zip."""

    version: str
    schema: str
    kind: str
    made_at: str
    rows: dict[str, int]
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file."""

    path: Path
    manifest: Manifest


def make(database: Database, folder: Path, *, now: datetime, label: str = "hehuo", key: str | None = None) -> Backup:
    """Write a backup of `database` into `folder`, which appears there only once it is whole.

    key: an age recipient (`age1…`) for whom it is encrypted. Raises OSError, MissingTool, sqlalchemy's errors.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _workshop(folder) as shop:
        kind = database.url.get_backend_name()
        payload = shop / PAYLOAD[kind]
        schema, rows = _copy(database, payload) if database.embedded else _dump(database, payload)
        made = now.astimezone(SHANGHAI)
        manifest = Manifest(version("hehuo"), schema, kind, made.isoformat(timespec="seconds"), rows, _hash(payload))
        packed = _pack(shop, payload, manifest)
        name = f"{label}-{made.strftime(STAMP)}.zip"
        if key is not None:
            packed, name = _encrypt(packed, key), f"{name}.age"
        return Backup(_place(packed, folder / name), manifest)


@contextmanager
def opened(path: Path, *, key: Path | None = None, room: Path | None = None) -> Iterator[tuple[Manifest, Path]]:
    """The manifest of the backup at `path` and its database, unpacked for as long as the context lasts.

    key: the file with age's private key. room: in which folder to unpack, where only we may read it; what a killed
    process leaves there is cleared by whoever has the folder next. Raises BadBackup, NewerDatabase or OSError; all of
    it was read and compared.
    """
    with tempfile.TemporaryDirectory(dir=room, prefix=RESTORING) as unpacked:
        shop = Path(unpacked)
        packed = _decrypt(path, key, shop) if _is_encrypted(path) else path
        try:
            manifest, payload = _unpack(packed, shop)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError) as error:
            raise BadBackup(Flaw.CUT if _looks_packed(packed) else Flaw.NOT_OURS) from error
        if _hash(payload) != manifest.sha256:
            raise BadBackup(Flaw.CUT)
        if manifest.schema not in known_revisions():
            raise NewerDatabase(manifest.schema)
        yield manifest, payload


def why_unwritable(folder: Path) -> str | None:
    """Why no backup can be written into `folder`; None if one can, or if the folder can be made. Leaves nothing."""
    there = next((place for place in (folder, *folder.absolute().parents) if place.exists()), folder)
    try:
        if there == folder:
            with tempfile.TemporaryFile(dir=folder) as trial:
                trial.write(bytes(_CHUNK))
                trial.flush()
                os.fsync(trial.fileno())
        elif not os.access(there, os.W_OK | os.X_OK) or not there.is_dir():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        return error.strerror or str(error)
    return None


def count_rows(file: Path) -> dict[str, int]:
    """How many rows each table of a SQLite file has."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        tables = [name for (name,) in connection.execute(named)]
        return {table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608


def _copy(database: Database, target: Path) -> tuple[str, dict[str, int]]:
    """VACUUM INTO: whole pages as of one moment, with writers hardly noticing."""
    with closing(sqlite3.connect(str(database.url.database), timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as copied:
        [schema] = copied.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(schema), count_rows(target)


def _dump(database: Database, target: Path) -> tuple[str, dict[str, int]]:
    """pg_dump and the counts of one and the same snapshot."""
    with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        unhurried(connection)
        snapshot = str(connection.execute(sa.text("SELECT pg_export_snapshot()")).scalar_one())
        tables = sorted(sa.inspect(connection).get_table_names())
        rows = {table: _count(connection, table) for table in tables}
        schema = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
        pgtools.dump(pgtools.server_of(connection), target, snapshot=snapshot, tables=tables)
    return str(schema), rows


def _count(connection: sa.Connection, table: str) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one())


def _pack(shop: Path, payload: Path, manifest: Manifest) -> Path:
    packed = shop / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(payload, payload.name)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=2))
    payload.unlink()
    return packed


def _unpack(packed: Path, shop: Path) -> tuple[Manifest, Path]:
    with zipfile.ZipFile(packed) as archive:
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
        if datetime.fromisoformat(manifest.made_at).tzinfo is None:
            raise ValueError("no moment")
        payload = shop / "database"
        with archive.open(PAYLOAD[manifest.kind]) as inside, payload.open("wb") as outside:
            shutil.copyfileobj(inside, outside, _CHUNK)
    return manifest, payload


def _encrypt(packed: Path, key: str) -> Path:
    from pyrage import encrypt_file, x25519  # noqa: PLC0415 - only where a key is set

    closed = packed.with_suffix(".age")
    encrypt_file(str(packed), str(closed), [x25519.Recipient.from_str(key)])
    return closed


def _decrypt(path: Path, key: Path | None, shop: Path) -> Path:
    from pyrage import DecryptError, IdentityError, decrypt_file, x25519  # noqa: PLC0415 - only where a key is set

    if key is None:
        raise BadBackup(Flaw.LOCKED)
    lines = [line.strip() for line in key.read_text(encoding="utf-8").splitlines()]
    packed = shop / "packed.zip"
    try:
        keys = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
        decrypt_file(str(path), str(packed), keys)
    except (IdentityError, DecryptError) as error:
        raise BadBackup(Flaw.WRONG_KEY) from error
    except OSError as error:
        if error.errno is not None:  # the machine's fault, not the file's
            raise
        raise BadBackup(Flaw.CUT) from error
    return packed


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_AGE)) == _AGE


def _looks_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder beside the backups for what is not whole yet; only we may read it."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=_MAKING) as shop:
        _clear(folder, Path(shop).stat().st_mtime - _STALE)
        yield Path(shop)


def _clear(folder: Path, before: float) -> None:
    """Throw away what processes have left that were killed in the middle; `before`: by the file system's own time."""
    for left in folder.glob(f"{_MAKING}*"):
        if left.stat().st_mtime < before:
            shutil.rmtree(left, ignore_errors=True)


def _place(packed: Path, target: Path) -> Path:
    """Move what is whole to where it is looked for; on disk before this returns."""
    packed.chmod(0o600)
    with packed.open("rb") as file:
        os.fsync(file.fileno())
    packed.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return target
