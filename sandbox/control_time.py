"""Control calls about the clock."""

from datetime import timedelta
from typing import Any

from sandbox.ask import Ask
from sandbox.errors import ControlError
from sandbox.stepping import Stepper
from sandbox.words import word

Json = dict[str, Any]
_PATIENCE = 60.0


class TimeControl:
    """GET and POST /sandbox/clock, POST /sandbox/clock/settled."""

    def __init__(self, stepper: Stepper) -> None:
        self._stepper = stepper

    async def read(self, ask: Ask) -> Json:
        """GET /sandbox/clock?after=V&timeout=25: answers once the version is another, or after the timeout."""
        clock, after = ask.world.clock, ask.integer("after", -1)
        await ask.world.bell.until(lambda: clock.version != after, ask.number("timeout", 25.0))
        return {"now": clock.now().isoformat(), "version": clock.version}

    async def move(self, ask: Ask) -> Json:
        """POST /sandbox/clock {"advance": seconds} or {"to": iso}, {"timeout"?: seconds}."""
        clock = ask.world.clock
        if ask.fields.get("advance") is not None:
            seconds = ask.number("advance")
            try:
                to = clock.now() + timedelta(seconds=seconds)
            except OverflowError:
                problem = word("want_number")
                raise ControlError(400, "bad_field", field="advance", problem=problem) from None
        else:
            to = ask.moment("to").astimezone(clock.now().tzinfo)
        await self._stepper.move(to, ask.number("timeout", _PATIENCE))
        return {"now": clock.now().isoformat(), "version": clock.version}

    def settled(self, ask: Ask) -> Json:
        """POST /sandbox/clock/settled {"version", "next_due"}: the bot has nothing left to do now."""
        due = ask.moment("next_due") if ask.fields.get("next_due") is not None else None
        counted = self._stepper.settle(ask.integer("version"), due)
        return {"counted": counted, "version": ask.world.clock.version}
