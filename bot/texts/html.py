"""Telegram HTML, and the small phrases that every card shares."""

import re
from datetime import datetime, timedelta

from community.clock import SHANGHAI
from community.privacy import mask

WEEKDAYS = "一二三四五六日"


def esc(text: object, limit: int = 200) -> str:
    """`text` for Telegram HTML: cut to `limit` characters first, then escaped, so that no entity is cut in half."""
    plain = " ".join(str(text).split()) if limit <= 200 else str(text)
    short = plain if len(plain) <= limit else plain[: limit - 1] + "…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def b(text: object, limit: int = 200) -> str:
    """Bold, escaped."""
    return f"<b>{esc(text, limit)}</b>"


def lines(*parts: str | None) -> str:
    """The parts that say something, a line each."""
    return "\n".join(part for part in parts if part)


def when(at: datetime, now: datetime) -> str:
    """今天 15:00, 明天 9:00, 11月28日（周六）9:00 : local, as people say it."""
    local, today = at.astimezone(SHANGHAI), now.astimezone(SHANGHAI).date()
    named = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}.get((local.date() - today).days)
    return f"{named} {local.hour}:{local.minute:02d}" if named else on(at)


def lasted(span: timedelta) -> str:
    """10 分钟, 3 小时, 8 天: as long as it has been, in the greatest unit of which there are two."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"


def on(at: datetime) -> str:
    """11月28日（周六）9:00: local, and true on whatever day a standing card is read."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{local.hour}:{local.minute:02d}"


_RELATIVE = re.compile(
    r"[今明]儿个|[今明][天日儿个]|大?后[天日儿个]|[今明](?P<part>[早晚])|[这本下]{1,2}个?(?:周|星期|礼拜)[一二三四五六日天]"
)
_BY = re.compile(r"[之以]?前$")


def dated(words: str, at: datetime | None) -> str:
    """A time as it was said, masked but not escaped, with the date that is meant where it counts from its own day.

    A card is read on other days too: 明天上午 said at ten in the evening is pushed to partners the next morning, and
    stands there a week later.
    """
    relative = list(_RELATIVE.finditer(words))
    if at is None or len(relative) != 1 or _BY.search(words):
        return mask(words)
    local, day = at.astimezone(SHANGHAI), relative[0]
    part = {"早": "早上", "晚": "晚上"}.get(day["part"] or "", "")
    told = f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{part}"
    return mask(words[: day.start()]) + told + mask(words[day.end() :])


def wished(words: str, at: datetime | None) -> str:
    """A wished time as it was said, see `dated`."""
    return esc(dated(words if len(words) <= 30 else words[:29] + "…", at))


def agreed(at: datetime | None, words: str | None) -> str | None:
    """When somebody comes: their own words, which name no clock time, or the time; None if they haven't said."""
    if words:
        return dated(words[:60], at)
    return on(at) if at is not None else None


def yuan(fen: int) -> str:
    """20 元, 12.5 元; 免费 for nothing."""
    if fen == 0:
        return "免费"
    whole, rest = divmod(fen, 100)
    return f"{whole} 元" if rest == 0 else f"{fen / 100:.2f}".rstrip("0") + " 元"


def work_done(report: str | None, fen: int | None) -> str:
    """What was done and what it cost; the price is not said twice where the report names it."""
    said = esc(report, 120) if report else ""
    named = any(word in said for word in ("元", "块", "免费", "没收"))
    cost = "没有收费" if fen == 0 else f"收费 {yuan(fen or 0)}"
    price = cost if fen is not None and not named else ""
    return "，".join(part for part in (said, price) if part)


def stars(value: float | None) -> str:
    """★4.9, or nothing before the first rating."""
    return f"★{value:.1f}" if value is not None else ""
