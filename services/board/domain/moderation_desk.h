#ifndef SERVICES_BOARD_DOMAIN_MODERATION_DESK_H_
#define SERVICES_BOARD_DOMAIN_MODERATION_DESK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/board/domain/moderation.h"
#include "services/board/domain/moderation_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

struct ModerationCasePage {
  std::vector<ModerationCase> cases;
  std::optional<CasePosition> next;
};

struct ModerationLogPage {
  std::vector<ModerationLogEntry> entries;
  std::optional<int64_t> next_before_id;
};

// Decides what others see of public messages. A private message is nobody's to moderate: it is
// answered as one that does not exist. Each write happens once per key. Errors of all that concern
// a case: MODERATION_CASE_NOT_FOUND, MODERATION_STATE_CONFLICT, and those named. Thread-safe.
class ModerationDesk {
 public:
  ModerationDesk(ModerationStore& store, base::IdSource& ids, const base::Clock& clock)
      : store_(store), ids_(ids), clock_(clock) {}

  absl::StatusOr<ModerationPolicy> GetPolicy(const CallScope& scope, int64_t home_id);
  // CONCURRENT_CHANGE when `policy.revision` is not the newest.
  absl::StatusOr<ModerationPolicy> SetPolicy(const CallScope& scope, const RequestKey& key,
                                             ModerationPolicy policy);

  // MESSAGE_NOT_FOUND for a message that the public does not see.
  absl::Status Report(const CallScope& scope, const RequestKey& key, int64_t message_id,
                      ModerationReason reason, std::string note);
  // Shows or hides, whatever the case is about. FIELD_INVALID for hiding without a reason;
  // SECOND_PERSON_NEEDED for an appeal against oneself.
  absl::StatusOr<ModerationCase> Decide(const CallScope& scope, const RequestKey& key,
                                        int64_t message_id, bool show, ModerationReason reason,
                                        std::string note);
  // The author's, once.
  absl::StatusOr<ModerationCase> Appeal(const CallScope& scope, const RequestKey& key,
                                        int64_t message_id, std::string text);
  // First call proposes, the second, by another person, removes. SECOND_PERSON_NEEDED.
  absl::StatusOr<ModerationCase> Remove(const CallScope& scope, const RequestKey& key,
                                        int64_t message_id);

  // For author and staff.
  absl::StatusOr<ModerationCase> Get(const CallScope& scope, int64_t home_id, int64_t message_id);
  absl::StatusOr<ModerationCasePage> ListOpen(const CallScope& scope, int64_t home_id,
                                              const CasePosition& after, int page_size);
  absl::StatusOr<ModerationLogPage> ListLog(const CallScope& scope, int64_t home_id,
                                            std::optional<int64_t> before_id, int page_size);

  absl::Time Now() const { return clock_.Now(); }

 private:
  using Change =
      absl::FunctionRef<absl::Status(ModerationCase* moderation, ModerationTransaction&)>;
  // Changes the case of a locked message, brings the message's visibility in line and tells the
  // author.
  absl::StatusOr<ModerationCase> ChangeOnce(const CallScope& scope, const RequestKey& key,
                                            int64_t message_id, Change change);
  absl::Status Log(const ModerationCase& moderation, ModerationAction action,
                   ModerationTransaction& transaction);

  ModerationStore& store_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MODERATION_DESK_H_
