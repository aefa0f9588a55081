#ifndef SERVICES_DUTY_STORAGE_SQL_NOTE_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_NOTE_STORE_H_

#include <optional>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/db/database.h"
#include "services/duty/domain/archive.h"

namespace deputies::duty {

class SqlNoteStore final : public NoteStore {
 public:
  // Both must outlive this.
  SqlNoteStore(db::Database& database, const base::Clock& clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<int64_t> Add(absl::Time deadline, const base::RequestKey& key,
                              const Note& note) override;
  absl::StatusOr<std::optional<Note>> Find(absl::Time deadline, int64_t home_id,
                                           int64_t note_id) override;
  absl::StatusOr<std::vector<Note>> List(absl::Time deadline, const NoteQuery& query) override;

 private:
  db::Database& database_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_NOTE_STORE_H_
