#ifndef SERVICES_BOARD_DOMAIN_ANSWER_TEMPLATES_H_
#define SERVICES_BOARD_DOMAIN_ANSWER_TEMPLATES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"

namespace deputies::board {

// A text that a home's answers may begin with.
struct AnswerTemplate {
  int64_t home_id = 0;
  int64_t id = 0;
  std::string title;
  std::string body;
  absl::Time update_time;
};

// Thread-safe.
class AnswerTemplateStore {
 public:
  virtual ~AnswerTemplateStore() = default;
  virtual absl::StatusOr<std::optional<AnswerTemplate>> FindTemplate(absl::Time deadline,
                                                                     int64_t home_id,
                                                                     int64_t template_id) = 0;
  // At most 200, by title.
  virtual absl::StatusOr<std::vector<AnswerTemplate>> ListTemplates(absl::Time deadline,
                                                                    int64_t home_id) = 0;
  // Makes it when its id is 0, and answers with it as stored. Exactly once per key.
  // TEMPLATE_NOT_FOUND, REQUEST_ID_REUSED.
  virtual absl::StatusOr<AnswerTemplate> SaveTemplate(absl::Time deadline, const RequestKey& key,
                                                      AnswerTemplate entry) = 0;
  // TEMPLATE_NOT_FOUND, REQUEST_ID_REUSED.
  virtual absl::Status DeleteTemplate(absl::Time deadline, const RequestKey& key,
                                      int64_t template_id) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_ANSWER_TEMPLATES_H_
