"""A model folder as one piece of bytes, and back; and the fingerprint of one."""

import hashlib
import struct
import tempfile
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from bot.nlp.linear import DATA, META, Linear, ModelError, load
from bot.nlp.listener import MODEL

_MOST = 64 * 2**20  # bytes
_DAMAGED = (BadZipFile, zlib.error, struct.error, KeyError, EOFError, OSError, RuntimeError, ValueError)


def fingerprint(folder: Path = MODEL) -> str:
    """The same for the same files, whatever machine they lie on."""
    found = hashlib.sha256()
    for path in _files(folder):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def packed(folder: Path) -> bytes:
    """The folder's files; the same files give the same bytes."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for path in _files(folder):
            file.writestr(ZipInfo(path.name), path.read_bytes(), ZIP_DEFLATED)
    return out.getvalue()


def unpacked(data: bytes) -> Linear:
    """The weights of a packed folder. Raises ModelError, whatever `data` is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with ZipFile(BytesIO(data)) as file:
                for part in (META, DATA):
                    (folder / part).write_bytes(_member(file, part))
        except _DAMAGED as error:
            raise ModelError(f"weights: {error!r}") from error
        return Linear(load(folder))


def _member(file: ZipFile, name: str) -> bytes:
    item = file.getinfo(name)
    if item.compress_type != ZIP_DEFLATED or item.file_size > _MOST:
        raise BadZipFile(name)
    return file.read(item)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())
