#include "services/common/db/group_queue.h"

#include <algorithm>

namespace deputies::db {

void GroupQueue::Join(GroupMember* member,
                      absl::FunctionRef<void(const std::vector<GroupMember*>&)> run) {
  std::unique_lock<std::mutex> lock(mutex_);
  waiting_.push_back(member);
  while (!member->done) {
    if (!MayLead()) {
      changed_.wait(lock);
      continue;
    }
    const auto end = waiting_.begin() + static_cast<ptrdiff_t>(std::min(size_, waiting_.size()));
    const std::vector<GroupMember*> group(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    ++leaders_;
    lock.unlock();
    run(group);
    lock.lock();
    --leaders_;
    for (GroupMember* const one : group) one->done = true;
    changed_.notify_all();
  }
}

}  // namespace deputies::db
