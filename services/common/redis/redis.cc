#include "services/common/redis/redis.h"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <iterator>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/log/log.h"
#include "services/common/redis/breaker.h"
#include "services/common/redis/connection.h"
#include "services/common/redis/master_finder.h"

namespace deputies::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kBreakerThreshold = 5;
constexpr milliseconds kBreakerPause(1000);
constexpr milliseconds kDefaultTimeout(50);
constexpr size_t kDefaultConnections = 4;

// How far a refusal reaches.
enum class Reach {
  kCommand,  // this command is wrong
  kMoment,   // the server cannot now; the connection is fine
  kServer,   // this server is not, or not yet, the one to talk to
};

Reach ReachOf(absl::string_view code) {
  for (absl::string_view server : {"READONLY", "LOADING", "MASTERDOWN", "NOREPLICAS", "MISCONF",
                                   "CLUSTERDOWN", "NOAUTH", "WRONGPASS", "NOPERM", "UNBLOCKED"}) {
    if (code == server) return Reach::kServer;
  }
  return code == "BUSY" || code == "OOM" || code == "TRYAGAIN" ? Reach::kMoment : Reach::kCommand;
}

class NoRedis final : public Redis {
 public:
  absl::StatusOr<Reply> Command(const Arguments&) override { return Away(); }
  absl::StatusOr<std::vector<Reply>> Pipeline(const std::vector<Arguments>&) override {
    return Away();
  }
  absl::StatusOr<Reply> Run(const Script&, const Arguments&, const Arguments&) override {
    return Away();
  }

 private:
  static absl::Status Away() { return Unavailable("no Redis is configured"); }
};

class PooledRedis final : public Redis {
 public:
  PooledRedis(MasterFinder::Options options, size_t connections)
      : timeout_(options.timeout), size_(connections), finder_(std::move(options)) {}

  absl::StatusOr<Reply> Command(const Arguments& arguments) override {
    ASSIGN_OR_RETURN(Answer answer, RunOne(arguments));
    return Accepted(std::move(answer));
  }

  absl::StatusOr<std::vector<Reply>> Pipeline(const std::vector<Arguments>& commands) override {
    ASSIGN_OR_RETURN(std::vector<Answer> answers, RunAll(commands));
    std::vector<Reply> replies;
    replies.reserve(answers.size());
    for (Answer& answer : answers) {
      ASSIGN_OR_RETURN(Reply reply, Accepted(std::move(answer)));
      replies.push_back(std::move(reply));
    }
    return replies;
  }

  absl::StatusOr<Reply> Run(const Script& script, const Arguments& keys,
                            const Arguments& arguments) override {
    ASSIGN_OR_RETURN(const std::string digest, DigestOf(script));
    const std::string key_count = absl::StrCat(keys.size());
    Arguments command = {"EVALSHA", digest, key_count};
    command.insert(command.end(), keys.begin(), keys.end());
    command.insert(command.end(), arguments.begin(), arguments.end());
    ASSIGN_OR_RETURN(Answer answer, RunOne(command));
    const Refusal* refusal = std::get_if<Refusal>(&answer);
    if (refusal != nullptr && refusal->code() == "NOSCRIPT") {  // restarted, or another master
      command[0] = "EVAL";
      command[1] = script.source;
      ASSIGN_OR_RETURN(answer, RunOne(command));
    }
    return Accepted(std::move(answer));
  }

 private:
  static absl::StatusOr<Reply> Accepted(Answer answer) {
    if (const Refusal* refusal = std::get_if<Refusal>(&answer)) {
      return absl::InternalError(absl::StrCat("redis refused: ", refusal->text));
    }
    return std::get<Reply>(std::move(answer));
  }

  absl::StatusOr<Answer> RunOne(const Arguments& arguments) {
    ASSIGN_OR_RETURN(std::vector<Answer> answers, RunAll({arguments}));
    return std::move(answers.front());
  }

  // Refusals among the answers are of reach kCommand.
  absl::StatusOr<std::vector<Answer>> RunAll(const std::vector<Arguments>& commands) {
    if (!breaker_.Admit(steady_clock::now())) return Unavailable("the breaker is open");
    absl::StatusOr<std::vector<Answer>> answers = TryAll(commands);
    if (answers.ok()) {
      if (breaker_.Succeeded()) log::Info("Redis is back");
    } else if (breaker_.Failed(steady_clock::now())) {
      log::Warning("Redis is away", {{"status", answers.status()}});
    }
    return answers;
  }

