"""What every table is made from."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlmodel import SQLModel


class Row(SQLModel):
    """A row: the values given and, for the rest, what its table says.

    SQLModel's own constructor sets each attribute as if it had changed, which takes six times as long and is the same
    to a row that is new.
    """

    def __init__(self, **values: Any) -> None:
        plain, made = _defaults(type(self))
        if not values.keys() <= type(self).model_fields.keys():
            raise TypeError(f"{type(self).__name__} has no {values.keys() - type(self).model_fields.keys()}")
        vars(self).update(plain, **{name: make() for name, make in made.items()} | values)


@cache
def _defaults(table: type[SQLModel]) -> tuple[Mapping[str, Any], Mapping[str, Callable[[], Any]]]:
    """The values that may be left out; those that are made anew for each row, by what makes them."""
    free = {name: field for name, field in table.model_fields.items() if not field.is_required()}
    made: dict[str, Any] = {name: field.default_factory for name, field in free.items() if field.default_factory}
    return {name: field.default for name, field in free.items() if name not in made}, made
