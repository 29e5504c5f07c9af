"""Checks reply_markup: inline keyboards with their limits, reply keyboards, removal and forced replies."""

import re
from typing import Any

from sandbox import schema
from sandbox.errors import bad_request

Json = dict[str, Any]
_ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
            "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled")  # fmt: skip
_STYLES = ("danger", "success", "primary")
_MOST_BUTTONS = 100
_PRIVATE_ONLY = ("request_contact", "request_location", "request_poll", "web_app", "request_users", "request_chat")
_LINK = re.compile(r"^(https?|tg|tel|mailto)://?[^\s]+$|^[\w-]+(\.[\w-]+)+(/\S*)?$", re.IGNORECASE)


def check(markup: Any, *, private: bool, inline_only: bool = False) -> Json | None:
    """The markup as it will be stored, without nulls; None if empty. Raises BotApiError 400 in Telegram's words."""
    if markup in (None, {}, ""):
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    markup = dict(_without_null(markup))
    if "inline_keyboard" in markup:
        rows = [[_inline(button) for button in row] for row in _rows(markup["inline_keyboard"]) if row]
        return {"inline_keyboard": rows} if rows else None
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        return _reply_keyboard(markup, private=private)
    for kind, flag in (("ReplyKeyboardRemove", "remove_keyboard"), ("ForceReply", "force_reply")):
        if markup.get(flag) is True:
            _agree(kind, markup)
            return dict(markup)
    raise bad_request("can't parse reply keyboard markup JSON object")


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(item) for key, item in value.items() if item is not None}
    return [_without_null(item) for item in value] if isinstance(value, list) else value


def _rows(value: Any) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays')
    if sum(len(row) for row in value) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return list(value)


def _inline(button: Any) -> Json:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    given = [action for action in _ACTIONS if action in button]
    if not given:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _LINK.match(str(button["url"])):
        raise bad_request("BUTTON_URL_INVALID")
    if "copy_text" in button and not 1 <= schema.size_in("characters", button["copy_text"].get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    _style(button)
    _agree("InlineKeyboardButton", button)
    return button


def _style(button: Json) -> None:
    if button.get("style", _STYLES[0]) not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")


def _reply_keyboard(markup: Json, *, private: bool) -> Json:
    rows = []
    for row in _rows(markup["keyboard"]):
        rows.append([{"text": button} if isinstance(button, str) else button for button in row])
    for button in (button for row in rows for button in row):
        _style(button)
        asked = [name for name in _PRIVATE_ONLY if button.get(name)]
        if asked and not private:
            word = {"request_contact": "phone number", "request_location": "location"}.get(asked[0], asked[0])
            raise bad_request(f"{word} can be requested in private chats only")
    markup = {**markup, "keyboard": rows}
    _agree("ReplyKeyboardMarkup", markup)
    return markup


def _agree(kind: str, value: Json) -> None:
    wrong = schema.problems(kind, value)
    if wrong:
        raise bad_request(f"can't parse reply keyboard markup: {wrong[0].lstrip('.')}")
