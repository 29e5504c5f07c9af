"""aiogram, whose types are built when they are first needed.

At its import aiogram makes a validator for each of the six hundred things that Telegram knows, which is most of the
time that a start takes. This program reads updates and answers presses: it needs a few of them.

To be imported before anything else of aiogram; whoever imports aiogram first has it whole, and waits for it.
"""

import re
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

_WORD = re.compile(r"\w+")


def _import_aiogram() -> None:
    """Its models are only declared: pydantic builds each at its first use."""
    config, rebuild = BaseModel.model_config, BaseModel.__dict__["model_rebuild"]
    BaseModel.model_config = ConfigDict(defer_build=True)
    BaseModel.model_rebuild = classmethod(lambda *_, **__: None)  # type: ignore[assignment, method-assign]
    try:
        import aiogram  # noqa: F401, PLC0415 - while pydantic waits
    finally:
        BaseModel.model_config = config
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]


def _introduce(types: Mapping[str, Any]) -> None:
    """A module is given the types that its own name and import for type checkers only, so that they are found later."""
    for model in types.values():
        if isinstance(model, type):
            fields = [field for one in model.__mro__ for field in vars(one).get("__annotations__", {}).values()]
            named = types.keys() & set(_WORD.findall(" ".join(map(str, fields))))
            known = vars(sys.modules[model.__module__])
            known.update({name: types[name] for name in named if name not in known})


_import_aiogram()
from aiogram import types  # noqa: E402 - only now

_introduce(vars(types))
types.Update.model_rebuild()  # what every message needs
