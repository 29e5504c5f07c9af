"""The bot's own standing in chats: brought in, made an administrator, thrown out, blocked; groups that get a new id."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import ChatMemberAdministrator, ChatMemberOwner, ChatMemberRestricted, ChatMemberUpdated, Message

from actions.groups import ChatSeen, move_group, see_chat
from actions.people import block, unblock
from actions.tx import Do
from bot.handlers.context import who

ABSENT = frozenset({"left", "kicked"})


class Moved(Filter):
    """The service message that tells a group's other id."""

    async def __call__(self, message: Message) -> bool:
        return message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None


def build() -> Router:
    """The router of memberships; before the routers that hear talk."""
    router = Router(name="group")
    router.my_chat_member.register(standing)
    router.message.register(moved, Moved())
    return router


async def standing(event: ChatMemberUpdated, do: Do) -> None:
    """The bot's own standing changed: in private it was blocked or taken back, in a group it may do more or less."""
    member = event.new_chat_member
    gone = member.status in ABSENT or (isinstance(member, ChatMemberRestricted) and not member.is_member)
    if event.chat.type == "private":
        await do(block if gone else unblock, speaker=who(event.from_user))
        return
    if event.chat.type not in {"group", "supergroup"}:
        return
    admin = isinstance(member, ChatMemberAdministrator | ChatMemberOwner)
    seen = ChatSeen(event.chat.id, event.chat.title or "", present=not gone, admin=admin)
    await do(see_chat, speaker=None if event.from_user.is_bot else who(event.from_user), chat=seen)


async def moved(message: Message, do: Do) -> None:
    """Both the old and the new group say it; whichever comes first does it."""
    here = message.chat.id
    if message.migrate_to_chat_id is not None:
        await do(move_group, old=here, new=message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await do(move_group, old=message.migrate_from_chat_id, new=here)
