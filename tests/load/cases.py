"""What is compared with what, and the targets.

A case has our side first, then its peers. Each round runs all sides in turns; a case's ratio is the median over the rounds
of ours / the best peer's of that round.
"""

import dataclasses
import statistics
import sys

from load import ranking
from load.measure import PeerSystem, System, Target, measure
from load.peers import sysbench_inserts

# Variables of deploy/up; what is measured as uncached goes to the database each time.
FORMS = {
    "apart": {"DEPUTIES_REPLY_CACHE_MS": "0", "DEPUTIES_ALL_IN_ONE": "0"},
    "kept replies": {"DEPUTIES_REPLY_CACHE_MS": "1000", "DEPUTIES_ALL_IN_ONE": "0"},
    "all in one": {"DEPUTIES_REPLY_CACHE_MS": "0", "DEPUTIES_ALL_IN_ONE": "1"},
    "all in one, kept replies": {"DEPUTIES_REPLY_CACHE_MS": "1000", "DEPUTIES_ALL_IN_ONE": "1"},
}
CONNECTIONS = 32
POSTS_IN_FLIGHT = 64


@dataclasses.dataclass
class Side:
    name: str
    run: object  # seconds -> result of measure, or {"requestsPerSecond": n}
    samples: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Case:
    name: str
    # "gateway": CPU of the HTTP process alone. "system": CPU of every process. "rate": requests a second.
    compares: str
    target: float
    sides: list
    # How our processes are started for it: a key of FORMS.
    form: str = "apart"
    ratios: list = dataclasses.field(default_factory=list)

    @property
    def wants_more(self):
        return self.compares == "rate"

    def figure(self, side, sample):
        if self.compares == "rate":
            return sample["requestsPerSecond"]
        if self.compares == "system":
            return sample["cpuMicrosInAll"]
        return sample["cpuMicros"].get("gateway", sample["cpuMicros"].get(side.name))

    def run_round(self, seconds):
        figures = []
        for side in self.sides:
            sample = side.run(seconds)
            side.samples.append(sample)
            figures.append(self.figure(side, sample))
        best = max(figures[1:]) if self.wants_more else min(figures[1:])
        self.ratios.append(figures[0] / best)
        print(f"{self.name}: " + ", ".join(f"{side.name} {figure:.1f}" for side, figure in zip(self.sides, figures))
              + f" -> {self.ratios[-1]:.3f}", file=sys.stderr, flush=True)  # fmt: skip

    @property
    def ratio(self):
        return statistics.median(self.ratios)

    @property
    def met(self):
        return self.ratio >= self.target if self.wants_more else self.ratio <= self.target


class Bench:
    """Everything that the cases need: the running system, its home of messages, the peers."""

    def __init__(self, stack, world, home_id, message_ids, token, peers, node_peers):
        self.stack = stack
        self.world = world
        self.home_id = str(home_id)
        self.message_ids = tuple(message_ids)
        self.token = token
        self.peers = peers  # by name
        self.node_peers = node_peers

    def _ours(self, name, scenario, token, connections, **more):
        target = Target(self.stack.client.base_url, scenario, more.pop("home_id", self.home_id), self.message_ids, token)
        return Side(name, lambda seconds: measure(target, System(self.stack), seconds, connections))

    def ours(self, scenario, connections=CONNECTIONS):
        return self._ours("ours", scenario, self.token, connections)

    def anonymous(self, scenario, connections=CONNECTIONS):
        return self._ours("ours", scenario, "", connections)

    def peer(self, name, scenario, connections, *others, path="/"):
        peer = self.peers[name]
        target = Target(peer.url, scenario, self.home_id, self.message_ids, "", path)
        return Side(name, lambda seconds: measure(target, PeerSystem(peer, self.stack, *others), seconds, connections))

    def node(self, scenario, connections=CONNECTIONS):
        return [self.peer(name, scenario, connections, "mariadb") for name in ("express", "fastify")]

    def cases(self):
        grpc = {scenario: [self.peer("grpc-gateway", scenario, CONNECTIONS)] for scenario in ("list", "get", "post")}
        return {
            "gateway-list-20": Case("gateway alone, list of 20", "gateway", 0.10, [self.ours("list"), *grpc["list"]]),
            "gateway-get-one": Case("gateway alone, get one", "gateway", 0.25, [self.ours("get"), *grpc["get"]]),
            "gateway-post": Case("gateway alone, post", "gateway", 0.5, [self.ours("post"), *grpc["post"]]),
            "list-20": Case("list of 20", "system", 0.8, [self.ours("list"), *self.node("list")]),
            "list-20-gateway-cache": Case(
                "list of 20 from the gateway's memory", "system", 0.04, [self.anonymous("list"), *self.node("list")]),
            "get-one": Case("get one", "system", 0.8, [self.ours("get"), *self.node("get")]),
            "post": Case("post", "system", 0.8, [self.ours("post"), *self.node("post")]),
            "page-throughput": Case("cached page against nginx", "rate", 1.0, [
                self.anonymous("list"), self.peer("nginx", "file", CONNECTIONS, path="/page")]),
            "post-throughput": Case("durable posts, 64 in flight", "rate", 1.0, [
                self.ours("post", POSTS_IN_FLIGHT),
                Side("sysbench", lambda seconds: {"requestsPerSecond": sysbench_inserts(
                    self.node_peers, seconds, POSTS_IN_FLIGHT)})]),
            "rank-20": Case("county ranking against ZREVRANGE", "rate", 0.0, [
                self._ours("ours", "rank", self.world.token("deputy"), CONNECTIONS, home_id=str(self.world.home_id)),
                Side("redis-benchmark", lambda seconds: {"requestsPerSecond": ranking.redis_alone(
                    self.stack, self.world, CONNECTIONS)})]),
            "list-20-kept": Case("list of 20 from the service's memory", "system", 0.3, [
                self.ours("list"), *self.node("list")], "kept replies"),
            "get-one-kept": Case("get one from the service's memory", "system", 0.8, [
                self.ours("get"), *self.node("get")], "kept replies"),
            "list-20-together": Case("all in one: list of 20", "system", 0.8, [
                self.ours("list"), *self.node("list")], "all in one"),
            "get-one-together": Case("all in one: get one", "system", 0.8, [
                self.ours("get"), *self.node("get")], "all in one"),
            "post-together": Case("all in one: post", "system", 0.8, [
                self.ours("post"), *self.node("post")], "all in one"),
            "list-20-together-kept": Case("all in one: list of 20 from memory", "system", 0.3, [
                self.ours("list"), *self.node("list")], "all in one, kept replies"),
        }  # fmt: skip
