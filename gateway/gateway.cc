#include "gateway/gateway.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/admin_handler.h"
#include "gateway/api_handler.h"
#include "gateway/filters/session_filter.h"
#include "gateway/http/server.h"
#include "gateway/openapi/openapi_document.h"
#include "gateway/routing/route_table.h"
#include "gateway/transcode/table_transcoder.h"
#include "gateway/web/landing_page.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

constexpr char kAuthService[] = "deputies.accounts.v1.AuthService";

template <typename T>
T Or(T value, T fallback) {
  return value == 0 ? fallback : value;
}

absl::Duration Milliseconds(uint32_t value, uint32_t fallback) {
  return absl::Milliseconds(Or(value, fallback));
}

ServerOptions ServerOptionsOf(const v1::GatewayConfig& config) {
  ServerOptions options;
  options.io_threads =
      static_cast<int>(Or(config.io_threads(), std::max(std::thread::hardware_concurrency(), 1u)));
  options.max_header_bytes = Or(config.max_header_bytes(), 8192u);
  options.max_body_bytes = Or(config.max_body_bytes(), 65536u);
  options.header_timeout = Milliseconds(config.header_timeout_ms(), 5000);
  options.body_timeout = Milliseconds(config.body_timeout_ms(), 10000);
  options.idle_timeout = Milliseconds(config.idle_timeout_ms(), 30000);
  options.max_connections = static_cast<int>(Or(config.max_connections(), 10000u));
  return options;
}

ApiMethod::SessionEnd SessionEndOf(const google::protobuf::MethodDescriptor& method) {
  if (method.service()->full_name() != kAuthService) return ApiMethod::SessionEnd::kNone;
  if (method.name() == "DeleteCurrentSession") return ApiMethod::SessionEnd::kThis;
  if (method.name() == "RevokeSessions") return ApiMethod::SessionEnd::kAllOfPerson;
  return ApiMethod::SessionEnd::kNone;
}

}  // namespace

// In the order of making; destroyed the other way round.
struct Gateway::Parts {
  explicit Parts(auth::CallerKeys caller_keys) : keys(std::move(caller_keys)) {}

  const auth::CallerKeys keys;
  absl::Duration drain_timeout;
  std::vector<std::string> addresses;
  std::map<std::string, size_t> backend_of_service;
  std::vector<absl::Duration> timeouts;  // by backend
  std::vector<Route> routes;
  std::unique_ptr<Router> router;
  std::unique_ptr<Transcoder> transcoder;
  std::map<std::string, std::unique_ptr<metrics::CallMetrics>> metrics;
  StaticPages pages;
  std::unique_ptr<UpstreamClient> upstream;
  std::unique_ptr<SessionFilter> sessions;
  std::unique_ptr<ApiHandler> api;
  std::unique_ptr<AdminHandler> admin;
  std::unique_ptr<Server> server;

  absl::Status ReadUpstreams(const v1::GatewayConfig& config);
  absl::Status ReadPages(const v1::GatewayConfig& config);
  std::unique_ptr<ApiHandler> MakeApiHandler();
};

absl::Status Gateway::Parts::ReadUpstreams(const v1::GatewayConfig& config) {
  const absl::Duration longest = Milliseconds(config.call_timeout_ms(), 5000);
  std::set<std::string> services;
  for (const common::v1::UpstreamConfig& one : config.upstreams()) {
    if (one.address().empty() || one.services().empty()) {
      return absl::InvalidArgumentError("upstreams: want services and an address in each");
    }
    for (const std::string& service : one.services()) {
      if (!backend_of_service.emplace(service, addresses.size()).second) {
        return absl::InvalidArgumentError(absl::StrCat("upstreams: ", service, " stands twice"));
      }
      services.insert(service);
    }
    addresses.push_back(one.address());
    timeouts.push_back(std::min(Milliseconds(one.timeout_ms(), 5000), longest));
  }
  if (backend_of_service.count(kAuthService) == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("upstreams: ", kAuthService, " is missing; no session could be checked"));
  }
  ASSIGN_OR_RETURN(routes,
                   CompileRoutes(*google::protobuf::DescriptorPool::generated_pool(), services));
  return absl::OkStatus();
}

