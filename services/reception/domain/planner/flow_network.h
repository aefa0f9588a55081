#ifndef SERVICES_RECEPTION_DOMAIN_PLANNER_FLOW_NETWORK_H_
#define SERVICES_RECEPTION_DOMAIN_PLANNER_FLOW_NETWORK_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace deputies::reception {

// Circulations with bounds and small non-negative costs per unit: who takes which place.
// Primal-dual: one blocking-flow phase for every distinct cost of a path, so that a year of a whole
// county takes a fraction of a second.
class FlowNetwork {
 public:
  // Returns the node's number.
  int AddNode();
  // At least `low` and at most `high` units from `from` to `to`. Returns the edge's number.
  int AddEdge(int from, int to, int low, int high, int cost = 0);
  // A cheapest circulation within all bounds; false when there is none. Once.
  bool Solve();
  // Units on an edge after Solve.
  int Flow(int edge) const;

 private:
  struct Arc {
    int to;
    int capacity;  // that is left
    int cost;
  };
  struct Edge {
    size_t arc;
    int low;
  };

  size_t AddArc(int from, int to, int capacity, int cost);
  bool FindDistances(int source, int sink);
  int Push(int node, int sink, int limit);

  std::vector<Arc> arcs_;  // an arc and its reverse stand side by side
  std::vector<std::vector<size_t>> out_;
  std::vector<Edge> edges_;
  std::vector<int> surplus_;  // units that the lower bounds bring into a node
  std::vector<int64_t> distance_;
  std::vector<size_t> next_arc_;
  std::vector<char> on_path_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_PLANNER_FLOW_NETWORK_H_
