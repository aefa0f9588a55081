#ifndef SERVICES_BOARD_DOMAIN_MATTER_DESK_H_
#define SERVICES_BOARD_DOMAIN_MATTER_DESK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/board/domain/home_lineage.h"
#include "services/board/domain/matter.h"
#include "services/board/domain/matter_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

struct MatterPage {
  std::vector<Matter> matters;
  // Absent on the last page.
  std::optional<int64_t> next_before_id;
};

struct MatterTextPage {
  std::vector<MatterFreeText> texts;
  std::optional<int64_t> next_after_voice;
};

struct MatterTally {
  Matter matter;
  std::vector<MatterCount> counts;
};

struct MatterVoices {
  Matter matter;
  std::vector<Voice> voices;
};

// Asks the people and counts what they say. Access options let staff alone to the writes but
// GiveVoice. Each write happens once per key; a repeat answers with what is there now. Thread-safe.
class MatterDesk {
 public:
  // Voices that one export holds.
  static constexpr int kMaxExported = 20000;

  MatterDesk(MatterStore& store, HomeLineage& lineage, base::Directory& directory,
             base::IdSource& ids, const base::Clock& clock)
      : store_(store), lineage_(lineage), directory_(directory), ids_(ids), clock_(clock) {}

  // `draft`: title, body, questions, dates and grade. Errors: HOME_NOT_FOUND, FIELD_INVALID.
  absl::StatusOr<Matter> Create(const CallScope& scope, const RequestKey& key, Matter draft);
  // Errors of the following: MATTER_NOT_FOUND, MATTER_STATE_CONFLICT, and those named.
  // FIELD_INVALID, CONCURRENT_CHANGE.
  absl::StatusOr<Matter> Update(const CallScope& scope, const RequestKey& key, int64_t id,
                                Matter draft, int32_t revision);
  absl::StatusOr<Matter> Publish(const CallScope& scope, const RequestKey& key, int64_t id);
  absl::StatusOr<Matter> Close(const CallScope& scope, const RequestKey& key, int64_t id,
                               std::string reason);
  absl::StatusOr<Matter> PublishDigest(const CallScope& scope, const RequestKey& key, int64_t id,
                                       std::string heard, std::string done);

  // HOME_CLOSED; MATTER_CLOSED outside the dates, also for a page that was opened before;
  // GRADE_TOO_LOW; VOICE_ALREADY_GIVEN; FIELD_INVALID.
  absl::StatusOr<Voice> GiveVoice(const CallScope& scope, const RequestKey& key, int64_t id,
                                  std::vector<VoiceAnswer> answers);

  absl::StatusOr<Matter> Get(const CallScope& scope, int64_t home_id, int64_t id);
  absl::StatusOr<MatterPage> List(const CallScope& scope, int64_t home_id,
                                  std::optional<int64_t> before_id, int page_size);
  // VOICE_NOT_FOUND.
  absl::StatusOr<Voice> FindMine(const CallScope& scope, int64_t home_id, int64_t id);
  absl::StatusOr<MatterTally> Tally(const CallScope& scope, int64_t home_id, int64_t id);
  absl::StatusOr<MatterTextPage> ListTexts(const CallScope& scope, int64_t home_id, int64_t id,
                                           int question, std::optional<int64_t> after_voice,
                                           int page_size);
  absl::StatusOr<MatterVoices> Export(const CallScope& scope, int64_t home_id, int64_t id);

  absl::Time Now() const { return clock_.Now(); }

 private:
  using Change = absl::FunctionRef<absl::Status(Matter* matter, MatterTransaction&)>;
  absl::StatusOr<Matter> ChangeOnce(const CallScope& scope, const RequestKey& key, int64_t id,
                                    Change change);

  MatterStore& store_;
  HomeLineage& lineage_;
  base::Directory& directory_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MATTER_DESK_H_
