#include "services/board/domain/own_changes.h"

#include <algorithm>

#include "services/common/base/id_source.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

using Ids = base::TimeOrderedIdSource;

// Lines that one statement reads.
constexpr int kBatch = 200;

int64_t Before(int64_t id) { return Ids::At(Ids::TimeOf(id) - OwnChangeReader::kOverlap, 0); }

}  // namespace

OwnChangeReader::OwnChangeReader(OwnChangeStore& store, const base::Clock& clock, int64_t author_id,
                                 int64_t cursor)
    : store_(store),
      clock_(clock),
      author_id_(author_id),
      first_cursor_(cursor != 0 ? cursor : Ids::At(clock.Now(), 0)),
      after_(Before(first_cursor_)),
      skips_present_(cursor == 0) {}

absl::Status OwnChangeReader::SkipPresent(absl::Time deadline) {
  for (int64_t after = after_; skips_present_;) {
    ASSIGN_OR_RETURN(const std::vector<OwnChange> present,
                     store_.ListOwnChanges(deadline, author_id_, after, kBatch));
    for (const OwnChange& change : present) given_.insert(after = change.id);
    skips_present_ = static_cast<int>(present.size()) == kBatch;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OwnChange>> OwnChangeReader::Next(absl::Time deadline, int limit) {
  RETURN_IF_ERROR(SkipPresent(deadline));
  const int64_t settled = Ids::At(clock_.Now() - kOverlap, 0);
  std::vector<OwnChange> fresh;
  for (int64_t at = after_; static_cast<int>(fresh.size()) < limit;) {
    ASSIGN_OR_RETURN(const std::vector<OwnChange> changes,
                     store_.ListOwnChanges(deadline, author_id_, at, kBatch));
    for (const OwnChange& change : changes) {
      if (static_cast<int>(fresh.size()) == limit) break;
      at = change.id;
      if (given_.insert(change.id).second) fresh.push_back(change);
    }
    if (static_cast<int>(changes.size()) < kBatch) break;
  }
  // What is older than any write takes, and was given, need not be read again.
  const int64_t given_up_to = fresh.empty() ? settled : std::min(settled, fresh.back().id);
  if (given_up_to > after_) {
    after_ = given_up_to;
    given_.erase(given_.begin(), given_.upper_bound(after_));
  }
  return fresh;
}

}  // namespace deputies::board
