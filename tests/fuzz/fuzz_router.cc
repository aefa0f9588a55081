// Request targets: a path either leads nowhere or to a route whose template it fits.
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gateway/routing/router.h"
#include "gateway/routing/uri.h"

namespace gateway = deputies::gateway;

namespace {

const std::vector<gateway::Route>& Routes() {
  static const auto* const routes = [] {
    auto* const made = new std::vector<gateway::Route>;
    for (const char* line :
         {"GET /v1/homes", "GET /v1/homes/{home_id}", "GET /v1/homes/mine",
          "GET /v1/homes/{home_id}/messages", "POST /v1/homes/{home_id}/messages",
          "GET /v1/homes/{home_id}/messages/{message_id}",
          "POST /v1/homes/{home_id}/messages/{message_id}:answer",
          "PUT /v1/{name=homes/*/settings}", "GET /v1/files/{path=**}",
          "GET /v1/archives/{path=years/*/**}:download", "POST /v1/codes:scan"}) {
      const std::vector<std::string> parts = absl::StrSplit(line, ' ');
      gateway::Route route;
      route.http_method = parts[0];
      route.path = *gateway::ParsePathTemplate(parts[1]);
      for (const auto& variable : route.path.variables) {
        route.bindings.push_back({{}, variable.begin, variable.end});
      }
      made->push_back(std::move(route));
    }
    return made;
  }();
  return *routes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
  static const auto* const router = new gateway::Router(Routes());
  if (size == 0) return 0;
  const absl::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr absl::string_view kMethods[] = {"GET", "POST", "PUT", "DELETE"};
  const gateway::Target target = gateway::SplitTarget(text);
  gateway::RouteMatch match;
  if (const auto error = router->Match(kMethods[data[0] % 4], target.path, &match)) {
    if (error->http_code != 404 && error->http_code != 405 && error->http_code != 400) std::abort();
    if (error->http_code == 405 && error->allow.empty()) std::abort();
  } else {
    const gateway::Route& route = Routes()[match.route];
    if (route.http_method != kMethods[data[0] % 4]) std::abort();
    if (match.values.size() != route.bindings.size()) std::abort();
    for (const std::string& value : match.values) {
      if (gateway::Utf8PrefixLength(value) != value.size()) std::abort();
    }
  }
  gateway::QueryParameters parameters;
  if (gateway::ParseQuery(target.query, &parameters) == nullptr && parameters.size() > 64) {
    std::abort();
  }
  return 0;
}
