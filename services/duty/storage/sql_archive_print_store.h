#ifndef SERVICES_DUTY_STORAGE_SQL_ARCHIVE_PRINT_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_ARCHIVE_PRINT_STORE_H_

#include "services/common/base/clock.h"
#include "services/common/db/database.h"
#include "services/duty/domain/archive.h"

namespace deputies::duty {

// The store of printed archives in MariaDB or MySQL.
class SqlArchivePrintStore final : public ArchivePrintStore {
 public:
  // Both must outlive the store.
  SqlArchivePrintStore(db::Database& database, const base::Clock& clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<ArchivePrint> Add(absl::Time deadline, const base::RequestKey& key,
                                   const ArchivePrint& print) override;
  absl::StatusOr<std::optional<ArchivePrint>> Find(absl::Time deadline, int64_t home_id,
                                                   const std::string& code) override;

 private:
  db::Database& database_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_ARCHIVE_PRINT_STORE_H_
