"""The kinds of needs: 6 families (门类), 22 groups (小组) and their services (服务项目)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Category:
    """One group of the taxonomy. Sensitive ones are handled in private and never shown on a public card or board.

    `label` is the ask-back button, at most 8 characters; `urgent_words` make a need of this group more urgent.
    """

    code: str
    name: str
    family: str
    family_name: str
    sensitive: bool
    services: tuple[str, ...]
    emoji: str
    label: str = ""
    urgent_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Categories by code, in the order in which staff read them."""

    categories: Mapping[str, Category]

    def __post_init__(self) -> None:
        object.__setattr__(self, "categories", MappingProxyType(dict(self.categories)))

    def __getitem__(self, code: str) -> Category:
        return self.categories[code]

    def __contains__(self, code: object) -> bool:
        return code in self.categories

    def __iter__(self) -> Iterator[Category]:
        return iter(self.categories.values())

    def __len__(self) -> int:
        return len(self.categories)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(self.categories)

    def family(self, code: str) -> tuple[Category, ...]:
        """The groups of one family, e.g. "city"; empty for an unknown one."""
        return tuple(category for category in self if category.family == code)
