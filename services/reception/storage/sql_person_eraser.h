#ifndef SERVICES_RECEPTION_STORAGE_SQL_PERSON_ERASER_H_
#define SERVICES_RECEPTION_STORAGE_SQL_PERSON_ERASER_H_

#include "services/common/db/database.h"
#include "services/reception/domain/person_eraser.h"

namespace deputies::reception {

class SqlPersonEraser final : public PersonEraser {
 public:
  // Must outlive this.
  explicit SqlPersonEraser(db::Database& database) : database_(database) {}

  absl::Status ErasePerson(absl::Time deadline, int64_t person_id) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_STORAGE_SQL_PERSON_ERASER_H_
