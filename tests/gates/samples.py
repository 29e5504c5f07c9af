"""Updates as Telegram sends them, one of each kind that the bot asks for, to be damaged."""

from typing import Any

Json = dict[str, Any]
GROUP: Json = {"id": -4_000_000_001, "type": "supergroup", "title": "三号网格"}
HER: Json = {"id": 5001, "is_bot": False, "first_name": "李阿姨", "username": "li", "language_code": "zh-hans"}
BOT: Json = {"id": 7654321, "is_bot": True, "first_name": "合伙", "username": "hehuo_bot"}
PRIVATE: Json = {"id": 5001, "type": "private", "first_name": "李阿姨"}
WHEN = 1_795_000_000
PHOTO: Json = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90, "file_size": 1000}


def _said(**more: Any) -> Json:
    return {"message_id": 7, "date": WHEN, "chat": GROUP, "from": HER, **more}


def _member(status: str) -> Json:
    return {"user": BOT, "status": status}


def _moved(old: str, new: str) -> Json:
    return {
        "chat": GROUP,
        "from": HER,
        "date": WHEN,
        "old_chat_member": _member(old),
        "new_chat_member": _member(new),
    }


_COMMAND = [{"type": "bot_command", "offset": 0, "length": 6}]
_PRESSED: Json = {
    "id": "1",
    "from": HER,
    "chat_instance": "1",
    "data": "cl:abcdefghjkmn:",
    "message": _said(text="卡片"),
}

UPDATES: tuple[Json, ...] = (
    {"message": _said(text="厨房灯不亮了，谁会修")},
    {"message": _said(text="大家早上好", reply_to_message=_said(text="卡片"))},
    {"message": _said(text="/start i-abc-0-aaaaaaaaaaaaaaaa", entities=_COMMAND, chat=PRIVATE)},
    {"message": _said(text="/help", entities=_COMMAND)},
    {"message": _said(photo=[PHOTO, PHOTO], caption="这里坏了", chat=PRIVATE)},
    {"message": _said(location={"latitude": 36.6, "longitude": 117.9}, chat=PRIVATE)},
    {"message": _said(contact={"phone_number": "13800138000", "first_name": "李", "user_id": 5001}, chat=PRIVATE)},
    {"message": _said(voice={"file_id": "v", "file_unique_id": "u", "duration": 3}, chat=PRIVATE)},
    {"message": _said(new_chat_members=[BOT])},
    {"message": _said(migrate_to_chat_id=-1_002_000_000_000)},
    {"message": _said(text="频道说的", sender_chat={"id": -100, "type": "channel", "title": "频道"})},
    {"edited_message": _said(text="厨房灯又亮了", edit_date=WHEN + 5)},
    {"callback_query": _PRESSED},
    {"callback_query": {**_PRESSED, "data": "wd:abcdefghjkmn:"}},
    {"callback_query": {**_PRESSED, "data": "su::name"}},
    {"my_chat_member": _moved("left", "member")},
    {"my_chat_member": _moved("member", "kicked")},
    {"chat_member": _moved("left", "member")},
    {"message_reaction": {
        "chat": GROUP, "message_id": 7, "user": HER, "date": WHEN, "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    }},
)  # fmt: skip
