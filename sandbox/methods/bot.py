"""What the bot says about itself: commands, descriptions, name, menu button; and files."""

import json
import re
from typing import Any

from sandbox import media
from sandbox.errors import bad_request
from sandbox.registry import Call, serves

Json = dict[str, Any]
_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_MOST_COMMANDS = 100
_TEXTS = {"MyDescription": "description", "MyShortDescription": "short_description", "MyName": "name"}


@serves("setMyCommands")
async def set_commands(call: Call) -> bool:
    """The commands of one scope and language."""
    commands = call.params["commands"]
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if not all(_COMMAND.match(command["command"].lstrip("/")) for command in commands):
        raise bad_request("BOT_COMMAND_INVALID")
    spelled = [{**command, "command": command["command"].lstrip("/")} for command in commands]
    _put(call, _scope(call), spelled)
    return True


@serves("getMyCommands")
async def get_commands(call: Call) -> list[Json]:
    """The commands of exactly that scope and language."""
    found: list[Json] = call.world.meta["bot"].get(_scope(call), [])
    return found


@serves("deleteMyCommands")
async def delete_commands(call: Call) -> bool:
    """Forgets the commands of that scope and language."""
    _put(call, _scope(call), [])
    return True


def _scope(call: Call) -> str:
    scope = call.params.get("scope") or {"type": "default"}
    return f"commands {json.dumps(scope, sort_keys=True)} {call.params.get('language_code', '')}"


def _put(call: Call, key: str, value: Any) -> None:
    call.world.set("bot", {**call.world.meta["bot"], key: value})


@serves(*(f"set{what}" for what in _TEXTS))
async def set_text(call: Call) -> bool:
    """Description, short description or name in one language."""
    what = call.method.removeprefix("set")
    value, language = call.params.get(_TEXTS[what], ""), call.params.get("language_code", "")
    _put(call, "name" if what == "MyName" and not language else f"{what} {language}", value)
    return True


@serves(*(f"get{what}" for what in _TEXTS))
async def get_text(call: Call) -> Json:
    """What set… put there, empty if nothing."""
    what = call.method.removeprefix("get")
    kept = call.world.meta["bot"].get(f"{what} {call.params.get('language_code', '')}")
    if kept is None and what == "MyName":
        kept = call.world.bot_name
    return {_TEXTS[what]: kept or ""}


@serves("setChatMenuButton")
async def set_menu_button(call: Call) -> bool:
    """The button beside the input field, for one chat or all."""
    _put(call, f"menu {call.params.get('chat_id', '')}", call.params.get("menu_button") or {"type": "default"})
    return True


@serves("getChatMenuButton")
async def get_menu_button(call: Call) -> Json:
    """The menu button of that chat."""
    button: Json = call.world.meta["bot"].get(f"menu {call.params.get('chat_id', '')}", {"type": "default"})
    return button


@serves("getFile")
async def get_file(call: Call) -> Json:
    """Where a file can be fetched."""
    found = media.known_file(call.world, call.params["file_id"])
    if found is None:
        raise bad_request("invalid file_id")
    return found
