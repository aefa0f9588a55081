#include "services/common/rpc/process.h"

#include <signal.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "services/common/base/process_start.h"
#include "services/common/config/config.h"
#include "services/common/log/log.h"
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/server.h"
#include "sodium.h"

namespace deputies::rpc {
namespace {

using google::protobuf::Message;

[[noreturn]] void Exit(absl::string_view message, const absl::Status& status) {
  log::Error(message, {{"status", status}});
  std::exit(EXIT_FAILURE);
}

std::string LogLevel(const Message& config) {
  const auto* own = config.GetDescriptor()->FindFieldByName("log_level");
  if (own != nullptr) return config.GetReflection()->GetString(config, own);
  const auto* server = config.GetDescriptor()->FindFieldByName("server");
  if (server == nullptr || server->message_type() != common::v1::ServerConfig::descriptor())
    return "";
  return static_cast<const common::v1::ServerConfig&>(
             config.GetReflection()->GetMessage(config, server))
      .log_level();
}

class OwnProcess final : public Host {
 public:
  OwnProcess(int argc, char** argv) : argc_(argc), argv_(argv) {}

  void Configure(absl::string_view name, Message* config) override {
    log::Init(name, "info");
    stop_signals_ = base::PrepareProcess();
    if (sodium_init() < 0) Exit("libsodium cannot start", absl::InternalError("sodium_init"));

    absl::string_view path;
    if (argc_ == 2) {
      path = argv_[1];
      if (!absl::ConsumePrefix(&path, "--config=")) path = "";
    }
    if (path.empty()) {
      Exit("Usage: the only argument is --config=FILE", absl::InvalidArgumentError("arguments"));
    }
    const absl::Status status = config::Load(std::string(path), config::Environment(), config);
    if (!status.ok()) Exit("Bad configuration", status);
    log::Init(name, LogLevel(*config));
  }

  int Serve(const ServeOptions& options, const auth::CallerKeys& caller_keys,
            std::vector<const ServiceTable*> tables) override {
    auto exposer = metrics::Expose(options.server.metrics_address());
    if (!exposer.ok()) Exit("Cannot serve metrics", exposer.status());
    auto server = Server::Start({options.server, options.worker_start, options.worker_stop,
                                 options.replies, options.watches},
                                caller_keys, tables);
    if (!server.ok()) Exit("Cannot start", server.status());
    KeepServing(**server, options, [this] { return StopRequested(); });
    return EXIT_SUCCESS;
  }

 private:
  // Waits a second; true when a stop signal came.
  bool StopRequested() const {
    const timespec second{1, 0};
    return sigtimedwait(&stop_signals_, nullptr, &second) > 0;
  }

  const int argc_;
  char** const argv_;
  sigset_t stop_signals_;
};

}  // namespace

int RunAlone(int argc, char** argv, Program program) {
  OwnProcess process(argc, argv);
  return program(process);
}

void KeepServing(Server& server, const ServeOptions& options,
                 const std::function<bool()>& stop_requested) {
  log::Info("Listening", {{"address", options.server.listen_address()}});
  bool serving = false;
  do {
    const absl::Status ready = options.ready ? options.ready() : absl::OkStatus();
    if (ready.ok() != serving) {
      serving = ready.ok();
      server.SetServing(serving);
      if (serving) {
        log::Info("Ready");
      } else {
        log::Warning("Not ready any more", {{"status", ready}});
      }
    }
  } while (!stop_requested());

  log::Info("Stopping");
  server.SetServing(false);
  absl::SleepFor(absl::Milliseconds(options.server.drain_notice_ms()));
  const uint32_t drain_ms = options.server.drain_timeout_ms();
  server.Shutdown(absl::Milliseconds(drain_ms > 0 ? drain_ms : 10'000));
  if (options.before_exit) options.before_exit();
  log::Info("Stopped");
}

}  // namespace deputies::rpc
