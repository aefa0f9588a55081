// A running transaction over messages.
#ifndef SERVICES_BOARD_STORAGE_SQL_MESSAGE_TRANSACTION_H_
#define SERVICES_BOARD_STORAGE_SQL_MESSAGE_TRANSACTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlMessageTransaction final : public MessageTransaction {
 public:
  // `ids` names events and notice orders, `clock` dates what the row says nothing of.
  SqlMessageTransaction(db::Transaction& transaction, base::IdSource& ids, const base::Clock& clock)
      : transaction_(transaction), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::optional<int64_t>> ClaimRequest(const RequestKey& key,
                                                      int64_t message_id) override;
  absl::StatusOr<std::optional<Message>> LockMessage(int64_t home_id, int64_t message_id) override;
  absl::Status InsertMessage(const Message& message) override;
  absl::StatusOr<ImportOutcome> InsertImported(const Message& message,
                                               const std::string& source_id) override;
  absl::Status InsertAnswer(const Message& message, const Answer& answer) override;
  absl::StatusOr<Visibility> ChooseVisibility(const Message& message) override;
  absl::Status CheckText(const Message& message) override;
  absl::Status UpdateMessage(const Message& message) override;
  absl::Status AppendTransition(const Transition& line) override;
  absl::Status AddAddressee(const Message& message, int64_t deputy_id) override;
  absl::StatusOr<bool> AddSupport(const Message& message, SupportKind kind,
                                  int64_t person_id) override;
  absl::StatusOr<bool> RemoveSupport(const Message& message, SupportKind kind,
                                     int64_t person_id) override;
  absl::StatusOr<std::vector<int64_t>> Supporters(const Message& message) override;
  absl::Status AttachPhotos(const std::vector<int64_t>& photo_ids, Message* message) override;
  absl::StatusOr<std::vector<int64_t>> MergedInto(const Message& message) override;
  absl::Status RecordMerge(const Message& message, int64_t into_id) override;
  absl::Status InsertReceipt(const Message& message, const std::string& code) override;
  absl::Status Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) override;
  absl::Status Order(const NoticeOrder& order) override;

  // Whose messages this transaction changes.
  const std::vector<int64_t>& changed_authors() const { return changed_authors_; }

 private:
  // Part 0: subject and body; else an answer's id.
  absl::Status IndexText(const Message& message, int64_t part_id, absl::string_view text);

  db::Transaction& transaction_;
  std::vector<int64_t> changed_authors_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

// The result that a key keeps is a message id.
absl::StatusOr<std::optional<int64_t>> ReadResult(
    absl::StatusOr<std::optional<std::string>> result);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_MESSAGE_TRANSACTION_H_
