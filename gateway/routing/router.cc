#include "gateway/routing/router.h"

#include <initializer_list>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/str_join.h"
#include "gateway/routing/uri.h"

namespace deputies::gateway {
namespace {

// Deeper than any route; bounds the work on a strange path.
constexpr size_t kMaxSegments = 32;

}  // namespace

struct Router::Node {
  absl::flat_hash_map<std::string, std::unique_ptr<Node>> literals;
  std::unique_ptr<Node> one;
  std::unique_ptr<Node> rest;
  // Routes that end here.
  std::vector<size_t> routes;
};

struct Router::Search {
  const std::vector<Route>& routes;
  absl::string_view http_method;
  absl::string_view verb;
  absl::InlinedVector<std::string, 12> segments;
  bool found = false;
  size_t route = 0;
  // Methods of routes with the path but another method.
  std::set<std::string> allowed;
};

Router::Router(const std::vector<Route>& routes)
    : routes_(routes), root_(std::make_unique<Node>()) {
  for (size_t i = 0; i < routes.size(); ++i) {
    Node* node = root_.get();
    for (const PathTemplate::Segment& segment : routes[i].path.segments) {
      std::unique_ptr<Node>& next = segment.kind == PathTemplate::Kind::kLiteral
                                        ? node->literals[segment.literal]
                                    : segment.kind == PathTemplate::Kind::kOne ? node->one
                                                                               : node->rest;
      if (next == nullptr) next = std::make_unique<Node>();
      node = next.get();
    }
    node->routes.push_back(i);
  }
}

Router::~Router() = default;

void Router::Walk(const Node& node, size_t at, Search* search) {
  const bool ends = at == search->segments.size();
  if (!ends) {
    const auto literal = node.literals.find(search->segments[at]);
    if (literal != node.literals.end()) Walk(*literal->second, at + 1, search);
    if (search->found) return;
    if (node.one != nullptr && !search->segments[at].empty()) Walk(*node.one, at + 1, search);
    if (search->found) return;
  }
  // "**" also matches nothing at all.
  for (const Node* const candidate :
       std::initializer_list<const Node*>{ends ? &node : nullptr, node.rest.get()}) {
    if (candidate == nullptr) continue;
    for (const size_t i : candidate->routes) {
      const Route& route = search->routes[i];
      if (route.path.verb != search->verb) continue;
      if (route.http_method == search->http_method) {
        search->found = true;
        search->route = i;
        return;
      }
      search->allowed.insert(route.http_method);
    }
  }
}

ApiResult Router::Match(absl::string_view http_method, absl::string_view path,
                        RouteMatch* match) const {
  if (path.empty() || path[0] != '/') return RouteNotFound();
  path.remove_prefix(1);
  Search search{routes_, http_method, "", {}, false, 0, {}};
  const size_t last_slash = path.rfind('/');
  const size_t colon = path.rfind(':');
  if (colon != absl::string_view::npos &&
      (last_slash == absl::string_view::npos || colon > last_slash)) {
    search.verb = path.substr(colon + 1);
    path = path.substr(0, colon);
    if (search.verb.empty()) return RouteNotFound();
  }
  while (true) {
    if (search.segments.size() == kMaxSegments) return RouteNotFound();
    const size_t slash = path.find('/');
    std::string& segment = search.segments.emplace_back();
    if (!PercentDecode(path.substr(0, slash), false, &segment)) {
      ApiResult error = HttpInvalid(400, "地址的编码不正确");
      error->close = false;
      return error;
    }
    // Nothing here is a folder; whoever resolves them for us would see another path than we do.
    if (segment == "." || segment == "..") return RouteNotFound();
    if (slash == absl::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  Walk(*root_, 0, &search);
  if (!search.found) {
    if (search.allowed.empty()) return RouteNotFound();
    return MethodNotAllowed(absl::StrJoin(search.allowed, ", "));
  }
  match->route = search.route;
  match->values.clear();
  for (const PathBinding& binding : routes_[search.route].bindings) {
    const size_t end = binding.end < 0 ? search.segments.size() : static_cast<size_t>(binding.end);
    const auto begin = static_cast<size_t>(binding.begin);
    if (end == begin + 1) {
      match->values.push_back(std::move(search.segments[begin]));
    } else {
      match->values.push_back(absl::StrJoin(search.segments.begin() + static_cast<ptrdiff_t>(begin),
                                            search.segments.begin() + static_cast<ptrdiff_t>(end),
                                            "/"));
    }
  }
  return nullptr;
}

}  // namespace deputies::gateway
