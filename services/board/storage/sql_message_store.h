#ifndef SERVICES_BOARD_STORAGE_SQL_MESSAGE_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_MESSAGE_STORE_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

// Messages in MariaDB. Room is left for one column with the encoded protobuf of a message: it would
// be written where InsertMessage and UpdateMessage write, under the same version.
class SqlMessageStore final : public MessageStore {
 public:
  // `ids` names outbox events, `clock` dates request keys. All must outlive this.
  SqlMessageStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  // `changed` is called after every commit that changed messages of an author; it must not block.
  // Before the store is used.
  void TellChanges(std::function<void(int64_t author_id)> changed) {
    changed_ = std::move(changed);
  }

  absl::Status InTransaction(absl::Time deadline,
                             absl::FunctionRef<absl::Status(MessageTransaction&)> closure) override;
  absl::StatusOr<std::optional<Message>> FindMessage(absl::Time deadline, int64_t home_id,
                                                     int64_t message_id) override;
  absl::StatusOr<std::vector<Message>> ListMessages(absl::Time deadline, const Viewer& viewer,
                                                    const ListQuery& query) override;
  absl::StatusOr<std::vector<Message>> ListWhole(absl::Time deadline, int64_t home_id,
                                                 int64_t after_id, int64_t until_id,
                                                 int limit) override;
  absl::StatusOr<std::vector<Message>> ListWork(absl::Time deadline, const Viewer& viewer,
                                                const WorkQuery& query) override;
  absl::StatusOr<std::vector<Transition>> ListTransitions(absl::Time deadline, int64_t home_id,
                                                          int64_t message_id) override;
  absl::StatusOr<std::optional<int64_t>> FindRequest(absl::Time deadline,
                                                     const RequestKey& key) override;
  absl::StatusOr<CaseLimits> FindLimits(absl::Time deadline, int64_t home_id) override;
  absl::Status SaveLimits(absl::Time deadline, const RequestKey& key,
                          const CaseLimits& limits) override;
  absl::StatusOr<std::optional<int64_t>> FindByReceipt(absl::Time deadline, int64_t home_id,
                                                       absl::string_view code) override;
  absl::StatusOr<std::optional<std::string>> FindReceipt(absl::Time deadline, int64_t home_id,
                                                         int64_t message_id) override;

  // Fills in the answers of `messages`, at most 51, which are of one home and differ.
  absl::Status AddAnswers(absl::Time deadline, int64_t home_id, std::vector<Message>* messages);

 private:
  // How long limits are used without asking again; they change once a year.
  static constexpr absl::Duration kLimitsLifetime = absl::Seconds(30);
  struct KnownLimits {
    CaseLimits limits;
    absl::Time read_time;
  };

  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
  std::function<void(int64_t author_id)> changed_;
  std::mutex mutex_;
  absl::flat_hash_map<int64_t, KnownLimits> limits_;  // by home; guarded by mutex_
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_MESSAGE_STORE_H_
