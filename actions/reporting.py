"""What a partner writes after 办结: whether it tells of the work, and what was taken for it."""

from bot.nlp.numbers import number
from bot.nlp.prices import price_fen
from community.reports import amount_in, of_work, took_nothing, without_parts


def taken_for_it(words: str) -> int | None:
    """What a report says was paid, in fen; 0 for nothing; None if it does not say."""
    whole = without_parts(words)
    named = price_fen(whole)
    if named:
        return named
    amount = amount_in(whole)
    if amount is not None:
        return _fen(amount)
    return 0 if named == 0 or took_nothing(whole) else None


def tells_of_work(words: str) -> bool:
    """Whether something is said to be done, or what it cost."""
    return taken_for_it(words) is not None or of_work(words)


def _fen(amount: str) -> int | None:
    if not amount[0].isdigit():
        yuan = number(amount)
        return None if yuan is None else yuan * 100
    yuan_said, _, cents = amount.partition(".")
    return int(yuan_said) * 100 + int(cents.ljust(2, "0") or 0)
