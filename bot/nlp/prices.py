"""A price in a partner's report: 20元, 二十块, 12块5, 免费 → fen."""

import re

from bot.nlp.numbers import NUMERAL, number

_AMOUNT = re.compile(
    rf"(?P<whole>\d{{1,6}}(?:\.\d{{1,2}})?|[{NUMERAL}]{{1,6}})\s*(?:元|块钱|块)(?:(?P<tenths>[\d{NUMERAL}])(?:毛|角)?(?![\d{NUMERAL}]))?"
)
_FREE = re.compile(r"免费|没收(?:钱|费)|不收(?:钱|费)|不要钱|公益|分文未取|零元|(?<!\d)0元")


def price_fen(text: str) -> int | None:
    """The last price that `text` names, in fen; 0 for a free service; None if it names none."""
    found = list(_AMOUNT.finditer(text[:1000]))
    if not found:
        return 0 if _FREE.search(text) else None
    whole, tenths = found[-1].group("whole"), found[-1].group("tenths")
    fen = _fen(whole)
    return None if fen is None else fen + 10 * (number(tenths) or 0 if tenths else 0)


def _fen(whole: str) -> int | None:
    if whole[0].isdigit():
        yuan, _, cents = whole.partition(".")
        return int(yuan) * 100 + int(cents.ljust(2, "0") or 0)
    yuan_of = number(whole)
    return None if yuan_of is None else yuan_of * 100
