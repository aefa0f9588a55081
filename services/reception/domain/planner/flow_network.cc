#include "services/reception/domain/planner/flow_network.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace deputies::reception {
namespace {

constexpr int64_t kUnreached = std::numeric_limits<int64_t>::max();
constexpr int kNoLimit = std::numeric_limits<int>::max();

}  // namespace

int FlowNetwork::AddNode() {
  out_.emplace_back();
  surplus_.push_back(0);
  return static_cast<int>(out_.size()) - 1;
}

size_t FlowNetwork::AddArc(int from, int to, int capacity, int cost) {
  out_[static_cast<size_t>(from)].push_back(arcs_.size());
  arcs_.push_back({to, capacity, cost});
  out_[static_cast<size_t>(to)].push_back(arcs_.size());
  arcs_.push_back({from, 0, -cost});
  return arcs_.size() - 2;
}

int FlowNetwork::AddEdge(int from, int to, int low, int high, int cost) {
  edges_.push_back({AddArc(from, to, high - low, cost), low});
  surplus_[static_cast<size_t>(to)] += low;
  surplus_[static_cast<size_t>(from)] -= low;
  return static_cast<int>(edges_.size()) - 1;
}

// Bellman-Ford with a queue: reverse arcs have negative costs.
bool FlowNetwork::FindDistances(int source, int sink) {
  distance_.assign(out_.size(), kUnreached);
  std::vector<char> queued(out_.size(), 0);
  std::deque<int> queue = {source};
  distance_[static_cast<size_t>(source)] = 0;
  while (!queue.empty()) {
    const size_t node = static_cast<size_t>(queue.front());
    queue.pop_front();
    queued[node] = 0;
    for (const size_t arc : out_[node]) {
      const Arc& a = arcs_[arc];
      const size_t to = static_cast<size_t>(a.to);
      if (a.capacity == 0 || distance_[node] + a.cost >= distance_[to]) continue;
      distance_[to] = distance_[node] + a.cost;
      if (queued[to] != 0) continue;
      queued[to] = 1;
      const bool near =
          !queue.empty() && distance_[to] < distance_[static_cast<size_t>(queue.front())];
      near ? queue.push_front(a.to) : queue.push_back(a.to);
    }
  }
  return distance_[static_cast<size_t>(sink)] != kUnreached;
}

int FlowNetwork::Push(int node, int sink, int limit) {
  if (node == sink) return limit;
  const size_t here = static_cast<size_t>(node);
  on_path_[here] = 1;
  int pushed = 0;
  for (size_t& i = next_arc_[here]; i < out_[here].size(); ++i) {
    const size_t arc = out_[here][i];
    const size_t to = static_cast<size_t>(arcs_[arc].to);
    if (arcs_[arc].capacity == 0 || on_path_[to] != 0 ||
        distance_[to] != distance_[here] + arcs_[arc].cost) {
      continue;
    }
    const int more = Push(arcs_[arc].to, sink, std::min(limit - pushed, arcs_[arc].capacity));
    arcs_[arc].capacity -= more;
    arcs_[arc ^ 1].capacity += more;
    pushed += more;
    if (pushed == limit) break;  // the arc may carry more: it stays the next one
  }
  on_path_[here] = 0;
  return pushed;
}

bool FlowNetwork::Solve() {
  const int source = AddNode();
  const int sink = AddNode();
  int64_t wanted = 0;
  for (int node = 0; node < source; ++node) {
    const int surplus = surplus_[static_cast<size_t>(node)];
    if (surplus > 0) {
      AddArc(source, node, surplus, 0);
      wanted += surplus;
    }
    if (surplus < 0) AddArc(node, sink, -surplus, 0);
  }
  int64_t got = 0;
  on_path_.assign(out_.size(), 0);
  while (got < wanted && FindDistances(source, sink)) {
    // Cheapest paths only, until there are no more of this cost.
    int64_t phase = 0;
    do {
      next_arc_.assign(out_.size(), 0);
      phase = Push(source, sink, kNoLimit);
      got += phase;
    } while (phase > 0);
  }
  return got == wanted;
}

int FlowNetwork::Flow(int edge) const {
  const Edge& e = edges_[static_cast<size_t>(edge)];
  return e.low + arcs_[e.arc ^ 1].capacity;
}

}  // namespace deputies::reception
