// Where messages are kept. Implemented by storage/SqlMessageStore.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_STORE_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_STORE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_access.h"

namespace deputies::board {

// Facts for the other services, told after commit and at least once.
struct MessagePosted {
  int64_t message_id = 0;
  int64_t author_id = 0;
  int64_t deputy_id = 0;  // 0: addressed to the home
};
struct MessageAnswered {
  int64_t message_id = 0;
  int64_t author_id = 0;
  int64_t answer_id = 0;
  int64_t responder_id = 0;
  int64_t deputy_id = 0;  // 0: staff of the home answered
};
struct MessageRated {
  int64_t message_id = 0;
  int64_t author_id = 0;
  int score = 0;
};
using Fact = std::variant<MessagePosted, MessageAnswered, MessageRated>;

enum class ImportOutcome {
  kStored,
  kKnown,    // a message of this source id is there
  kIdTaken,  // another message has this id: choose another
};

// One transaction. Errors of any function besides those named are of the database and end the
// transaction.
class MessageTransaction {
 public:
  virtual ~MessageTransaction() = default;

  // First in every write. Absent: the key is new and now taken, go on. Otherwise the work was done
  // before, for this message: change nothing. ALREADY_EXISTS/REQUEST_ID_REUSED when the key came
  // with another body. Waits for a running transaction with the same key.
  virtual absl::StatusOr<std::optional<int64_t>> ClaimRequest(const RequestKey& key,
                                                              int64_t message_id) = 0;
  // The message without answers, locked until the end; absent when there is none.
  virtual absl::StatusOr<std::optional<Message>> LockMessage(int64_t home_id,
                                                             int64_t message_id) = 0;

  virtual absl::Status InsertMessage(const Message& message) = 0;
  // With answers. ImportOutcome::kStored stores; the others store nothing.
  virtual absl::StatusOr<ImportOutcome> InsertImported(const Message& message,
                                                       const std::string& source_id) = 0;
  virtual absl::Status InsertAnswer(const Message& message, const Answer& answer) = 0;
  // Writes state, version, answer count and rating of a locked message.
  virtual absl::Status UpdateMessage(const Message& message) = 0;
  // Queues the fact for the other services.
  virtual absl::Status Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) = 0;
};

// Position in a list, newest first: messages older than `before_id`.
struct ListQuery {
  int64_t home_id = 0;
  int64_t before_id = std::numeric_limits<int64_t>::max();
  int limit = 0;  // 1-51
};

// Thread-safe.
class MessageStore {
 public:
  virtual ~MessageStore() = default;

  // Runs `closure` in one transaction, committed when it returns OK. It may run more than once and
  // must not keep state between runs; it must begin with something that finds the first run's work
  // (ClaimRequest, source ids).
  virtual absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(MessageTransaction&)> closure) = 0;

  // With answers; absent when there is none. Does not ask who reads.
  virtual absl::StatusOr<std::optional<Message>> FindMessage(absl::Time deadline, int64_t home_id,
                                                             int64_t message_id) = 0;
  // Messages that the viewer may read by MayRead, newest first, with answers.
  virtual absl::StatusOr<std::vector<Message>> ListMessages(absl::Time deadline,
                                                            const Viewer& viewer,
                                                            const ListQuery& query) = 0;
  // The message that an earlier write with this key concerned. REQUEST_ID_REUSED as ClaimRequest.
  virtual absl::StatusOr<std::optional<int64_t>> FindRequest(absl::Time deadline,
                                                             const RequestKey& key) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_STORE_H_
