"""Who the bot is and how it receives: getMe, getUpdates, webhooks, answers to presses."""

from typing import Any

from sandbox import schema
from sandbox.errors import bad_request
from sandbox.registry import Call, serves
from sandbox.updates import check_webhook_url

Json = dict[str, Any]


@serves("getMe")
async def get_me(call: Call) -> Json:
    """The bot's own User."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.world.meta["bot"].get("privacy", False),
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return call.world.bot_user() | abilities


@serves("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """Long poll."""
    asked = call.params
    return await call.world.updates.poll(
        asked.get("offset", 0), asked.get("limit", 100), asked.get("timeout", 0), asked.get("allowed_updates")
    )


@serves("setWebhook")
async def set_webhook(call: Call) -> bool:
    """Delivers to that address from now on; an empty one goes back to polling."""
    url, asked = call.params.get("url", ""), call.params
    if not url:
        return bool(await delete_webhook(call))
    check_webhook_url(url)
    connections = asked.get("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad_request("bad webhook: max_connections must be between 1 and 100")
    if asked.get("drop_pending_updates"):
        call.world.updates.drop_all()
    call.world.updates.allow(asked.get("allowed_updates"))
    hook = {"url": url, "secret_token": asked.get("secret_token"), "max_connections": connections}
    call.world.set("webhook", hook)
    call.world.updates.interrupt("setWebhook")
    call.world.updates.meet()
    return True


@serves("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    """Back to polling."""
    if call.params.get("drop_pending_updates"):
        call.world.updates.drop_all()
    call.world.set("webhook", None)
    return True


@serves("getWebhookInfo")
async def webhook_info(call: Call) -> Json:
    """The webhook as set, how many updates wait, and its last failure."""
    hook = call.world.updates.webhook or {}
    info: Json = {"url": hook.get("url", ""), "has_custom_certificate": False}
    info["pending_update_count"] = len(call.world.updates.pending())
    for name in ("max_connections", "last_error_date", "last_error_message"):
        if hook.get(name) is not None:
            info[name] = hook[name]
    if call.world.meta.get("allowed"):
        info["allowed_updates"] = call.world.meta["allowed"]
    return info


@serves("logOut", "close")
async def leave_server(call: Call) -> bool:
    """Nothing to let go of here: there is only this server."""
    return call.world.bot_id > 0


@serves("answerCallbackQuery")
async def answer_callback(call: Call) -> bool:
    """The toast or alert of a press, within 15 s of it."""
    world = call.world
    world.queries.expire(world.clock.seconds())
    query = world.queries.get(call.params["callback_query_id"])
    if query is None or query.answer.done():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.params.get("text", "")
    if schema.size_in("characters", text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: Json = {"text": text, "show_alert": bool(call.params.get("show_alert"))}
    query.settle(answer | ({"url": call.params["url"]} if call.params.get("url") else {}))
    return True
