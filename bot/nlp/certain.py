"""What needs no weighing: danger said plainly (电梯里困人了), and water that only drips or spills."""

import re

from bot.nlp.data import LEXICON, read_sections


class Certain:
    """Patterns of certain danger, of what makes them talk of the past or of a film, and of water spilt and flooding."""

    def __init__(self) -> None:
        sections = read_sections(LEXICON / "certain.txt")
        self._dangers = {name: _any(said) for name, said in sections["danger"].items()}
        self._not = {name: _any(said) for name, said in sections["not"].items()}
        self._water = {name: _any(said) for name, said in sections["water"].items()}

    def danger(self, text: str) -> str | None:
        """The danger that a normalised text names beyond doubt, or None."""
        found = next((name for name, pattern in self._dangers.items() if pattern.search(text)), None)
        if found is None or self._not["quiet"].search(text):
            return None
        return None if self._not["past"].search(text) and not self._not["now"].search(text) else found

    def only_spills(self, text: str) -> bool:
        """Whether it is about water that leaks or overflows without flooding anything: urgent, no danger."""
        return bool(self._water["spill"].search(text)) and not self._water["flooding"].search(text)

    def overflows(self, text: str) -> bool:
        """Whether water runs over: it can't wait until tomorrow."""
        return bool(self._water["overflow"].search(text))


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
