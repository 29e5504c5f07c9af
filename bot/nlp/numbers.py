"""Chinese and Arabic numerals."""

import re

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "幺": 1, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000}
DIGIT = "零一二三四五六七八九两幺"
NUMERAL = f"{DIGIT}十百千"
_FIGURES = {ord(char): str(DIGITS[char]) for char in DIGIT}
_ARABIC = re.compile(r"\d+")
_ROUGH = re.compile("([一二三四五六七八九]?十)?([一二两三四五六七八])([二三四五六七八九])(十)?")


def number(text: str) -> int | None:
    """The value of "12", "十二", "二十", "五零一" or "一百二"; None when it isn't a number."""
    if _ARABIC.fullmatch(text):
        return int(text[:9])
    if not text or any(char not in DIGITS and char not in _UNITS for char in text):
        return None
    if not any(char in _UNITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text[:9]))
    total, digit, unit = 0, 0, 1
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = DIGITS[char]
    short = digit and unit >= 100 and text[-2] != "零"  # 一百二 is 120
    return total + digit * (unit // 10 if short else 1)


def figures(text: str) -> str:
    """The digits of a number that is told digit by digit, in figures: 幺三八 0000."""
    return re.sub(r"\D", "", text.translate(_FIGURES))


def about(text: str) -> tuple[int, int] | None:
    """The least and the most of a number said roughly: 两三 is 2 to 3, 十一二 11 to 12, 三四十 30 to 40, 八 8 to 8."""
    rough = _ROUGH.fullmatch(text)
    if rough is not None and 0 < DIGITS[rough[3]] - DIGITS[rough[2]] <= 2:  # 三五 is as usual as 四五
        tens = (number(rough[1]) or 0) if rough[1] else 0
        low, high = (tens + DIGITS[rough[at]] * (10 if rough[4] else 1) for at in (2, 3))
        return low, high
    exact = number(text)
    return None if exact is None else (exact, exact)
