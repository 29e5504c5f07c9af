"""From a message in a group to the last partner's card, under the talk of a busy street.

20 group messages a second, one need every 3 s, 10 matching partners. Prints the latencies, and their ratio to the aim
(1 s) and to a bare round trip to the sandbox in the same run.
Run `uv run --group dev python -m tests.bench.bench_chain [seconds]`.
"""

import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tests.e2e.town import Json, Town, running_town

RATE = 20  # messages a second
EVERY = 3.0  # seconds between needs
PARTNERS = 10
AIM = 1.0  # seconds, p99
CHATTER = ("早", "收到", "哈哈哈", "今天真冷啊", "谁家的猫跑出来了[笑]", "吃了没", "好的好的", "周末去哪玩")
NEED = "厨房水管漏水了，谁会修"
HOME = "般阳"  # the community whose repair orders go to at least ten people


def main() -> None:
    """Run and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as folder, running_town(Path(folder) / "data", "--port", "0") as town:
        bare = round_trip(town)
        needs, offset = talk(town, seconds)
        latencies = [latency for said in needs if (latency := last_card(town, said, offset)) is not None]
    latencies.sort()
    p99 = latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))]
    print(f"needs {len(needs)}, answered by {PARTNERS} partners {len(latencies)}")
    print(f"median {statistics.median(latencies):.3f} s, p99 {p99:.3f} s")
    print(f"p99 / aim {p99 / AIM:.2f}, p99 / bare call {p99 / bare:.0f}")


def round_trip(town: Town) -> float:
    """Seconds of one bare call to the sandbox."""
    start = time.perf_counter()
    for _ in range(50):
        town.get("/sandbox/clock")
    return (time.perf_counter() - start) / 50


def talk(town: Town, seconds: float) -> tuple[list[float], float]:
    """Talk for `seconds`; when each need was said, and what to add to be in the sandbox's time."""
    world = town.world()
    groups = [chat for chat in world["chats"] if chat["kind"] == "grid"]
    home = next(chat["id"] for chat in groups if HOME in chat["title"])
    askers = newcomers(town, home, int(seconds / EVERY) + 1)
    offset = datetime.fromisoformat(town.get("/sandbox/clock")["now"]).timestamp() - time.time()
    needs: list[float] = []
    start = time.time()
    for n in range(int(seconds * RATE)):
        time.sleep(max(0.0, start + n / RATE - time.time()))
        group = groups[n % len(groups)]
        if n % int(RATE * EVERY) == 0:
            needs.append(time.time())
            town.say(askers.pop(), home, f"{n % 9 + 1}号楼{NEED}")
        else:
            town.say(speaker(world, group, n), group["id"], CHATTER[n % len(CHATTER)])
    town.wait(lambda: len(cards(town)) >= len(needs) * PARTNERS, "every partner's card")
    return needs, offset


def newcomers(town: Town, group: int, number: int) -> list[int]:
    """New residents in the group, so that every need is somebody else's."""
    made = [int(town.post("/sandbox/users", name=f"新邻居{n}", role="resident")["id"]) for n in range(number)]
    for user in made:
        town.post("/sandbox/members", chat=group, user=user, do="join")
    return made


def speaker(world: Json, group: Json, n: int) -> int:
    """A resident of the group."""
    residents = [u["id"] for u in world["users"] if u["role"] == "resident" and u["id"] in set(group["members"])]
    return int(residents[n % len(residents)])


def cards(town: Town) -> list[Json]:
    """The calls that showed an order to a partner."""
    calls = town.get("/sandbox/calls", after=0, limit=5000)["calls"]
    return [c for c in calls if c["method"] == "sendMessage" and c["ok"] and "接单" in str(c["params"])]


def last_card(town: Town, said: float, offset: float) -> float | None:
    """Seconds from `said` to the last of the partners' cards that answer it."""
    since = [datetime.fromisoformat(c["at"]).timestamp() - offset - said for c in cards(town)]
    after = sorted(latency for latency in since if 0 <= latency < EVERY)
    return after[PARTNERS - 1] if len(after) >= PARTNERS else None


if __name__ == "__main__":
    main()
