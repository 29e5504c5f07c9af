"""aiogram's types are built at their first use, and each of them can be."""

import subprocess
import sys
from collections.abc import Mapping
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


def test_every_type_finds_the_types_that_it_names() -> None:
    """Building them all takes seconds; what could go wrong with it is a name that is not known."""
    assert len(MODELS) > 500
    for model in MODELS:
        known = vars(sys.modules[model.__module__])
        for name in model.model_fields:
            field = next(annotated(one)[name] for one in model.__mro__ if name in annotated(one))
            if isinstance(field, str):
                eval(field, known)  # noqa: S307 - as pydantic does when it builds the type


def annotated(one: type) -> Mapping[str, object]:
    found: Mapping[str, object] = vars(one).get("__annotations__", {})
    return found


def test_a_type_is_built_when_it_is_used() -> None:
    told = methods.SendPoll(chat_id=1, question="?", options=[types.InputPollOption(text="a")], correct_option_id=0)
    assert told.model_dump()["options"][0]["text"] == "a"
    assert types.MenuButtonCommands().web_app is None  # named by what it inherits from


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
