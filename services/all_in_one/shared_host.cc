#include "services/all_in_one/shared_host.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/config/config.h"
#include "services/common/log/log.h"
#include "services/common/rpc/startup.h"

namespace deputies::all_in_one {
namespace {

class ServerBackend final : public gateway::DirectBackend {
 public:
  explicit ServerBackend(rpc::Server* server) : server_(*server) {}

  bool Start(const std::string& method, std::string signed_caller, absl::Time deadline,
             const grpc::ByteBuffer& request, Done done) override {
    return server_.CallLocally(method, std::move(signed_caller), deadline, request,
                               std::move(done));
  }

 private:
  rpc::Server& server_;
};

}  // namespace

void Services::WaitFor(size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return backends_.size() >= count; });
}

std::map<std::string, gateway::DirectBackend*> Services::direct() {
  std::lock_guard lock(mutex_);
  std::map<std::string, gateway::DirectBackend*> all;
  for (const auto& [address, backend] : backends_) all.emplace(address, backend.get());
  return all;
}

void Services::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

bool Services::StopRequested() {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; });
}

void Services::Add(const std::string& address, rpc::Server* server) {
  {
    std::lock_guard lock(mutex_);
    backends_.emplace(address, std::make_unique<ServerBackend>(server));
  }
  changed_.notify_all();
}

void SharedHost::Configure(absl::string_view name, google::protobuf::Message* config) {
  const absl::Status loaded = config::Load(
      absl::StrCat(services_.folder(), "/", name, ".textproto"), config::Environment(), config);
  if (!loaded.ok()) rpc::Die(name, loaded);
}

int SharedHost::Serve(const rpc::ServeOptions& options, const auth::CallerKeys& caller_keys,
                      std::vector<const rpc::ServiceTable*> tables) {
  const std::string& address = options.server.listen_address();
  const std::unique_ptr<rpc::Server> server = rpc::OrDie(
      address, rpc::Server::Start({options.server, options.worker_start, options.worker_stop,
                                   options.replies, options.watches},
                                  caller_keys, tables));
  services_.Add(address, server.get());
  rpc::KeepServing(*server, options, [this] { return services_.StopRequested(); });
  return EXIT_SUCCESS;
}

}  // namespace deputies::all_in_one
