"""The files under deploy/ name parts and settings that there are."""

import re
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from bot import metrics
from bot.ending import Code
from bot.parts import Part
from bot.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
FOR_PEOPLE = (Code.SETTINGS, Code.CORRUPT, Code.NEWER, Code.TOKEN)
"""To start again would not help."""
OF_NO_USE_THERE = {"HEHUO_DATA", "HEHUO_PORT"}
"""The image says where the data is; the sandbox has no page there."""
OF_THE_DATABASE = {"POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB"}


def test_compose_runs_every_part_and_sets_only_what_can_be_set() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert set(re.findall(r"\[serve, --role, (\w+)\]", text)) == set(Part.ALL.all_of_it)
    named = set(re.findall(r"\b([A-Z]{3,}(?:_[A-Z]+)+)\b", text))
    assert named - OF_THE_DATABASE == {name.upper() for name in Settings.model_fields} - OF_NO_USE_THERE


def test_a_password_stands_in_no_address_where_it_would_have_to_be_written_otherwise() -> None:
    assert not re.search(r"://[^\s@]*PASSWORD", (DEPLOY / "compose.yaml").read_text("utf-8"))


def test_no_secret_and_no_data_goes_into_the_image() -> None:
    kept_out = (DEPLOY.parent / ".dockerignore").read_text("utf-8").split()
    assert {".env", ".git", "data", "*.db", "*.zip", "*.age", "*.key"} <= set(kept_out)


@pytest.mark.parametrize("unit", ["hehuo.service", "hehuo-part@.service"])
def test_a_service_starts_again_and_has_time_to_end(unit: str) -> None:
    text = (DEPLOY / unit).read_text("utf-8")
    assert re.search(r"^ExecStart=\S+/hehuo serve ", text, re.MULTILINE)
    assert "Restart=always" in text
    assert f"RestartPreventExitStatus={' '.join(str(code.value) for code in FOR_PEOPLE)}\n" in text
    assert "TimeoutStopSec=15" in text


def test_a_part_s_service_takes_its_role_from_its_name() -> None:
    text = (DEPLOY / "hehuo-part@.service").read_text("utf-8")
    assert "serve --role %j " in text
    assert set(re.findall(r"hehuo-(\w+)@1", text)) == set(Part.ALL.all_of_it)


def test_the_handbook_names_only_commands_settings_and_metrics_that_there_are() -> None:
    text = (DEPLOY.parent / "docs" / "operations.md").read_text("utf-8")
    commands = {path.stem for path in (DEPLOY.parent / "bot" / "commands").glob("*.py")}
    assert set(re.findall(r"(?:^|`)(?:h|hehuo) ([a-z]+)\b", text, re.MULTILINE)) - commands == set()
    assert (
        set(re.findall(r"\b((?:HEHUO|TELEGRAM)_[A-Z_]+)\b", text)) - {name.upper() for name in Settings.model_fields}
        == set()
    )
    told = generate_latest(metrics.REGISTRY).decode()
    assert [name for name in re.findall(r"`(hehuo_[a-z_]+)", text) if name not in told] == []
