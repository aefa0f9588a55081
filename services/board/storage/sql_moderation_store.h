#ifndef SERVICES_BOARD_STORAGE_SQL_MODERATION_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_MODERATION_STORE_H_

#include <optional>
#include <utility>
#include <vector>

#include "services/board/domain/moderation_store.h"
#include "services/board/storage/sql_desk_transaction.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

// Wants the board's schema (migrations/). All arguments must outlive this. Thread-safe.
class SqlModerationStore final : public ModerationStore {
 public:
  SqlModerationStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::Status InTransaction(
      absl::Time deadline,
      absl::FunctionRef<absl::Status(ModerationTransaction&)> closure) override;
  absl::StatusOr<ModerationPolicy> FindPolicy(absl::Time deadline, int64_t home_id) override;
  absl::StatusOr<std::optional<ModerationCase>> FindCase(absl::Time deadline, int64_t home_id,
                                                         int64_t message_id) override;
  absl::StatusOr<std::vector<ModerationCase>> ListOpenCases(absl::Time deadline, int64_t home_id,
                                                            const CasePosition& after,
                                                            int limit) override;
  absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> ListLateCases(absl::Time deadline,
                                                                         absl::Time now,
                                                                         int limit) override;
  absl::StatusOr<std::vector<PendingCheck>> ListChecks(absl::Time deadline, absl::Time now,
                                                       int limit) override;
  absl::StatusOr<std::vector<PhotoCheck>> ListPhotoChecks(absl::Time deadline, absl::Time now,
                                                          int limit) override;
  absl::StatusOr<std::optional<ModeratedText>> FindText(absl::Time deadline, int64_t home_id,
                                                        int64_t message_id) override;
  absl::StatusOr<std::vector<ModerationLogEntry>> ListLog(absl::Time deadline, int64_t home_id,
                                                          int64_t before_id, int limit) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

// For the transaction that stores a message, before it does: when the home's rules hold it back,
// opens the case and answers with the visibility to store instead of the author's choice. Private
// messages and those that nobody here wrote (imported ones) are left alone. What is shown at once
// is queued for WeChat's judgement.
absl::StatusOr<Visibility> VisibilityUnderModeration(const DeskSql& sql, const Message& message);

// The same for a message whose author chooses anew: a case that hides it keeps the choice.
absl::StatusOr<Visibility> ChosenUnderModeration(const DeskSql& sql, const Message& message);

// Queues what others see of the message for WeChat's judgement, if they see it.
absl::Status QueueTextCheck(const DeskSql& sql, const Message& message);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_MODERATION_STORE_H_
