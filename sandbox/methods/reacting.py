"""The bot's own reaction on a message."""

from sandbox.errors import bad_request
from sandbox.posting import find_post
from sandbox.reactions import ALLOWED, plain
from sandbox.registry import Call, serves, writable_room


@serves("setMessageReaction")
async def set_reaction(call: Call) -> bool:
    """Sets one emoji of the fixed list, or none; a bot may not choose more."""
    world, room = call.world, writable_room(call)
    post = find_post(world, room, call.params["message_id"])
    if post is None:
        raise bad_request("message to react not found")
    wanted = call.params.get("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [plain(str(reaction.get("emoji", ""))) for reaction in wanted]
    if any(reaction.get("type") != "emoji" for reaction in wanted) or not ALLOWED.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    if post.reactions.get(world.bot_id, []) != emoji:
        post.reactions.pop(world.bot_id, None)
        if emoji:
            post.reactions[world.bot_id] = emoji
        world.keep(post)
    return True
