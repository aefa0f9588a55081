#include "services/common/redis/master_finder.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace deputies::redis {
namespace {

// The only answer of a round trip with one command; a refusal becomes UNAVAILABLE.
absl::StatusOr<Reply> OnlyReply(absl::StatusOr<std::vector<Answer>> answers) {
  if (!answers.ok()) return answers.status();
  if (const Refusal* refusal = std::get_if<Refusal>(&answers->front())) {
    return Unavailable(refusal->text);
  }
  return std::get<Reply>(std::move(answers->front()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> MasterFinder::Connect() {
  if (options_.fixed.has_value()) {
    return Connection::Open(*options_.fixed, options_.password, options_.timeout);
  }
  ASSIGN_OR_RETURN(const Endpoint master, Find());
  absl::StatusOr<std::unique_ptr<Connection>> connection =
      Connection::Open(master, options_.password, options_.timeout);
  if (!connection.ok()) {
    Forget();
    return connection;
  }
  // A Sentinel may be late to notice that this server lost its role.
  absl::StatusOr<Reply> role = OnlyReply((*connection)->RoundTrip({{"ROLE"}}));
  if (!role.ok() || role->elements.empty() || role->elements[0].text != "master") {
    Forget();
    return role.ok() ? Unavailable("the server is not the master") : role.status();
  }
  return connection;
}

void MasterFinder::Forget() {
  std::lock_guard<std::mutex> lock(mutex_);
  known_.reset();
}

absl::StatusOr<Endpoint> MasterFinder::Find() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (known_.has_value()) return *known_;
  }
  absl::Status last = Unavailable("no Sentinel is configured");
  for (const Endpoint& sentinel : options_.sentinels) {
    absl::StatusOr<Endpoint> master = Ask(sentinel);
    if (master.ok()) {
      std::lock_guard<std::mutex> lock(mutex_);
      known_ = *master;
      return master;
    }
    last = master.status();
  }
  return last;
}

absl::StatusOr<Endpoint> MasterFinder::Ask(const Endpoint& sentinel) {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                   Connection::Open(sentinel, "", options_.timeout));
  ASSIGN_OR_RETURN(const Reply reply,
                   OnlyReply(connection->RoundTrip(
                       {{"SENTINEL", "get-master-addr-by-name", options_.master_name}})));
  if (reply.elements.size() != 2) return Unavailable("the Sentinel does not know the master");
  absl::StatusOr<Endpoint> master =
      ParseEndpoint(absl::StrCat(reply.elements[0].text, ":", reply.elements[1].text));
  return master.ok() ? master : Unavailable("the Sentinel names no usable address");
}

}  // namespace deputies::redis
