#include "services/board/rpc/watch_service.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Writes of this process wake its watches at once; those of another one show so late.
constexpr absl::Duration kInterval = absl::Seconds(2);

class OwnMessages final : public rpc::Watch {
 public:
  OwnMessages(OwnChangeReader reader, int64_t author_id)
      : reader_(std::move(reader)), author_id_(author_id) {}

  absl::StatusOr<bool> Read(absl::Time deadline, Emit emit) override {
    ASSIGN_OR_RETURN(const std::vector<OwnChange> changes, reader_.Next(deadline, kMostAtOnce - 1));
    if (first_) {
      first_ = false;
      v1::MessageChange place;
      place.set_cursor(absl::StrCat(reader_.first_cursor()));
      emit(place);
    }
    for (const OwnChange& change : changes) {
      v1::MessageChange event;
      event.set_cursor(absl::StrCat(change.id));
      event.set_home_id(change.home_id);
      event.set_message_id(change.message_id);
      event.set_state(static_cast<v1::MessageState>(change.state));
      *event.mutable_change_time() = google::protobuf::util::TimeUtil::MillisecondsToTimestamp(
          absl::ToUnixMillis(change.time));
      emit(event);
    }
    return changes.size() == kMostAtOnce - 1;
  }

  std::string topic() const override { return WatchService::TopicOf(author_id_); }
  absl::Duration interval() const override { return kInterval; }

 private:
  OwnChangeReader reader_;
  const int64_t author_id_;
  bool first_ = true;
};

}  // namespace

WatchService::WatchService(OwnChangeStore& changes, const base::Clock& clock)
    : changes_(changes), clock_(clock), table_("deputies.board.v1.WatchService") {
  table_.BindWatch("WatchMyMessages", this, &WatchService::WatchMyMessages);
}

std::string WatchService::TopicOf(int64_t author_id) { return absl::StrCat("author/", author_id); }

absl::StatusOr<std::unique_ptr<rpc::Watch>> WatchService::WatchMyMessages(
    const rpc::Call& call, const v1::WatchMyMessagesRequest& request) {
  int64_t cursor = 0;
  if (!request.cursor().empty() && (!absl::SimpleAtoi(request.cursor(), &cursor) || cursor <= 0)) {
    return base::InvalidField("cursor", "不是有效的位置");
  }
  const int64_t author_id = call.caller.person_id;
  return std::make_unique<OwnMessages>(OwnChangeReader(changes_, clock_, author_id, cursor),
                                       author_id);
}

}  // namespace deputies::board
