"""aiogram's types are built at their first use, and each of them can be."""

import subprocess
import sys
from pathlib import Path

import pytest
from aiogram import methods, types
from aiogram.methods.base import Response
from pydantic import BaseModel

MODELS = [
    model
    for model in (getattr(module, name) for module in (types, methods) for name in module.__all__)
    if isinstance(model, type) and issubclass(model, BaseModel)
]


def test_the_program_does_not_wait_for_types_that_it_never_meets() -> None:
    """In a process of its own: nothing that the worker imports has brought all of aiogram before."""
    look = "import bot.crew.worker; from aiogram.types import Poll, Update; "
    look += "print(Update.__pydantic_complete__, Poll.__pydantic_complete__)"
    found = subprocess.run(
        [sys.executable, "-c", look], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "True False"


def test_every_type_can_be_built() -> None:
    assert len(MODELS) > 500
    for model in MODELS:
        model.model_rebuild()
        assert model.__pydantic_complete__, model


@pytest.mark.parametrize("of", [bool, types.Message])
def test_an_answer_of_telegram_is_read(of: type) -> None:
    message = {"message_id": 1, "date": 5, "chat": {"id": 1, "type": "private"}}
    result: object = message if of is types.Message else True
    answer = Response[of].model_validate({"ok": True, "result": result})  # type: ignore[valid-type]
    assert isinstance(answer.result, of)


def test_models_that_are_made_later_are_built_at_once() -> None:
    class Own(BaseModel):
        number: int

    assert Own.__pydantic_complete__ and not Own.model_config.get("defer_build")
