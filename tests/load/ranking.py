"""A county's ranking of 100,000 deputies: filled in, checked through a loss of Redis, and compared with Redis alone."""

import datetime
import re
import subprocess
import sys
import time

DEPUTIES = 100_000
LEVEL = 1
_FIRST_DEPUTY = 1_000_000
YEAR = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).year


def fill(stack, world):
    """The totals that 100,000 deputies would have, and the list built from them; says how long that takes."""
    county = int(world.county["organizationId"])
    own = f"{int(world.home_id)}, {int(world.deputy_id)}"
    columns = ("(home_id, deputy_id, period, county_id, level, rated, ranking_points, points, low_points, high_points, "
               "opportunities, handled, stars, rule_version, ledger_size, deputy_name)")
    stack.sql("duty", f"REPLACE INTO duty_totals {columns} SELECT 900000 + seq DIV 30, {_FIRST_DEPUTY} + seq, '{YEAR}', "
                      f"{county}, {LEVEL}, 1, seq * 7919 % 1000, 100, 50, 150, 20, 15, 3, 0, 1, '负载代表' "
                      f"FROM seq_1_to_{DEPUTIES}")  # fmt: skip
    stack.sql("duty", f"REPLACE INTO duty_totals {columns} VALUES ({own}, '{YEAR}', {county}, {LEVEL}, 1, 500, 100, 50, "
                      "150, 20, 15, 3, 0, 1, '负载代表')")  # fmt: skip
    _redis(stack, "FLUSHALL")
    path = f"/v1/homes/{world.home_id}/ranking"
    query = {"scope": "COUNTY", "level": "TOWNSHIP_DEPUTY", "pageSize": 20}
    start = time.monotonic()
    without = stack.client.get(path, world.login("deputy"), **query)  # from the database, and builds
    assert without.status == 200 and without.json["rankedCount"] >= DEPUTIES, without
    while _redis(stack, "EXISTS", _key(world) + ":rank") != "1":
        assert time.monotonic() - start < 60, "the ranking was not rebuilt within 60 s"
        time.sleep(0.2)
        stack.client.get(path, world.token("deputy"), **query)
    print(f"ranking of {DEPUTIES} rebuilt {time.monotonic() - start:.1f} s after Redis was wiped", file=sys.stderr)
    built = stack.client.get(path, world.token("deputy"), **query)
    assert built.json["rows"] == without.json["rows"] and built.json["own"] == without.json["own"]


def redis_alone(stack, world, connections):
    """ZREVRANGE a second, as redis-benchmark counts it, with as many connections."""
    done = subprocess.run(
        ["redis-benchmark", "-s", str(stack.var / "run" / "redis.sock"), "-n", "100000", "-c",
         str(connections), "--csv", "ZREVRANGE", _key(world) + ":rank", "0", "19", "WITHSCORES"],
        check=True, capture_output=True, text=True, timeout=120)  # fmt: skip
    return float(re.findall(r'"([0-9.]+)"', done.stdout.splitlines()[-1])[0])


def _key(world):
    return f"{{duty:county:{int(world.county['organizationId'])}:{LEVEL}:{YEAR}}}"


def _redis(stack, *words):
    done = subprocess.run(["redis-cli", "-s", str(stack.var / "run" / "redis.sock"), *words], check=True,
                          capture_output=True, text=True, timeout=30)  # fmt: skip
    return done.stdout.strip()
