#ifndef SERVICES_BOARD_STORAGE_SQL_MATTER_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_MATTER_STORE_H_

#include <optional>
#include <vector>

#include "services/board/domain/matter_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

// Wants the board's schema (migrations/). All arguments must outlive this. Thread-safe.
class SqlMatterStore final : public MatterStore {
 public:
  SqlMatterStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::Status InTransaction(absl::Time deadline,
                             absl::FunctionRef<absl::Status(MatterTransaction&)> closure) override;
  absl::StatusOr<std::optional<Matter>> FindMatter(absl::Time deadline, int64_t home_id,
                                                   int64_t id) override;
  absl::StatusOr<std::vector<Matter>> ListMatters(absl::Time deadline, int64_t home_id,
                                                  bool with_drafts, int64_t before_id,
                                                  int limit) override;
  absl::StatusOr<std::optional<Voice>> FindVoice(absl::Time deadline, int64_t home_id,
                                                 int64_t matter_id, int64_t person_id) override;
  absl::StatusOr<std::vector<MatterCount>> ListCounts(absl::Time deadline, int64_t home_id,
                                                      int64_t matter_id) override;
  absl::StatusOr<std::vector<MatterFreeText>> ListTexts(absl::Time deadline, int64_t home_id,
                                                        int64_t matter_id, int question,
                                                        int64_t after_voice, int limit) override;
  absl::StatusOr<std::vector<Voice>> ListVoices(absl::Time deadline, int64_t home_id,
                                                int64_t matter_id, int limit) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_MATTER_STORE_H_
