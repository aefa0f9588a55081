#ifndef SERVICES_BOARD_STORAGE_SQL_PERSON_ERASER_H_
#define SERVICES_BOARD_STORAGE_SQL_PERSON_ERASER_H_

#include "services/board/domain/person_eraser.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlPersonEraser final : public PersonEraser {
 public:
  // Must outlive this.
  explicit SqlPersonEraser(db::Database& database) : database_(database) {}

  absl::Status ErasePerson(absl::Time deadline, int64_t person_id) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_PERSON_ERASER_H_
