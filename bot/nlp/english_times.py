"""When people want it, said in English: tomorrow morning, Wednesday 3pm. It is read as the Chinese of it."""

import re

from bot.nlp.needed import needed

_DAYS = {
    "the day after tomorrow": "后天", "day after tomorrow": "后天", "tomorrow": "明天", "today": "今天",
    "tonight": "今天晚上", "this weekend": "这周末", "monday": "周一", "tuesday": "周二", "wednesday": "周三",
    "thursday": "周四", "friday": "周五", "saturday": "周六", "sunday": "周日",
}  # fmt: skip
_PARTS = {"morning": "上午", "noon": "中午", "afternoon": "下午", "evening": "晚上", "night": "晚上"}
_DAY, _PART = "|".join(_DAYS), "|".join(_PARTS)
_HALF = r"am|pm|a\.m|p\.m|o'?clock"
_CLOCK = rf"(?:(?:at|around|about|by) )?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))? ?(?P<half>{_HALF})\b"
_SAID = re.compile(
    rf"(?:on )?(?P<next>next )?\b(?P<day>{_DAY})\b(?:,? (?:in the |at )?(?P<part>{_PART})\b)?(?:,? ?{_CLOCK})?"
    rf"|{_CLOCK.replace('P<', 'P<lone_')}(?:,? (?:on )?(?P<lone_day>{_DAY})\b)?"
)
ENGLISH_NEEDED = needed(rf"{_DAY}|\d ?(?:{_HALF})")
"""One of these pieces stands in every text with such a time, see `needed`."""
_EVENING, _NOON = 6, 12


def english_time(text: str) -> tuple[int, int, str] | None:
    """Where a normalised text says a time in English, and the same in Chinese; the first one."""
    found = _SAID.search(text)
    if found is None:
        return None
    alone = "" if found["day"] else "lone_"
    day = found[f"{alone}day"]
    said = "下" if found["next"] and day and _DAYS[day].startswith("周") else ""
    said += _DAYS[day] if day else ""
    clock = _clock(*found.group(f"{alone}hour", f"{alone}minute", f"{alone}half"))
    part = "" if clock[:2] in _PARTS.values() or not found["part"] else _PARTS[found["part"]]
    return found.start(), found.end(), said + part + clock


def _clock(hour: str | None, minute: str | None, half: str | None) -> str:
    if hour is None or half is None:
        return ""
    at = int(hour)
    if half.startswith("p"):
        part = "中午" if at == _NOON else "晚上" if at >= _EVENING else "下午"
    else:
        part = "上午" if half.startswith("a") else ""
    return f"{part}{at}点" + (f"{minute}分" if minute and int(minute) else "")
