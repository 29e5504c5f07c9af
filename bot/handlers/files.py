"""Which files are passed on: by Telegram's own id, never opened by us, of kinds that a phone can show, and not huge."""

from aiogram.filters import Filter
from aiogram.types import Document, Message, Voice

LARGEST = 20 * 2**20  # bytes
LONGEST = 600  # seconds of a voice
SHOWABLE = ("image/", "video/mp4", "application/pdf")
"""What the type of a document must begin with: a program or a sheet with macros is nobody's photo of a leak."""


def fit(file: Document | Voice) -> bool:
    """Whether the file is passed on."""
    if (file.file_size or 0) > LARGEST:
        return False
    if isinstance(file, Voice):
        return file.duration <= LONGEST
    return (file.mime_type or "").startswith(SHOWABLE)


class Unfit(Filter):
    """A file that is not passed on, and no words with it."""

    async def __call__(self, message: Message) -> bool:
        file = message.document or message.voice
        return file is not None and not message.caption and not fit(file)
