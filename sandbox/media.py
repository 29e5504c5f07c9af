"""Files: what people and the bot send, kept in the store and served under /file/bot<token>/<path>."""

import struct
import zlib
from typing import Any

from sandbox.params import Upload
from sandbox.world import World

Json = dict[str, Any]
_SAMPLE_SIZE = (120, 90)


def keep_file(world: World, folder: str, name: str, body: bytes) -> Json:
    """Stores a file; answers its File fields: file_id, file_unique_id, file_size, and file_path."""
    number = world.next("file")
    suffix = name.rpartition(".")[2].lower() if "." in name else "bin"
    suffix = suffix if suffix.isascii() and suffix.isalnum() else "bin"
    file_id, unique = f"SBX{folder[:3].upper()}{number:08d}-{len(body)}", f"U{number:08d}"
    facts = {"file_id": file_id, "file_unique_id": unique, "file_size": len(body)}
    path = f"{folder}/file_{number}.{suffix}"
    world.store.put_blob(path, body)
    world.files[file_id] = facts | {"file_path": path}
    world.store.put("file", file_id, world.files[file_id])
    return facts | {"file_path": path}


def known_file(world: World, file_id: str) -> Json | None:
    """A stored file's File object by its id."""
    return world.files.get(file_id)


def photo_sizes(world: World, body: bytes, name: str = "photo.jpg") -> list[Json]:
    """A stored picture as PhotoSize objects, smallest first (here: one size)."""
    width, height = picture_size(body)
    return [bare(keep_file(world, "photos", name, body)) | {"width": width, "height": height}]


def bare(file: Json) -> Json:
    """Without the path, which only getFile tells."""
    return {key: value for key, value in file.items() if key != "file_path"}


def picture_size(body: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; (320, 240) for what can't be told."""
    if body[:8] == b"\x89PNG\r\n\x1a\n" and len(body) >= 24:
        width, height = struct.unpack(">II", body[16:24])
        return int(width), int(height)
    at = 2
    while body[:2] == b"\xff\xd8" and at + 9 < len(body) and body[at] == 0xFF:
        marker, length = body[at + 1], int.from_bytes(body[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(body[at + 7 : at + 9], "big"), int.from_bytes(body[at + 5 : at + 7], "big")
        at += 2 + length
    return 320, 240


def sample_photo(world: World) -> list[Json]:
    """A made-up picture, each a little different."""
    return photo_sizes(world, _png(world.meta["next"]["file"]), "photo.png")


def _png(seed: int) -> bytes:
    """A room with a lamp that is out; the wall's colour tells one picture from another."""
    width, height = _SAMPLE_SIZE
    wall = (196 + seed * 37 % 40, 188 + seed * 23 % 40, 170 + seed * 11 % 40)
    rows = b"".join(b"\0" + b"".join(bytes(_pixel(x, y, wall)) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _pixel(x: int, y: int, wall: tuple[int, int, int]) -> tuple[int, ...]:
    width, height = _SAMPLE_SIZE
    from_lamp = (x - width // 2) ** 2 + (y - height // 3) ** 2
    if from_lamp < (height // 8) ** 2:
        return 92, 88, 74
    if abs(x - width // 2) < 2 and y < height // 3:
        return 60, 56, 50
    if y > height * 4 // 5:
        return 122, 96, 72
    return tuple(max(0, part - y * 60 // height) for part in wall)


def sample_voice(world: World) -> Json:
    """A made-up voice note of three seconds (an empty Ogg page)."""
    body = b"OggS\0\2" + bytes(22)
    return bare(keep_file(world, "voice", "voice.oga", body)) | {"duration": 3, "mime_type": "audio/ogg"}


def sample_sticker(world: World) -> Json:
    """A made-up sticker."""
    file = bare(keep_file(world, "stickers", "sticker.png", _png(7)))
    shape = {
        "type": "regular",
        "width": _SAMPLE_SIZE[0],
        "height": _SAMPLE_SIZE[1],
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    }
    return file | shape


def document(world: World, upload: Upload) -> Json:
    """A stored upload as a Document."""
    file = bare(keep_file(world, "documents", upload.name, upload.body))
    return file | {"file_name": upload.name, "mime_type": upload.mime}
