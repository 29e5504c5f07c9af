"""What stands for the same character folded to one: pure, one character to one, so that offsets hold.

Full and other widths, ornament, other scripts' digits, every kind of blank and line end, the traditional characters of
plates, surnames and house numbers. Punctuation stays: most talk is left as it is.
"""

import unicodedata

_PAIRS = (
    "滬沪遼辽魯鲁蘇苏贛赣雲云閩闽粵粤貴贵陝陕甯宁瓊琼"
    "張张劉刘陳陈楊杨趙赵黃黄吳吴孫孙鄭郑羅罗許许韓韩馮冯鄧邓蕭萧蔣蒋餘余葉叶呂吕蘇苏盧卢鍾钟譚谭陸陆範范賈贾韋韦"
    "鄒邹閻阎龍龙賀贺顧顾龔龚錢钱嚴严湯汤馬马萬万歐欧陽阳諸诸東东聞闻長长孫孙"
    "號号樓楼層层單单門门戶户棟栋間间組组側侧邊边頂顶內内對对碼码電电話话聯联繫系係系衛卫車车"
    "爺爷媽妈嬸婶們们個个兩两壹一貳二贰二叁三參三肆四伍五柒七捌八玖九"
)
_DASHES = "\uff0d\u2010\u2011\u2012\u2212\ufe63"
_BLANKS = "\t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_WIDTHS = ((0x660, 0x1A9A), (0xFE00, 0xFFF0), (0x1D400, 0x1D800), (0x1FBF0, 0x1FBFA))  # ① stands before a number
_MARKS = "@+.#_/"


def _folded(char: str) -> str | None:
    digit = unicodedata.decimal(char, None)
    plain = unicodedata.normalize("NFKC", char) if digit is None else str(digit)
    return plain if len(plain) == 1 and plain.isascii() and (plain.isalnum() or plain in _MARKS) else None


def _table() -> dict[int, str]:
    table = {code: plain for start, end in _WIDTHS for code in range(start, end) if (plain := _folded(chr(code)))}
    table.update({ord(dash): "-" for dash in _DASHES} | {ord(blank): " " for blank in _BLANKS})
    return table | {ord(one): plain for one, plain in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if one != plain}


_TABLE = _table()
FOLDED = frozenset(map(chr, _TABLE)) - {"\n"}
"""What stands for another character; a line's end apart, which most texts of several lines have."""


def folded(text: str) -> str:
    """`text` with one character for all that stand for the same, as long as it was."""
    return text.translate(_TABLE)