absl::Status Gateway::Parts::ReadPages(const v1::GatewayConfig& config) {
  if (!config.web_root().empty()) RETURN_IF_ERROR(pages.AddFolder(config.web_root()));
  if (!pages.Has("/")) {
    pages.Add("/index.html", LandingPage());
    pages.Add("/landing.css", LandingStyle());
  }
  std::string descriptor_set;
  if (!config.descriptor_set_file().empty()) {
    ASSIGN_OR_RETURN(descriptor_set, config::ReadFile(config.descriptor_set_file()));
  }
  ASSIGN_OR_RETURN(std::string document, OpenApiDocument(routes, descriptor_set));
  pages.Add("/openapi.json", std::move(document));
  return absl::OkStatus();
}

std::unique_ptr<ApiHandler> Gateway::Parts::MakeApiHandler() {
  // One set for the process: metrics outlive a gateway, tests start several.
  static const auto* const families = new metrics::CallFamilies("deputies_gateway");
  ApiHandlerParts api_parts;
  api_parts.router = router.get();
  api_parts.upstream = upstream.get();
  api_parts.sessions = sessions.get();
  api_parts.keys = &keys;
  api_parts.pages = &pages;
  const auto metrics_of = [this](const std::string& name) {
    std::unique_ptr<metrics::CallMetrics>& one = metrics[name];
    if (one == nullptr) one = std::make_unique<metrics::CallMetrics>(*families, name);
    return one.get();
  };
  api_parts.unrouted = metrics_of("none");
  for (const Route& route : routes) {
    ApiMethod method;
    method.route = &route;
    method.codec = transcoder->Compile(route);
    const std::string& service = route.method->service()->full_name();
    method.backend = backend_of_service.at(service);
    method.grpc_method = absl::StrCat("/", service, "/", route.method->name());
    method.timeout = timeouts[method.backend];
    method.metrics = metrics_of(route.method->full_name());
    method.session_end = SessionEndOf(*route.method);
    api_parts.methods.push_back(std::move(method));
  }
  return std::make_unique<ApiHandler>(std::move(api_parts));
}

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const v1::GatewayConfig& config) {
  ASSIGN_OR_RETURN(auth::CallerKeys keys, auth::CallerKeys::FromFile(config.caller_keys_file()));
  auto parts = std::make_unique<Parts>(std::move(keys));
  parts->drain_timeout = Milliseconds(config.drain_timeout_ms(), 10000);
  RETURN_IF_ERROR(parts->ReadUpstreams(config));
  RETURN_IF_ERROR(parts->ReadPages(config));
  parts->router = std::make_unique<Router>(parts->routes);
  parts->transcoder = std::make_unique<TableTranscoder>();
  parts->upstream = std::make_unique<UpstreamClient>(parts->addresses, /*pollers=*/1);
  SessionFilterOptions session_options;
  session_options.believe = absl::Seconds(std::min(Or(config.session_cache_seconds(), 3u), 5u));
  parts->sessions = std::make_unique<SessionFilter>(
      parts->upstream.get(), parts->backend_of_service[kAuthService], parts->keys, session_options);
  parts->api = parts->MakeApiHandler();
  parts->admin = std::make_unique<AdminHandler>(parts->upstream.get(), parts->addresses);
  parts->server = std::make_unique<Server>(ServerOptionsOf(config));
  absl::Status started = parts->server->Start(
      {{config.listen_address(), parts->api.get()}, {config.admin_address(), parts->admin.get()}});
  auto gateway = std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
  if (!started.ok()) return started;
  return gateway;
}

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Gateway::~Gateway() {
  // Calls end first: they answer into connections.
  parts_->upstream->Shutdown();
  parts_->server->Stop();
}

uint16_t Gateway::port() const { return parts_->server->port(0); }
uint16_t Gateway::admin_port() const { return parts_->server->port(1); }

void Gateway::Stop() {
  parts_->admin->BeginStop();
  parts_->server->Drain(0, parts_->drain_timeout);
  log::Info("drained", {{"connectionsLeft", parts_->server->connection_count()}});
}

}  // namespace deputies::gateway
