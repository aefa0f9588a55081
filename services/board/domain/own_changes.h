// What happened to a person's own messages, in the order in which it became known.
#ifndef SERVICES_BOARD_DOMAIN_OWN_CHANGES_H_
#define SERVICES_BOARD_DOMAIN_OWN_CHANGES_H_

#include <cstdint>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message_state.h"
#include "services/common/base/clock.h"

namespace deputies::board {

struct OwnChange {
  int64_t id = 0;  // of the timeline's line; rises with time
  int64_t home_id = 0;
  int64_t message_id = 0;
  MessageState state = MessageState::kPosted;
  absl::Time time;
};

class OwnChangeStore {
 public:
  virtual ~OwnChangeStore() = default;
  // Over every home, those after `after_id`, in the order of their ids.
  virtual absl::StatusOr<std::vector<OwnChange>> ListOwnChanges(absl::Time deadline,
                                                                int64_t author_id, int64_t after_id,
                                                                int limit) = 0;
};

// One reader's place in the changes of one person. Ids are made before their transaction commits,
// so one may become visible after a later one: the last seconds are read again and again, and what
// was given before is left out.
class OwnChangeReader {
 public:
  // Longer than any write takes.
  static constexpr absl::Duration kOverlap = absl::Seconds(15);

  // `cursor`: the last change that the reader has, of which those of the seconds before may come
  // again; 0: what happens from now on. `store` and `clock` outlive it.
  OwnChangeReader(OwnChangeStore& store, const base::Clock& clock, int64_t author_id,
                  int64_t cursor);

  // The place to come back to before anything has happened.
  int64_t first_cursor() const { return first_cursor_; }

  // At most `limit` that were not given before; fewer: there are no more now.
  absl::StatusOr<std::vector<OwnChange>> Next(absl::Time deadline, int limit);

 private:
  // Marks what is there as given.
  absl::Status SkipPresent(absl::Time deadline);

  OwnChangeStore& store_;
  const base::Clock& clock_;
  const int64_t author_id_;
  int64_t first_cursor_;
  int64_t after_;  // every change up to here was given, or lies before the start
  bool skips_present_;
  std::set<int64_t> given_;  // after `after_`
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_OWN_CHANGES_H_
