#ifndef SERVICES_COMMON_DB_GROUP_QUEUE_H_
#define SERVICES_COMMON_DB_GROUP_QUEUE_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/db/database.h"

namespace deputies::db {

// A closure that waits to share a transaction with others.
struct GroupMember {
  absl::Time deadline;
  absl::FunctionRef<absl::Status(Transaction&)> closure;
  // Once its group has run: what became of it, or nothing, when it has to run by itself.
  std::optional<absl::Status> result;
  // Touched by the queue alone.
  bool done = false;
};

// Makes groups of what comes at the same time. There is no thread of its own: one of the waiting
// callers runs the group for all. One who finds nobody at work runs at once, alone; those who come
// meanwhile make the next group. Thread-safe.
class GroupQueue {
 public:
  // `size`: most members of a group.
  explicit GroupQueue(size_t size) : size_(size) {}

  // Returns when the member's group has run, by `run` on this thread or on another's.
  void Join(GroupMember* member, absl::FunctionRef<void(const std::vector<GroupMember*>&)> run);

 private:
  // A second group runs beside the first one when a whole group waits: the first may stand before a
  // lock.
  static constexpr int kMaxLeaders = 2;

  bool MayLead() const {
    return !waiting_.empty() &&
           (leaders_ == 0 || (leaders_ < kMaxLeaders && waiting_.size() >= size_));
  }

  const size_t size_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<GroupMember*> waiting_;
  int leaders_ = 0;
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_GROUP_QUEUE_H_
