#ifndef SERVICES_BOARD_STORAGE_SQL_TEMPLATE_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_TEMPLATE_STORE_H_

#include <optional>
#include <vector>

#include "services/board/domain/answer_templates.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlTemplateStore final : public AnswerTemplateStore {
 public:
  // All must outlive this.
  SqlTemplateStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::optional<AnswerTemplate>> FindTemplate(absl::Time deadline, int64_t home_id,
                                                             int64_t template_id) override;
  absl::StatusOr<std::vector<AnswerTemplate>> ListTemplates(absl::Time deadline,
                                                            int64_t home_id) override;
  absl::StatusOr<AnswerTemplate> SaveTemplate(absl::Time deadline, const RequestKey& key,
                                              AnswerTemplate entry) override;
  absl::Status DeleteTemplate(absl::Time deadline, const RequestKey& key,
                              int64_t template_id) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_TEMPLATE_STORE_H_
