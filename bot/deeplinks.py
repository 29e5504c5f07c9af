"""Signed deep links into private chat: at most 64 characters of [A-Za-z0-9_-]. Standard library only.

`purpose-ident-expiry-mac`. The signature keeps people from opening what they were not given; what the link may do is
still checked by the action that it leads to.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

LIMIT = 64  # Telegram's own
MAC_LENGTH = 16  # 80 bits
_PAYLOAD = re.compile(r"([A-Za-z0-9]+)-([A-Za-z0-9_]*)-([0-9a-f]+)-([a-z2-7]{16})")


@dataclass(frozen=True, slots=True)
class Link:
    """What a deep link is for, and about which of our ids."""

    purpose: str
    ident: str


class BadLink(ValueError):
    """Not a link that we signed."""


class Expired(BadLink):
    """A link of ours whose time has passed. purpose: what it was for."""

    def __init__(self, purpose: str) -> None:
        super().__init__(purpose)
        self.purpose = purpose


def sign(secret: bytes, purpose: str, ident: str, *, expires: datetime | None) -> str:
    """The payload of a deep link. Raises BadLink if it would not fit or could not be read back."""
    body = f"{purpose}-{ident}-{int(expires.timestamp()) if expires else 0:x}"
    payload = f"{body}-{_mac(secret, body)}"
    if len(payload) > LIMIT or not _PAYLOAD.fullmatch(payload):
        raise BadLink(body)
    return payload


def read(secret: bytes, payload: str, *, now: datetime) -> Link:
    """What `payload` is for. Raises BadLink if we did not sign it, Expired if its time has passed."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        raise BadLink(payload[:LIMIT])
    purpose, ident, expiry, mac = match.groups()
    if not hmac.compare_digest(mac, _mac(secret, f"{purpose}-{ident}-{expiry}")):
        raise BadLink(payload[:LIMIT])
    if int(expiry, 16) and datetime.fromtimestamp(int(expiry, 16), UTC) <= now:
        raise Expired(purpose)
    return Link(purpose, ident)


def _mac(secret: bytes, body: str) -> str:
    digest = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:MAC_LENGTH]
