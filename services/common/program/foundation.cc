#include "services/common/program/foundation.h"

#include <utility>

#include "services/common/config/config.h"
#include "services/common/db/open.h"
#include "services/common/outbox/grpc_consumer.h"
#include "services/common/rpc/startup.h"

namespace deputies::program {
namespace {

constexpr uint32_t kDefaultWorkerThreads = 8;
// Relay, sweeper and health check.
constexpr uint32_t kOwnThreads = 3;

}  // namespace

Foundation::Foundation(
    const char* process_name, const common::v1::ServerConfig& server,
    const common::v1::DatabaseConfig& database, const std::string& page_token_key_file,
    const google::protobuf::RepeatedPtrField<common::v1::UpstreamConfig>& upstreams,
    uint32_t more_threads)
    : process_name_(process_name),
      server_(server),
      upstreams_(upstreams),
      caller_keys_(
          rpc::OrDie("caller_keys_file", auth::CallerKeys::FromFile(server.caller_keys_file()))),
      page_tokens_(
          rpc::OrDie("page_token_key_file", auth::PageTokens::FromFile(page_token_key_file))),
      database_(rpc::OrDie(
          "database", db::OpenDatabase(
                          database, rpc::OrDefault(server.worker_threads(), kDefaultWorkerThreads) +
                                        kOwnThreads + more_threads))),
      clock_(base::Clock::System()),
      ids_(clock_, server.node_number()),
      client_(caller_keys_, process_name_) {}

Upstream Foundation::UpstreamOf(absl::string_view proto_service,
                                absl::Duration usual_timeout) const {
  const common::v1::UpstreamConfig found =
      rpc::OrDie("upstreams", rpc::FindUpstream(upstreams_, proto_service));
  return {found.address(),
          found.timeout_ms() > 0 ? absl::Milliseconds(found.timeout_ms()) : usual_timeout};
}

void Foundation::StartRelay(
    const google::protobuf::RepeatedPtrField<std::string>& consumer_addresses) {
  relay_ = std::make_unique<outbox::Relay>(
      *database_, clock_,
      outbox::GrpcConsumers({consumer_addresses.begin(), consumer_addresses.end()}, caller_keys_,
                            process_name_));
  relay_->Start();
}

void Foundation::StartSweeper(std::vector<db::RetentionRule> rules) {
  sweeper_ = std::make_unique<db::RetentionSweeper>(*database_, clock_, std::move(rules));
  sweeper_->Start();
}

rpc::ServeOptions Foundation::Options(const std::vector<db::Migration>& migrations,
                                      std::function<void()> stop_jobs) {
  readiness_ = std::make_unique<db::Readiness>(*database_, migrations);
  rpc::ServeOptions options;
  options.server = server_;
  options.worker_start = db::ThreadStart;
  options.worker_stop = db::ThreadStop;
  options.ready = [this] { return readiness_->Check(); };
  options.before_exit = [this, stop_jobs = std::move(stop_jobs)] {
    stop_jobs();
    if (relay_ != nullptr) relay_->Stop();
    if (sweeper_ != nullptr) sweeper_->Stop();
  };
  return options;
}

base::WorkCalendar ReadWorkCalendar(const std::string& path) {
  return rpc::OrDie("holidays_file",
                    base::WorkCalendar::Parse(rpc::OrDie("holidays_file", config::ReadFile(path))));
}

}  // namespace deputies::program
