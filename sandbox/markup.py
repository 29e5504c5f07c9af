"""Telegram's HTML → plain text and MessageEntity objects. Offsets and lengths count UTF-16 units."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import bad_request

Json = dict[str, Any]

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote",
    "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
_OPEN = re.compile(r"<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_CLOSE = re.compile(r"</(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_FOUND = re.compile(
    r"(?P<url>https?://[!-;=?-~]+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Reader:
    source: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[tuple[str, Json]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def plain(self, piece: str) -> None:
        self.text.append(piece)
        self.length += units(piece)

    def start(self, found: re.Match[str]) -> None:
        tag = found["tag"].lower()
        attributes = {
            name.lower(): html.unescape(quoted or single or bare)
            for name, quoted, single, bare in _ATTRIBUTE.findall(found["attributes"])
        }
        if tag not in _TAGS or (tag == "span" and attributes.get("class") != "tg-spoiler"):
            raise self.wrong(f'Unsupported start tag "{tag}" at byte offset {self.at(found.start())}')
        entity: Json = {"type": _TAGS[tag], "offset": self.length}
        if tag == "a":
            entity["url"] = attributes.get("href", "")
        if tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        if tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        if tag == "code" and attributes.get("class", "").startswith("language-"):
            entity["language"] = attributes["class"].removeprefix("language-")
        self.opened.append((tag, entity))

    def end(self, found: re.Match[str]) -> None:
        tag = found["tag"].lower()
        if not self.opened:
            raise self.wrong(f"Unexpected end tag at byte offset {self.at(found.start())}")
        expected, entity = self.opened.pop()
        if tag != expected:
            where = self.at(found.start())
            raise self.wrong(f'Unmatched end tag at byte offset {where}, expected "</{expected}>", found "</{tag}>"')
        entity["length"] = self.length - entity["offset"]
        if entity["length"] and entity.get("url") != "":
            self.entities.append(entity)

    def at(self, index: int) -> int:
        return len(self.source[:index].encode())

    def wrong(self, reason: str) -> Exception:
        return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of Telegram HTML; raises BotApiError 400 "can't parse entities: …" on bad markup."""
    reader = _Reader(source)
    index = 0
    while index < len(source):
        index = _step(reader, index)
    if reader.opened:
        raise reader.wrong(f'Can\'t find end tag corresponding to start tag "{reader.opened[-1][0]}"')
    return trim("".join(reader.text), _merged(reader.entities))


def _step(reader: _Reader, index: int) -> int:
    source = reader.source
    if source[index] == "<":
        if closing := _CLOSE.match(source, index):
            reader.end(closing)
            return closing.end()
        if opening := _OPEN.match(source, index):
            reader.start(opening)
            return opening.end()
        raise reader.wrong(
            f'Unsupported start tag "{source[index + 1 : index + 20]}" at byte offset {reader.at(index)}'
        )
    if source[index] == "&" and (reference := _REFERENCE.match(source, index)):
        reader.plain(html.unescape(reference[0]))
        return reference.end()
    stop = min((at for at in (source.find("<", index + 1), source.find("&", index + 1)) if at > 0), default=len(source))
    reader.plain(source[index:stop])
    return stop


def _merged(entities: list[Json]) -> list[Json]:
    """<pre><code class=…> is one entity with a language, as Telegram says it."""
    spans = {(e["offset"], e["length"]): e for e in entities if e["type"] == "pre"}
    kept = []
    for entity in entities:
        around = spans.get((entity["offset"], entity["length"]))
        if entity["type"] == "code" and around is not None:
            if "language" in entity:
                around["language"] = entity["language"]
            continue
        kept.append({key: value for key, value in entity.items() if key != "language" or entity["type"] == "pre"})
    return kept


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Drops the white space around a text and moves its entities along; adds what Telegram finds by itself."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        length = min(entity["offset"] - lead + entity["length"], end) - start
        if length > 0:
            moved.append({**entity, "offset": start, "length": length})
    return text, sorted(moved + found_in(text, moved), key=lambda e: (e["offset"], -e["length"]))


def found_in(text: str, taken: list[Json]) -> list[Json]:
    """Links, commands, mentions and hashtags that Telegram marks unasked, outside code and links."""
    closed = [(e["offset"], e["offset"] + e["length"]) for e in taken if e["type"] in ("code", "pre", "text_link")]
    entities = []
    for found in _FOUND.finditer(text):
        offset, length = units(text[: found.start()]), units(found[0])
        if not any(start < offset + length and offset < stop for start, stop in closed):
            entities.append({"type": str(found.lastgroup), "offset": offset, "length": length})
    return entities
