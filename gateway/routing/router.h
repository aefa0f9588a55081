// Finds the route of a request: an immutable trie over path segments.
#ifndef GATEWAY_ROUTING_ROUTER_H_
#define GATEWAY_ROUTING_ROUTER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/http/api_error.h"
#include "gateway/routing/route_table.h"

namespace deputies::gateway {

struct RouteMatch {
  // Position in the list that the router was built from.
  size_t route = 0;
  // Decoded values of the path variables, in their order.
  std::vector<std::string> values;
};

class Router {
 public:
  // `routes` must have passed CompileRoutes and outlive the router.
  explicit Router(const std::vector<Route>& routes);
  ~Router();

  // ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED with the methods that the path has, or HTTP_INVALID for bad
  // percent-encoding. A ':' in the last segment always begins a custom verb; in a value it must
  // come as "%3A". At every segment a literal wins over a variable.
  ApiResult Match(absl::string_view http_method, absl::string_view path, RouteMatch* match) const;

 private:
  struct Node;
  struct Search;
  static void Walk(const Node& node, size_t at, Search* search);

  const std::vector<Route>& routes_;
  std::unique_ptr<Node> root_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_ROUTING_ROUTER_H_
