"""A running `hehuo`, started as a newcomer starts it, and spoken to through nothing but its control interface."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 60.0  # seconds that a test waits for something that must come

Json = dict[str, Any]


@dataclass
class Town:
    """The control interface at `url`."""

    url: str
    http: httpx.Client

    def get(self, path: str, **params: Any) -> Json:
        """GET, which must succeed."""
        answer = self.http.get(path, params=params)
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    def post(self, path: str, **body: Any) -> Json:
        """POST, which must succeed."""
        answer = self.http.post(path, json=body)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found

    def world(self) -> Json:
        """People, groups and the time."""
        return self.get("/sandbox/world")

    def wait(self, looked_for: Callable[[], Any], what: str) -> Any:
        """What `looked_for` finds, looked for again after every visible change."""
        version = 0
        deadline = PATIENCE
        while deadline > 0:
            found = looked_for()
            if found:
                return found
            answer = self.get("/sandbox/changes", after=version, timeout=2)
            deadline -= 2 if answer["version"] == version else 0.05
            version = answer["version"]
        raise AssertionError(f"never came: {what}")

    def messages(self, chat: int, user: int) -> list[Json]:
        """The chat as `user` sees it now."""
        found: list[Json] = self.get("/sandbox/messages", chat=chat, user=user)["messages"]
        return found

    def say(self, user: int, chat: int, text: str) -> int:
        """`user` writes; the message id."""
        return int(self.post("/sandbox/say", user=user, chat=chat, text=text)["message_id"])

    def tap(self, user: int, chat: int, message: int, button: str) -> Json:
        """`user` presses a button."""
        return self.post("/sandbox/tap", user=user, chat=chat, message_id=message, button=button)

    def name(self, user: int) -> str:
        """What that person is called."""
        return str(next(one["name"] for one in self.world()["users"] if one["id"] == user))

    def grids(self) -> list[Json]:
        """The groups of residents."""
        return [chat for chat in self.world()["chats"] if chat["kind"] == "grid"]

    def residents_of(self, chat: Json) -> list[int]:
        """The residents in that group."""
        members = set(chat["members"])
        return [one["id"] for one in self.world()["users"] if one["role"] == "resident" and one["id"] in members]

    def last_private(self) -> dict[int, int]:
        """Per partner, the number of the last message in private."""
        partners = [user["id"] for user in self.world()["users"] if user["role"] == "partner"]
        return {user: max((m["message_id"] for m in self.messages(user, user)), default=0) for user in partners}

    def find_button(self, chat: int, user: int, word: str, *, after: int = 0) -> tuple[Json, str] | None:
        """The newest message in the chat with a button containing `word`, and that button's label."""
        for message in reversed(self.messages(chat, user)):
            if message["message_id"] > after:
                for label in labels(message):
                    if word in label:
                        return message, label
        return None


def labels(message: Json) -> list[str]:
    """The labels of a message's inline buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def words(message: Json) -> str:
    """A message's text or caption."""
    return str(message.get("text") or message.get("caption") or "")


@contextmanager
def running_town(data: Path, *options: str) -> Iterator[Town]:
    """`hehuo` on `data`, ready to be talked to; ended with Ctrl-C."""
    command = [str(Path(sys.executable).parent / "hehuo"), "--quiet", "--no-browser", "--data", str(data), *options]
    with (data.parent / "stderr").open("w+") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert url.startswith("http"), (data.parent / "stderr").read_text()
            with httpx.Client(base_url=url, timeout=90) as http:
                town = Town(url, http)
                town.wait(lambda: town.world()["ready"], "a town that is ready")
                yield town
        finally:
            process.stdout.close()
            process.send_signal(2)
            assert process.wait(timeout=20) in {0, 130}, (data.parent / "stderr").read_text()
