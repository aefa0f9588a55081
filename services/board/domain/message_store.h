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
#include "services/board/domain/notice.h"

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
// A deputy's answer was confirmed by the author; `withdrawn` when the message was reopened later.
struct AnswerConfirmed {
  int64_t message_id = 0;
  int64_t author_id = 0;
  int64_t deputy_id = 0;
  bool from_template = false;
  bool withdrawn = false;
};
// Whether the author says that the matter is solved; of several the one with the highest version
// holds.
struct SolvedWord {
  int64_t message_id = 0;
  int32_t version = 0;
  bool solved = false;
};
using Fact = std::variant<MessagePosted, MessageAnswered, MessageRated, AnswerConfirmed, SolvedWord,
                          PersonsNotice>;

enum class ImportOutcome {
  kStored,
  kKnown,    // a message of this source id is there
  kIdTaken,  // another message has this id: choose another
};

// What a person may do with somebody's public message. Stored as these numbers.
enum class SupportKind { kFollow = 1, kCosign = 2 };

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
  // The message with its life and addressees but without answers, locked until the end; absent when
  // there is none. Of two messages the one with the lower id is locked first.
  virtual absl::StatusOr<std::optional<Message>> LockMessage(int64_t home_id,
                                                             int64_t message_id) = 0;

  // With its addressees, life, and what search needs.
  virtual absl::Status InsertMessage(const Message& message) = 0;
  // With answers. ImportOutcome::kStored stores; the others store nothing.
  virtual absl::StatusOr<ImportOutcome> InsertImported(const Message& message,
                                                       const std::string& source_id) = 0;
  virtual absl::Status InsertAnswer(const Message& message, const Answer& answer) = 0;
  // The author chose `message.visibility` anew: what others may see of it now. While moderators
  // hold or hide the message that is nothing, and the choice is kept for its release.
  virtual absl::StatusOr<Visibility> ChooseVisibility(const Message& message) = 0;
  // The author wrote something more that others see: WeChat is asked about the whole again.
  virtual absl::Status CheckText(const Message& message) = 0;
  // Writes what can change of a locked message, besides its addressees.
  virtual absl::Status UpdateMessage(const Message& message) = 0;
  // Gives the line its id.
  virtual absl::Status AppendTransition(const Transition& line) = 0;
  // The deputy reads and may handle the message from now on; no error when so already.
  virtual absl::Status AddAddressee(const Message& message, int64_t deputy_id) = 0;
  // Whether it changed anything. The counts are the caller's matter.
  virtual absl::StatusOr<bool> AddSupport(const Message& message, SupportKind kind,
                                          int64_t person_id) = 0;
  virtual absl::StatusOr<bool> RemoveSupport(const Message& message, SupportKind kind,
                                             int64_t person_id) = 0;
  // At most 1,000 of those who follow, co-signers included.
  virtual absl::StatusOr<std::vector<int64_t>> Supporters(const Message& message) = 0;
  // Ties photos of the author's to the stored message, in this order, and fills message->photos.
  // PhotoNotFound.
  virtual absl::Status AttachPhotos(const std::vector<int64_t>& photo_ids, Message* message) = 0;
  // Messages that were merged into this one; some may have been split again.
  virtual absl::StatusOr<std::vector<int64_t>> MergedInto(const Message& message) = 0;
  virtual absl::Status RecordMerge(const Message& message, int64_t into_id) = 0;
  virtual absl::Status InsertReceipt(const Message& message, const std::string& code) = 0;

  // Queues the fact for the other services.
  virtual absl::Status Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) = 0;
  // Queues a notice for holders of a role or a deputy, whom somebody else has to look up.
  virtual absl::Status Order(const NoticeOrder& order) = 0;
};

// Position in a list, newest first: messages older than `before_id`.
struct ListQuery {
  int64_t home_id = 0;
  int64_t before_id = std::numeric_limits<int64_t>::max();
  int limit = 0;  // 1-51
};

// Position in a list of work, most overdue first: after (`after_due`, `after_id`).
struct WorkQuery {
  int64_t home_id = 0;
  absl::Time after_due = absl::UnixEpoch();
  int64_t after_id = 0;
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

  // With life, addressees and answers; absent when there is none. Does not ask who reads.
  virtual absl::StatusOr<std::optional<Message>> FindMessage(absl::Time deadline, int64_t home_id,
                                                             int64_t message_id) = 0;
  // Messages that the viewer may read by MayRead, newest first, with answers.
  virtual absl::StatusOr<std::vector<Message>> ListMessages(absl::Time deadline,
                                                            const Viewer& viewer,
                                                            const ListQuery& query) = 0;
  // Messages with ids in (after_id, until_id), oldest first, with life and answers. Does not ask
  // who reads; at most 50.
  virtual absl::StatusOr<std::vector<Message>> ListWhole(absl::Time deadline, int64_t home_id,
                                                         int64_t after_id, int64_t until_id,
                                                         int limit) = 0;
  // Open messages that wait for the viewer: a deputy's own and the pool; for staff those that
  // nobody handles or that moved up; most overdue first, without answers.
  virtual absl::StatusOr<std::vector<Message>> ListWork(absl::Time deadline, const Viewer& viewer,
                                                        const WorkQuery& query) = 0;
  // Oldest first.
  virtual absl::StatusOr<std::vector<Transition>> ListTransitions(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t message_id) = 0;
  // The message that an earlier write with this key concerned. REQUEST_ID_REUSED as ClaimRequest.
  virtual absl::StatusOr<std::optional<int64_t>> FindRequest(absl::Time deadline,
                                                             const RequestKey& key) = 0;

  // The home's limits; a change is seen within half a minute.
  virtual absl::StatusOr<CaseLimits> FindLimits(absl::Time deadline, int64_t home_id) = 0;
  virtual absl::Status SaveLimits(absl::Time deadline, const RequestKey& key,
                                  const CaseLimits& limits) = 0;
  // The message and the code of its receipt.
  virtual absl::StatusOr<std::optional<int64_t>> FindByReceipt(absl::Time deadline, int64_t home_id,
                                                               absl::string_view code) = 0;
  virtual absl::StatusOr<std::optional<std::string>> FindReceipt(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 int64_t message_id) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_STORE_H_
