#include "services/common/rpc/watch.h"

#include <vector>

namespace deputies::rpc {

void WatchHub::Wake(const std::string& topic) {
  std::vector<std::shared_ptr<Sleeper>> woken;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = sleepers_.find(topic);
    if (found == sleepers_.end()) return;
    woken.assign(found->second.begin(), found->second.end());
  }
  for (const std::shared_ptr<Sleeper>& sleeper : woken) sleeper->Wake();
}

void WatchHub::Add(const std::string& topic, const std::shared_ptr<Sleeper>& sleeper) {
  std::lock_guard<std::mutex> lock(mutex_);
  sleepers_[topic].insert(sleeper);
}

void WatchHub::Remove(const std::string& topic, const std::shared_ptr<Sleeper>& sleeper) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = sleepers_.find(topic);
  if (found == sleepers_.end()) return;
  found->second.erase(sleeper);
  if (found->second.empty()) sleepers_.erase(found);
}

}  // namespace deputies::rpc
