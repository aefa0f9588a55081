#include "services/reception/rpc/queue_watch_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/reception/rpc/queue_service.h"

namespace deputies::reception {
namespace {

// Changes that no call of this process made (bookings, days) show so late.
constexpr absl::Duration kInterval = absl::Seconds(2);

class DayScreen final : public rpc::Watch {
 public:
  DayScreen(QueueDesk& desk, std::string request_id, int64_t home_id, int64_t day_id,
            std::optional<int32_t> known_version)
      : desk_(desk),
        request_id_(std::move(request_id)),
        home_id_(home_id),
        day_id_(day_id),
        known_version_(known_version) {}

  absl::StatusOr<bool> Read(absl::Time deadline, Emit emit) override {
    // As anybody sees it: no door code, whoever watches.
    const base::CallScope scope{nobody_, deadline, request_id_, ""};
    ASSIGN_OR_RETURN(const int32_t version, desk_.ScreenVersion(scope, home_id_, day_id_));
    const bool first = !std::exchange(served_, true);
    const bool changed = known_version_ != version;
    if (!first && !changed) return false;
    v1::QueueChange change;
    if (changed) {
      ASSIGN_OR_RETURN(const QueueView view, desk_.Screen(scope, home_id_, day_id_));
      ShowQueue(view, change.mutable_queue());
      known_version_ = view.version;
    }
    change.set_cursor(absl::StrCat(*known_version_));
    emit(change);
    return false;
  }

  std::string topic() const override { return QueueTopic(home_id_, day_id_); }
  absl::Duration interval() const override { return kInterval; }

 private:
  QueueDesk& desk_;
  const base::Caller nobody_;
  const std::string request_id_;
  const int64_t home_id_;
  const int64_t day_id_;
  std::optional<int32_t> known_version_;
  bool served_ = false;
};

}  // namespace

QueueWatchService::QueueWatchService(QueueDesk& desk)
    : desk_(desk), table_("deputies.reception.v1.QueueWatchService") {
  table_.BindWatch("WatchQueue", this, &QueueWatchService::WatchQueue);
}

absl::StatusOr<std::unique_ptr<rpc::Watch>> QueueWatchService::WatchQueue(
    const rpc::Call& call, const v1::WatchQueueRequest& request) {
  std::optional<int32_t> version;
  if (!request.cursor().empty() && !absl::SimpleAtoi(request.cursor(), &version.emplace())) {
    return base::InvalidField("cursor", "不是有效的位置");
  }
  return std::make_unique<DayScreen>(desk_, call.request_id, request.home_id(), request.day_id(),
                                     version);
}

}  // namespace deputies::reception