  absl::StatusOr<std::vector<Answer>> TryAll(const std::vector<Arguments>& commands) {
    ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Checkout());
    absl::StatusOr<std::vector<Answer>> answers = connection->RoundTrip(commands);
    if (!answers.ok()) {
      connection.reset();
      CloseAll();
      return answers;
    }
    Reach reach = Reach::kCommand;
    std::string worst;
    for (const Answer& answer : *answers) {
      const Refusal* refusal = std::get_if<Refusal>(&answer);
      if (refusal == nullptr || ReachOf(refusal->code()) <= reach) continue;
      reach = ReachOf(refusal->code());
      worst = refusal->text;
    }
    if (reach == Reach::kServer) {
      connection.reset();
      CloseAll();
    } else {
      GiveBack(std::move(connection));
    }
    if (reach != Reach::kCommand) return Unavailable(worst);
    return answers;
  }

  absl::StatusOr<std::unique_ptr<Connection>> Checkout() {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      if (!returned_.wait_for(lock, timeout_, [&] { return !idle_.empty() || open_ < size_; })) {
        return Unavailable("all connections are in use");
      }
      if (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
      ++open_;
    }
    absl::StatusOr<std::unique_ptr<Connection>> connection = finder_.Connect();
    if (!connection.ok()) CloseAll();
    return connection;
  }

  void GiveBack(std::unique_ptr<Connection> connection) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
  }

  // One connection broke: those that stand idle are to the same server.
  void CloseAll() {
    std::vector<std::unique_ptr<Connection>> stale;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stale.swap(idle_);
      open_ -= stale.size() + 1;
    }
    returned_.notify_all();
    finder_.Forget();
  }

  absl::StatusOr<std::string> DigestOf(const Script& script) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      const auto found = digests_.find(script.source);
      if (found != digests_.end()) return found->second;
    }
    ASSIGN_OR_RETURN(const Reply digest, Command({"SCRIPT", "LOAD", script.source}));
    std::lock_guard<std::mutex> lock(mutex_);
    digests_[script.source] = digest.text;
    return digest.text;
  }

  const milliseconds timeout_;
  const size_t size_;
  MasterFinder finder_;
  Breaker breaker_{kBreakerThreshold, kBreakerPause};
  std::mutex mutex_;
  std::condition_variable returned_;
  size_t open_ = 0;  // idle and in use
  std::vector<std::unique_ptr<Connection>> idle_;
  std::unordered_map<const char*, std::string> digests_;  // by source
};

absl::StatusOr<std::string> ReadPassword(const std::string& file) {
  if (file.empty()) return std::string();
  std::ifstream stream(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) return absl::InvalidArgumentError(absl::StrCat("cannot read password_file ", file));
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

// hiredis writes without MSG_NOSIGNAL: a server that went away would end the process.
void IgnoreBrokenPipes() {
  struct sigaction current {};
  if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) {
    std::signal(SIGPIPE, SIG_IGN);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Redis>> OpenRedis(const common::v1::RedisConfig& config) {
  if (config.address().empty() && config.sentinels().empty()) return std::make_unique<NoRedis>();
  IgnoreBrokenPipes();
  MasterFinder::Options options;
  if (config.sentinels().empty()) {
    ASSIGN_OR_RETURN(options.fixed, ParseEndpoint(config.address()));
  } else if (config.sentinel_master().empty()) {
    return absl::InvalidArgumentError("redis.sentinel_master is missing");
  }
  for (const std::string& sentinel : config.sentinels()) {
    ASSIGN_OR_RETURN(Endpoint endpoint, ParseEndpoint(sentinel));
    options.sentinels.push_back(std::move(endpoint));
  }
  options.master_name = config.sentinel_master();
  ASSIGN_OR_RETURN(options.password, ReadPassword(config.password_file()));
  if (config.command_timeout_ms() > 0) {
    options.timeout = milliseconds(config.command_timeout_ms());
  } else {
    options.timeout = kDefaultTimeout;
  }
  const size_t connections = config.connections() > 0 ? config.connections() : kDefaultConnections;
  return std::make_unique<PooledRedis>(std::move(options), connections);
}

}  // namespace deputies::redis
