"""Where updates come in: the webhook if there is a URL for it, else polling."""

from bot.bells import Bell
from bot.contact import Contact
from bot.crew.means import Crew, Means
from bot.hook import Hook
from bot.ingress import Ingress
from bot.intake import Intake


async def build(means: Means) -> Crew:
    """Webhooks may be served by any number; only one polls, for Telegram lets only one."""
    intake = Intake(means.database, means.clock, means.bot.id, lambda: means.bells.ring(Bell.INBOX))
    settings = means.launch.settings
    url = settings.telegram_webhook_url
    # the sandbox's clock leaps: days pass there in which nobody was away
    reached = Contact(means.do(), means.clock).made if means.launch.sandbox is None else None
    if url is None:
        await means.api.call("deleteWebhook", drop_pending_updates=False)
        api, chance, tell = means.api, means.chance, means.launch.tell
        crew = means.alone("ingress", lambda: Crew([Ingress(api, intake, chance, tell, means.line, reached)]))
        crew.idle.append(intake)
        return crew
    from bot.webhook import Webhook  # noqa: PLC0415 - a web server, which only this needs

    given = settings.telegram_webhook_secret
    secret = given.get_secret_value() if given else await means.keep("webhook_secret")
    hook = Hook(means.api, means.clock, means.line, reached, url=url, secret=secret)
    await hook.set()
    webhook = Webhook(intake, url=url, listen=settings.telegram_webhook_listen, secret=secret)
    return Crew([webhook, hook], [intake])
