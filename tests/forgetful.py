"""A database whose commits are now and then not answered, as when the server goes away at the very end."""

from collections.abc import Callable
from typing import TypeVar

from storage.engine import CommitUnknown, Database, Session

T = TypeVar("T")


class Forgetful(Database):
    """The next `forgets` writes are committed, or with commits=False are not, and then nobody says which."""

    def __init__(self, url: str, *, commits: bool = True) -> None:
        super().__init__(url)
        self.commits = commits
        self.forgets = 1

    def write_now(self, work: Callable[[Session], T]) -> T:
        """As a database does it, but for the answer."""
        if not self.forgets:
            return super().write_now(work)
        self.forgets -= 1
        if self.commits:
            super().write_now(work)
        raise CommitUnknown
