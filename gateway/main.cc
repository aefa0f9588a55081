#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "gateway/gateway.h"
#include "google/protobuf/message.h"
#include "services/common/base/process_start.h"
#include "services/common/config/config.h"
#include "services/common/log/log.h"
#include "sodium.h"

ABSL_FLAG(std::string, config, "", "textproto file with a deputies.gateway.v1.GatewayConfig");

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("HTTP/JSON gateway of the deputies' home: gateway --config=FILE");
  absl::ParseCommandLine(argc, argv);

  const sigset_t stop_signals = deputies::base::PrepareProcess();

  deputies::gateway::v1::GatewayConfig config;
  const absl::Status loaded =
      deputies::config::Load(absl::GetFlag(FLAGS_config), deputies::config::Environment(), &config);
  if (!loaded.ok()) {
    std::cerr << "gateway: " << loaded.message() << "\n";
    return 2;
  }
  if (sodium_init() < 0) {
    std::cerr << "gateway: libsodium cannot start\n";
    return 1;
  }
  deputies::log::Init("gateway", config.log_level());
  auto gateway = deputies::gateway::Gateway::Start(config);
  if (!gateway.ok()) {
    std::cerr << "gateway: " << gateway.status().message() << "\n";
    return 1;
  }
  deputies::log::Info("serving",
                      {{"port", (*gateway)->port()}, {"adminPort", (*gateway)->admin_port()}});

  int signal_number = 0;
  sigwait(&stop_signals, &signal_number);
  deputies::log::Info("stopping", {{"signal", signal_number}});
  (*gateway)->Stop();
  gateway->reset();
  return 0;
}
