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
#include "gateway/gateway_metrics.h"
#include "gateway/http/server.h"
#include "gateway/openapi/openapi_document.h"
#include "gateway/routing/route_table.h"
#include "gateway/transcode/table_transcoder.h"
#include "gateway/web/compiled_pages.h"
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

AdmissionOptions AdmissionOptionsOf(const v1::AdmissionConfig& config) {
  AdmissionOptions options;
  options.min_concurrency = Or(config.min_concurrency(), 16u);
  options.initial_concurrency = Or(config.initial_concurrency(), 64u);
  options.max_concurrency = Or(config.max_concurrency(), 512u);
  options.slow_read = Milliseconds(config.slow_read_ms(), 250);
  options.queue_capacity = Or(config.queue_capacity(), 512u);
  options.max_wait = Milliseconds(config.max_wait_ms(), 1000);
  return options;
}

CallPriority PriorityOf(v1::Priority priority) {
  switch (priority) {
    case v1::EXPORT:
      return CallPriority::kExport;
    case v1::RANKING:
      return CallPriority::kRanking;
    case v1::WRITE:
      return CallPriority::kWrite;
    default:
      return CallPriority::kRead;
  }
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
  TrustedProxies proxies;
  CloudHosting cloud_hosting;
  std::unique_ptr<Cors> cors;
  std::vector<RateLimit> limits;
  std::map<std::string, size_t> limit_of_class;
  std::map<std::string, CallPriority> priority_of_class;
  std::unique_ptr<redis::Redis> redis;
  std::unique_ptr<RateLimiter> limiter;
  std::unique_ptr<PublicCache> cache;
  WatchLimits watches{WatchLimits::Options()};
  std::vector<std::unique_ptr<Admission>> admissions;  // by backend
  RetryBudget retries;
  std::unique_ptr<UpstreamClient> upstream;
  std::unique_ptr<SessionFilter> sessions;
  std::unique_ptr<ApiHandler> api;
  std::unique_ptr<AdminHandler> admin;
  std::unique_ptr<Server> server;

  absl::Status ReadUpstreams(const v1::GatewayConfig& config);
  absl::Status ReadPages(const v1::GatewayConfig& config);
  absl::Status ReadLimits(const v1::GatewayConfig& config);
  ApiMethod MakeMethod(const Route& route);
  std::unique_ptr<ApiHandler> MakeApiHandler(const v1::GatewayConfig& config);
  void SetGauges() const;
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
  for (const v1::PageFolder& one : config.page_folders()) {
    const absl::Status added = pages.AddFolder(one.path(), one.folder(), one.index_fallback());
    if (absl::IsNotFound(added)) {
      log::Warning("pages are not there", {{"path", one.path()}, {"folder", one.folder()}});
    } else {
      RETURN_IF_ERROR(added);
    }
  }
  if (!pages.Has("/")) {
    for (CompiledPage& page : LandingPages()) pages.Add(page.path, std::move(page.text));
  }
  for (CompiledPage& page : DocumentationPages()) pages.Add(page.path, std::move(page.text));
  std::string descriptor_set;
  if (!config.descriptor_set_file().empty()) {
    ASSIGN_OR_RETURN(descriptor_set, config::ReadFile(config.descriptor_set_file()));
  }
  ASSIGN_OR_RETURN(std::string document,
                   OpenApiDocument(routes, descriptor_set, config.api_owner()));
  pages.Add("/openapi.json", std::move(document));
  return absl::OkStatus();
}

absl::Status Gateway::Parts::ReadLimits(const v1::GatewayConfig& config) {
  const uint32_t scale = Or(config.rate_limit_scale(), 1u);
  const auto add = [&](const std::string& rate_class, uint32_t per_minute, uint32_t burst,
                       CallPriority priority) {
    limit_of_class[rate_class] = limits.size();
    priority_of_class[rate_class] = priority;
    limits.push_back({rate_class, per_minute * 1.0 * scale / 60, burst * scale});
  };
  for (const v1::RateLimit& one : config.rate_limits()) {
    if (one.rate_class().empty() || one.per_minute() == 0 || one.burst() == 0 ||
        limit_of_class.count(one.rate_class()) > 0) {
      return absl::InvalidArgumentError(absl::StrCat("rate_limits: \"", one.rate_class(),
                                                     "\" wants per_minute and burst, once each"));
    }
    add(one.rate_class(), one.per_minute(), one.burst(), PriorityOf(one.priority()));
  }
  if (limit_of_class.count("read") == 0) add("read", 600, 120, CallPriority::kRead);
  if (limit_of_class.count("post") == 0) add("post", 20, 10, CallPriority::kWrite);
  ASSIGN_OR_RETURN(redis, redis::OpenRedis(config.redis()));
  limiter = std::make_unique<RateLimiter>(limits, redis.get());
  cloud_hosting = CloudHosting(config.cloud_hosting_app_id());
  ASSIGN_OR_RETURN(proxies, TrustedProxies::Parse({config.trusted_proxies().begin(),
                                                   config.trusted_proxies().end()}));
  return absl::OkStatus();
}

