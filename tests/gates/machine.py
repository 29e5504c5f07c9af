"""A matter's life as hypothesis would have it: residents, partners and staff do everything at any time, in any order.

Every step is a real action on a real database. After each the rows must agree with what the model says of it: which
answer was right, which step of the order's life was allowed, who holds it, and that a refusal changed nothing.

Run `python -m tests.gates.machine [--times 25000] [--database sqlite|postgresql|both] [--seed N]`; times: steps.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from actions import claiming, desk, orders, residents
from actions.needs import register_need
from community.heard import Heard, Speaker
from community.transitions import HELD
from community.words import MatterState, OrderState, PushState, Rating
from storage.engine import Database
from tests.gates.bases import open_bases
from tests.gates.gate import Asked, Verdict, main, side_by_side
from tests.gates.life import Life, Stand
from tests.street import CLERK, GRID_CHAT, SENSITIVE, STRANGER, WRENCH, build, meaning_of

TIMES = 25_000
STEPS = 50  # of one life
PER_RUN = 40  # lives from one seed
REPAIRERS = 3
FIRST = 2  # matters at the beginning of a life
MOST = 3  # and at its end
WHICH = st.integers(0, MOST - 1)
WHO = st.sampled_from([0, 0, 1, 1, 2, REPAIRERS])  # the last is a stranger
OFTEN = st.sampled_from([True, True, True, False])


class Street(Life):
    """Everything that anybody may do."""

    @rule()
    def time_passes(self) -> None:
        """A quarter of an hour."""
        self.now += timedelta(minutes=15)
        self.steps["time"] += 1

    @precondition(lambda self: len(self.stands) < MOST)
    @rule()
    def says(self) -> None:
        """A new neighbour needs something."""
        said = len(self.stands) + 1
        assert self.act(register_need, **_need(said, self.now)) == "Registered"
        assert len(self.stands) == said

    @rule(which=WHICH, by=WHO)
    def claim(self, which: int, by: int) -> None:
        """接单"""
        who = _partner(by)

        def right(stand: Stand) -> set[str]:
            push = self.push(stand, who)
            if push is None:
                return {"NotYours"}
            if push is PushState.OFFERED and stand.step is OrderState.OPEN:
                return {"Taken"}
            return {"Taken"} if stand.holder == who.user_id and stand.step in HELD else {"TooLate"}

        self.tries(which, claiming.claim_order, right, speaker=who, on_order=True)

    @rule(which=WHICH, by=WHO)
    def decline(self, which: int, by: int) -> None:
        """这次不接"""
        who = _partner(by)

        def right(stand: Stand) -> set[str]:
            push = self.push(stand, who)
            return {"NotYours"} if push is None else {"Done"} if push is PushState.OFFERED else {"Nothing"}

        self.tries(which, claiming.decline_order, right, speaker=who, on_order=True)

    @rule(
        which=WHICH,
        by=WHO,
        action=st.sampled_from([orders.set_out, orders.complete_order, orders.release_order, orders.show_contact]),
    )
    def works(self, which: int, by: int, action: Callable[..., Any]) -> None:
        """What only the holder may do."""
        who = _partner(by)

        def right(stand: Stand) -> set[str]:
            if stand.holder != who.user_id:
                return {"NotYours"}
            if stand.step not in HELD or stand.state is not MatterState.OPEN:
                return {"TooLate"}
            again = action is orders.set_out and stand.step is OrderState.ON_THE_WAY
            return {"Nothing"} if again else {"Done"}

        self.tries(which, action, right, speaker=who, on_order=True)

    @rule(which=WHICH, own=OFTEN)
    def withdraw(self, which: int, own: bool) -> None:
        """不用了"""

        def right(stand: Stand) -> set[str]:
            if not own:
                return {"NotYours"}
            if stand.state is not MatterState.OPEN:
                return {"Nothing"}
            return {"TooLate"} if stand.step is OrderState.DONE else {"Done"}

        self.tries(which, residents.withdraw_matter, right, speaker=self.resident(which, own=own))

    @rule(which=WHICH, own=OFTEN, rating=st.sampled_from(Rating))
    def rate(self, which: int, own: bool, rating: Rating) -> None:
        """满意，一般"""

        def right(stand: Stand) -> set[str]:
            if not own:
                return {"NotYours"}
            if stand.state is MatterState.SOLVED:
                return {"Nothing"}
            return {"Done"} if stand.state is MatterState.OPEN and stand.step is OrderState.DONE else {"TooLate"}

        self.tries(which, residents.rate_matter, right, speaker=self.resident(which, own=own), rating=rating)

    @rule(which=WHICH, own=OFTEN)
    def reopen(self, which: int, own: bool) -> None:
        """没解决"""

        def right(stand: Stand) -> set[str]:
            if not own:
                return {"NotYours"}
            if stand.state not in {MatterState.OPEN, MatterState.SOLVED}:
                return {"TooLate"}
            return {"Done"} if stand.step in {OrderState.DONE, OrderState.CLOSED} else {"Nothing"}

        self.tries(which, residents.reopen_matter, right, speaker=self.resident(which, own=own))

    @rule(which=WHICH, own=OFTEN)
    def nudge(self, which: int, own: bool) -> None:
        """催一下"""

        def right(stand: Stand) -> set[str]:
            if not own:
                return {"NotYours"}
            return {"TooLate"} if stand.state is not MatterState.OPEN else {"Done", "TooSoon", "WithStaff"}

        self.tries(which, residents.nudge, right, speaker=self.resident(which, own=own))

    @rule(which=WHICH, staff=OFTEN, action=st.sampled_from([desk.ignore_matter, desk.follow_matter]))
    def at_the_desk(self, which: int, staff: bool, action: Callable[..., Any]) -> None:
        """忽略，我来跟进"""

        def right(stand: Stand) -> set[str]:
            if not staff:
                return {"NotYours"}
            if action is desk.follow_matter:
                if stand.step in HELD:
                    return {"HeldBy", "Nothing"}
                return {"Done"} if stand.step is OrderState.OPEN else {"TooLate"}
            return {"Done"} if stand.state is MatterState.OPEN else {"TooLate"}

        self.tries(which, action, right, speaker=CLERK if staff else STRANGER)

    @rule(which=WHICH, staff=OFTEN, category=st.sampled_from(["repair", "law"]))
    def relabel(self, which: int, staff: bool, category: str) -> None:
        """改类"""

        def right(stand: Stand) -> set[str]:
            if not staff:
                return {"NotYours"}
            return {"TooLate"} if stand.state is not MatterState.OPEN else {"Done", "Nothing"}

        who = CLERK if staff else STRANGER
        self.tries(which, desk.relabel_matter, right, speaker=who, category=category, sensitive=SENSITIVE)

    @rule(which=WHICH, other=WHICH)
    def merge(self, which: int, other: int) -> None:
        """合并"""
        into = self.chosen(other)
        if into is None:
            return

        def right(stand: Stand) -> set[str]:
            if into.matter == stand.matter or into.state is not MatterState.OPEN:
                return {"NoSuchMatter"}
            return {"Done"} if stand.state is MatterState.OPEN else {"TooLate"}

        self.tries(which, desk.merge_matter, right, speaker=CLERK, into=into.number)

    @rule(which=WHICH)
    def nobody_comes(self, which: int) -> None:
        """The ten minutes are over."""
        self.tries(which, orders.tell_unclaimed, lambda stand: {"NoneType"}, on_order=True)


def _need(said: int, at: datetime) -> dict[str, Any]:
    heard = Heard(Speaker(30_000 + said, f"邻居{said}"), "grid", GRID_CHAT, said, at, "厨房灯不亮了")
    return {"heard": heard, "meaning": meaning_of(heard.text, "repair"), "sensitive": SENSITIVE}


def _partner(number: int) -> Speaker:
    return WRENCH[number] if number < REPAIRERS else STRANGER


def on(asked: Asked, kind: str) -> Verdict:
    """One database."""
    verdict, steps, chance = Verdict(f"machine, {kind}"), Counter[str](), asked.chance(kind)
    with open_bases(kind) as bases:
        database = Database(bases.url())
        street = build(database, repairers=REPAIRERS)
        for said in range(1, FIRST + 1):
            street.do(register_need, **_need(said, street.now))
        lives = 0
        while (left := asked.share(kind) - steps.total()) > 0 and not verdict.broken:
            together = min(PER_RUN, ceil(left / STEPS))
            chosen = settings(
                max_examples=together, stateful_step_count=STEPS, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            life = seed(chance.getrandbits(64))(type("Street", (Street,), {"database": database, "steps": steps}))
            try:
                run_state_machine_as_test(life, settings=chosen)
            except Exception as error:  # noqa: BLE001 - whatever hypothesis found is what is told
                verdict.promise("".join([repr(error), *getattr(error, "__notes__", ())]), kept=False)
            lives += together
        database.close()
    verdict.count(steps=steps.total(), lives=lives, **dict(steps.most_common()))
    return verdict


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict of each database."""
    return side_by_side(on, asked)


if __name__ == "__main__":
    main(__doc__, TIMES, run)
