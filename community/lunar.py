"""The lunar calendar of 2020 to 2050: a table of its years, and the lunar date of a day."""

from dataclasses import dataclass
from datetime import date

YEARS = """
2020 01-25 4 0111010010101
2021 02-12 0 011010101010
2022 02-01 0 101011010101
2023 01-22 2 0100110110101
2024 02-10 0 010010110110
2025 01-29 6 1010010101110
2026 02-17 0 101001001110
2027 02-06 0 110100100110
2028 01-26 5 1110100100110
2029 02-13 0 110101010011
2030 02-03 0 010110101010
2031 01-23 3 0110101101010
2032 02-11 0 100101101101
2033 01-31 11 0100101011101
2034 02-19 0 010010101101
2035 02-08 0 101001001101
2036 01-28 6 1101001001011
2037 02-15 0 110100100101
2038 02-04 0 110101010010
2039 01-24 5 1101101010100
2040 02-12 0 101101011010
2041 02-01 0 010101101101
2042 01-22 2 0100101011011
2043 02-10 0 010010011011
2044 01-30 7 1010010010111
2045 02-17 0 101001001011
2046 02-06 0 101010100101
2047 01-26 5 1011010100101
2048 02-14 0 011011010010
2049 02-02 0 101011011010
2050 01-23 3 0101010110110
"""
"""A line each: year, its first day (month-day), the month after which a leap month follows (0: none), and per month,
in order, 1 if it has 30 days and 0 if it has 29. Two independent calendars agree on every day of it."""


@dataclass(frozen=True, slots=True)
class Lunar:
    """A date of the lunar calendar. leap: the month is the second of its number."""

    month: int
    day: int
    leap: bool


@dataclass(frozen=True, slots=True)
class _Year:
    first: date
    leap: int
    lengths: tuple[int, ...]


def _read(line: str) -> _Year:
    year, first, leap, bits = line.split()
    return _Year(date.fromisoformat(f"{year}-{first}"), int(leap), tuple(29 + int(bit) for bit in bits))


_YEARS = tuple(_read(line) for line in YEARS.strip().splitlines())


def lunar(day: date) -> Lunar | None:
    """The lunar date of `day`; None outside the table."""
    year = next((year for year in reversed(_YEARS) if year.first <= day), None)
    if year is None:
        return None
    rest = (day - year.first).days
    for at, length in enumerate(year.lengths):
        if rest < length:
            passed = year.leap != 0 and at >= year.leap
            return Lunar(at if passed else at + 1, rest + 1, leap=at == year.leap != 0)
        rest -= length
    return None