ApiMethod Gateway::Parts::MakeMethod(const Route& route) {
  ApiMethod method;
  method.route = &route;
  method.codec = transcoder->Compile(route);
  const std::string& service = route.method->service()->full_name();
  method.backend = backend_of_service.at(service);
  method.admission = admissions[method.backend].get();
  method.grpc_method = absl::StrCat("/", service, "/", route.method->name());
  method.timeout = timeouts[method.backend];
  method.writes = route.rule.effect() == common::v1::WRITE;
  const bool known = limit_of_class.count(route.rule.rate_class()) > 0;
  const std::string rate_class = known ? route.rule.rate_class() : method.writes ? "post" : "read";
  method.rate_limit = limit_of_class.at(rate_class);
  method.priority = priority_of_class.at(rate_class);
  for (size_t i = 0; i < route.bindings.size(); ++i) {
    const auto& path = route.bindings[i].field_path;
    if (path.size() == 1 && path[0]->name() == "home_id")
      method.home_variable = static_cast<int>(i);
  }
  method.cacheable = !method.writes && !route.raw_response && !route.streams() &&
                     route.IsPublic() && route.http_method == "GET";
  if (route.raw_body) method.max_body_bytes = route.rule.raw().max_bytes();
  method.repeatable =
      !method.writes || route.method->input_type()->FindFieldByName("request_id") != nullptr;
  method.quick = !method.writes && method.priority == CallPriority::kRead;
  method.session_end = SessionEndOf(*route.method);
  return method;
}

std::unique_ptr<ApiHandler> Gateway::Parts::MakeApiHandler(const v1::GatewayConfig& config) {
  // One set for the process: metrics outlive a gateway, tests start several.
  static const auto* const families = new metrics::CallFamilies("deputies_gateway");
  ApiHandlerParts api_parts;
  api_parts.limiter = limiter.get();
  api_parts.cache = cache.get();
  api_parts.retries = &retries;
  api_parts.watches = &watches;
  api_parts.proxies = &proxies;
  api_parts.cloud_hosting = &cloud_hosting;
  api_parts.cors = cors.get();
  api_parts.head_requests = config.head_requests();
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
  std::set<std::string> roots;
  for (const Route& route : routes) {
    // CompileRoutes lets no route begin with a variable.
    roots.insert(absl::StrCat("/", route.path.segments.front().literal, "/"));
  }
  api_parts.route_roots.assign(roots.begin(), roots.end());
  for (const Route& route : routes) {
    ApiMethod method = MakeMethod(route);
    method.metrics = metrics_of(route.method->full_name());
    api_parts.methods.push_back(std::move(method));
  }
  return std::make_unique<ApiHandler>(std::move(api_parts));
}

void Gateway::Parts::SetGauges() const {
  GatewayMetrics& gauges = GatewayMetrics::Get();
  for (size_t i = 0; i < addresses.size(); ++i) {
    const Admission::State state = admissions[i]->state();
    const prometheus::Labels backend = {{"backend", addresses[i]}};
    gauges.backend_running.Add(backend).Set(static_cast<double>(state.running));
    gauges.backend_waiting.Add(backend).Set(static_cast<double>(state.waiting));
    gauges.backend_limit.Add(backend).Set(state.limit);
    gauges.backend_breaker_open.Add(backend).Set(state.open ? 1 : 0);
    gauges.backend_refused.Add(backend).Set(static_cast<double>(state.refused));
  }
  gauges.connections.Set(server->connection_count());
  gauges.watches.Set(static_cast<double>(watches.size()));
  gauges.cache_bytes.Set(cache == nullptr ? 0 : static_cast<double>(cache->bytes()));
  gauges.limiter_cells.Set(static_cast<double>(limiter->size()));
  gauges.limiter_shared.Set(limiter->shared() ? 1 : 0);
}

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    const v1::GatewayConfig& config, const std::map<std::string, DirectBackend*>& direct) {
  ASSIGN_OR_RETURN(auth::CallerKeys keys, auth::CallerKeys::FromFile(config.caller_keys_file()));
  auto parts = std::make_unique<Parts>(std::move(keys));
  parts->drain_timeout = Milliseconds(config.drain_timeout_ms(), 10000);
  RETURN_IF_ERROR(parts->ReadUpstreams(config));
  RETURN_IF_ERROR(parts->ReadPages(config));
  RETURN_IF_ERROR(parts->ReadLimits(config));
  parts->cors = std::make_unique<Cors>(
      std::vector<std::string>(config.cors_origins().begin(), config.cors_origins().end()));
  if (!config.no_public_cache()) {
    parts->cache = std::make_unique<PublicCache>(
        absl::Milliseconds(std::min(Or(config.public_cache_ms(), 1000u), 2000u)));
  }
  for (size_t i = 0; i < parts->addresses.size(); ++i) {
    parts->admissions.push_back(
        std::make_unique<Admission>(AdmissionOptionsOf(config.admission())));
  }
  parts->router = std::make_unique<Router>(parts->routes);
  parts->transcoder = std::make_unique<TableTranscoder>();
  parts->upstream = std::make_unique<UpstreamClient>(parts->addresses, /*pollers=*/1, direct);
  SessionFilterOptions session_options;
  session_options.believe = absl::Seconds(std::min(Or(config.session_cache_seconds(), 3u), 5u));
  parts->sessions = std::make_unique<SessionFilter>(
      parts->upstream.get(), parts->backend_of_service[kAuthService], parts->keys, session_options);
  parts->api = parts->MakeApiHandler(config);
  parts->admin = std::make_unique<AdminHandler>(parts->upstream.get(), parts->addresses,
                                                [raw = parts.get()] { raw->SetGauges(); });
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
