"""A model folder as one piece of bytes, and back; and the fingerprint of one."""

import hashlib
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from bot.nlp.linear import Linear, ModelError, load
from bot.nlp.listener import MODEL


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
    """The weights of a packed folder. Raises ModelError."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with ZipFile(BytesIO(data)) as file:
                for item in file.infolist():
                    (folder / Path(item.filename).name).write_bytes(file.read(item))
        except (BadZipFile, OSError) as error:
            raise ModelError(f"weights: {error}") from error
        return Linear(load(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())
