// The gateway and every service in one process, for a county on one machine: the same programs, on
// threads, and the gateway calls their handlers directly instead of through sockets.
//
//   all_in_one --config=DIR
//
// DIR holds the textproto of each process. Calls between services, of deputiesctl and of health
// checks go through the services' sockets as ever. Metrics of all stand at the gateway's own port
// alone.
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/strip.h"
#include "deputies/gateway/v1/config.pb.h"
#include "gateway/gateway.h"
#include "services/accounts/composition/program.h"
#include "services/all_in_one/shared_host.h"
#include "services/board/composition/program.h"
#include "services/common/base/process_start.h"
#include "services/common/config/config.h"
#include "services/common/log/log.h"
#include "services/common/rpc/startup.h"
#include "services/duty/composition/program.h"
#include "services/reception/composition/program.h"
#include "services/wechat/composition/program.h"
#include "sodium.h"

namespace deputies::all_in_one {
namespace {

constexpr char kProcessName[] = "all_in_one";

int Main(int argc, char** argv) {
  log::Init(kProcessName, "info");
  const sigset_t stop_signals = base::PrepareProcess();
  if (sodium_init() < 0) rpc::Die("libsodium", absl::InternalError("sodium_init"));

  absl::string_view folder = argc == 2 ? argv[1] : "";
  if (!absl::ConsumePrefix(&folder, "--config=")) {
    rpc::Die("arguments", absl::InvalidArgumentError("the only argument is --config=DIR"));
  }
  Services services{std::string(folder)};
  gateway::v1::GatewayConfig config;
  const absl::Status loaded =
      config::Load(services.folder() + "/gateway.textproto", config::Environment(), &config);
  if (!loaded.ok()) rpc::Die("gateway", loaded);
  log::Init(kProcessName, config.log_level());

  std::vector<std::thread> threads;
  for (const rpc::Program program :
       {wechat::Run, accounts::Run, duty::Run, board::Run, reception::Run}) {
    threads.emplace_back([&services, program] {
      SharedHost host(services);
      program(host);
    });
  }
  services.WaitFor(threads.size());
  auto gateway = rpc::OrDie("gateway", gateway::Gateway::Start(config, services.direct()));
  log::Info("serving", {{"port", gateway->port()}, {"adminPort", gateway->admin_port()}});

  int signal_number = 0;
  sigwait(&stop_signals, &signal_number);
  log::Info("stopping", {{"signal", signal_number}});
  gateway->Stop();
  gateway.reset();
  services.Stop();
  for (std::thread& thread : threads) thread.join();
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace deputies::all_in_one

int main(int argc, char** argv) { return deputies::all_in_one::Main(argc, argv); }
