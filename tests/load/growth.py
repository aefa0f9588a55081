"""Homes with many messages, written straight into the database, and what reading them costs."""

from load.measure import System, Target, measure

SMALL = 10_000
LARGE = 1_000_000
_BATCH = 100_000
# Home ids that no real home has; their messages go when the private system goes.
_FIRST_HOME = 8_000_000_000
_LIMIT = 1.2


def fill(stack, source_home, home, count):
    """`count` copies of messages of `source_home`, with ids of their own, as public messages of `home`."""
    columns = [row[0] for row in stack.sql("board", "SHOW COLUMNS FROM messages")]
    kept = [name for name in columns if name not in ("home_id", "id", "source_id")]
    source = int(stack.sql_value("board", "SELECT MAX(id) FROM messages WHERE home_id="
                                          f"{int(source_home)} AND visibility=2"))  # fmt: skip
    for first in range(0, count, _BATCH):
        last = min(first + _BATCH, count)
        stack.sql("board", f"INSERT INTO messages (home_id, id, {', '.join(kept)}) "
                           f"SELECT {home}, {home} + seq, {', '.join('m.' + name for name in kept)} "
                           f"FROM seq_{first + 1}_to_{last} JOIN messages m ON m.home_id={int(source_home)} "
                           f"AND m.id={source}")  # fmt: skip


def measure_growth(bench, seconds, rounds, connections):
    """CPU of all processes per request of a list and of one message, in a small and in a large home."""
    sizes = {"small": SMALL, "large": LARGE}
    homes = {}
    for number, (size, count) in enumerate(sizes.items()):
        homes[size] = _FIRST_HOME + number * 10 * LARGE
        fill(bench.stack, bench.home_id, homes[size], count)
    bench.stack.sql("board", "ANALYZE TABLE messages")
    results = {}
    for scenario, title in (("list", "list of 20"), ("get", "get one")):
        found = {size: [] for size in sizes}
        for _ in range(rounds):
            for size, count in sizes.items():
                step = max(count // 1000, 1)
                ids = tuple(str(homes[size] + 1 + n * step) for n in range(1000))
                target = Target(bench.stack.client.base_url, scenario, str(homes[size]), ids, bench.token)
                found[size].append(measure(target, System(bench.stack), seconds, connections)["cpuMicrosInAll"])
        middle = {size: sorted(values)[len(values) // 2] for size, values in found.items()}
        results[title] = {**middle, "ratio": round(middle["large"] / middle["small"], 3), "target": _LIMIT}
    return results
