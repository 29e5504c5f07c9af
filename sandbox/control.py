"""/sandbox/…: the control interface that the page, the tests and anyone's scripts use."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox import control_people, control_time, control_world, talk, taps
from sandbox.ask import Ask
from sandbox.errors import ControlError
from sandbox.stepping import Stepper
from sandbox.words import word
from sandbox.world import World

Json = dict[str, Any]
Answer = Json | Awaitable[Json]
Handler = Callable[[Ask], Answer]
_log = logging.getLogger(__name__)


def routes(stepper: Stepper) -> dict[str, dict[str, Handler]]:
    """Path below /sandbox/ → HTTP verb → function of the request."""
    time = control_time.TimeControl(stepper)
    return {
        "world": {"GET": control_world.world},
        "messages": {"GET": control_world.messages},
        "changes": {"GET": control_world.changes},
        "calls": {"GET": control_world.calls},
        "seeded": {"POST": control_world.seeded},
        "hint": {"POST": control_world.hint},
        "bot": {"POST": control_world.bot},
        "update": {"POST": control_world.update},
        "faults": {"POST": control_world.plant_fault, "DELETE": control_world.clear_faults},
        "say": {"POST": talk.say},
        "edit": {"POST": talk.edit},
        "delete": {"POST": talk.delete},
        "tap": {"POST": taps.tap},
        "react": {"POST": control_people.react},
        "users": {"POST": control_people.add_user},
        "chats": {"POST": control_people.add_chat},
        "members": {"POST": control_people.move_member},
        "clock": {"GET": time.read, "POST": time.move},
        "clock/settled": {"POST": time.settled},
    }


class Control:
    """Answers JSON to JSON; a refusal is {"error": sentence} with its status, never a traceback."""

    def __init__(self, world: World, stepper: Stepper) -> None:
        self._world = world
        self._routes = routes(stepper)

    async def __call__(self, request: Request) -> Response:
        """Finds the handler, runs it, makes its effect last, answers."""
        try:
            answer = await self._dispatch(request)
        except ControlError as error:
            self._world.commit()
            return JSONResponse({"error": error.sentence}, status_code=error.status)
        except Exception:  # noqa: BLE001 - the person at the page gets a sentence, the terminal the details
            _log.exception("control call failed: %s", request.url.path)
            return JSONResponse({"error": word("internal")}, status_code=500)
        self._world.commit()
        return JSONResponse(answer)

    async def _dispatch(self, request: Request) -> Json:
        path = request.path_params["path"]
        verbs = self._routes.get(path)
        if verbs is None:
            raise ControlError(404, "unknown_path", path=request.url.path)
        handler = verbs.get(request.method)
        if handler is None:
            raise ControlError(405, "bad_verb", verb=request.method)
        if request.method == "GET":
            ask = Ask(self._world, dict(request.query_params))
        else:
            ask = Ask.from_body(self._world, await request.body())
        result = handler(ask)
        return result if isinstance(result, dict) else await result
