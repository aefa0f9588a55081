#ifndef SERVICES_BOARD_STORAGE_SQL_BULLETIN_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_BULLETIN_STORE_H_

#include <optional>
#include <vector>

#include "services/board/domain/bulletin_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

// Wants the board's schema (migrations/). All arguments must outlive this. Thread-safe.
class SqlBulletinStore final : public BulletinStore {
 public:
  SqlBulletinStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(BulletinTransaction&)> closure) override;
  absl::StatusOr<std::optional<Bulletin>> FindPublic(absl::Time deadline, int64_t home_id,
                                                     int64_t id) override;
  absl::StatusOr<std::optional<Bulletin>> FindNewest(absl::Time deadline, int64_t home_id,
                                                     int64_t id) override;
  absl::StatusOr<std::vector<Bulletin>> ListPublic(absl::Time deadline,
                                                   const PublicBulletinQuery& query) override;
  absl::StatusOr<std::vector<Bulletin>> ListNewest(absl::Time deadline,
                                                   const DraftQuery& query) override;
  absl::StatusOr<std::vector<BulletinVersion>> ListVersions(absl::Time deadline,
                                                            const Bulletin& bulletin,
                                                            int limit) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_BULLETIN_STORE_H_
