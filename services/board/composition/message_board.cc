#include "services/board/composition/message_board.h"

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/common/db/open.h"
#include "services/common/log/log.h"

namespace deputies::board {
namespace {

// How often new notice orders are looked for.
constexpr absl::Duration kNoticeInterval = absl::Seconds(1);

// Batches that one turn takes before it looks whether the process is to stop.
constexpr int kBatchesAtOnce = 20;

void WhileMore(absl::FunctionRef<bool()> batch) {
  for (int i = 0; i < kBatchesAtOnce && batch(); ++i) {
  }
}

// One batch of the clock; true when more waits.
bool MoveCases(CaseWatch& watch) {
  bool any_failed = false;
  const absl::StatusOr<int> moved = watch.RunOnce([&](int64_t home_id, int64_t message_id,
                                                      const absl::Status& status) {
    any_failed = true;
    log::Error("a case whose time has come could not be moved",
               {{"home_id", home_id}, {"message_id", message_id}, {"status", status.ToString()}});
  });
  if (!moved.ok()) {
    log::Error("the clock could not look for cases", {{"status", moved.status().ToString()}});
    return false;
  }
  return *moved == CaseWatch::kBatch && !any_failed;
}

bool SendNotices(NoticeSender& notices) {
  const absl::StatusOr<int> taken = notices.RunOnce([](const QueuedOrder& order) {
    log::Warning("nobody is there to be told",
                 {{"home_id", order.order.notice.home_id},
                  {"message_id", order.order.notice.message_id},
                  {"kind", static_cast<int>(order.order.notice.kind)}});
  });
  if (!taken.ok()) {
    log::Error("notices could not be handed on", {{"status", taken.status().ToString()}});
    return false;
  }
  return *taken == NoticeSender::kBatch;
}

}  // namespace

MessageBoard::MessageBoard(const Parts& parts)
    : store_(parts.database, parts.ids, parts.clock),
      search_store_(parts.database, store_),
      templates_(parts.database, parts.ids, parts.clock),
      statistics_store_(parts.database),
      changer_(store_, parts.calendar, parts.ids, parts.clock),
      poster_(store_, parts.directory, parts.calendar, parts.ids, parts.clock),
      reader_(store_, parts.directory),
      responder_(changer_, templates_, parts.ids, parts.clock),
      importer_(store_, parts.directory, parts.clock),
      searcher_(search_store_, parts.clock),
      describer_(store_, changer_.lifecycle(), parts.clock),
      handling_desk_(changer_, parts.directory),
      voice_desk_(store_, changer_),
      statistician_(statistics_store_, parts.clock),
      moderation_store_(parts.database, parts.ids, parts.clock),
      exporter_(store_, moderation_store_, statistician_, parts.clock),
      message_service_({poster_, reader_, responder_, importer_, describer_, parts.page_tokens}),
      handling_service_(
          {handling_desk_, poster_, reader_, store_, templates_, describer_, parts.page_tokens}),
      voice_service_(
          {voice_desk_, reader_, searcher_, parts.classifier, describer_, parts.page_tokens}),
      statistics_service_(statistician_, exporter_),
      own_changes_(parts.database),
      watch_service_(own_changes_, parts.clock),
      queue_(parts.database, parts.ids, parts.clock),
      watch_(queue_, store_, changer_.lifecycle(), parts.ids, parts.clock),
      notices_(queue_, parts.role_holders, parts.clock),
      clock_interval_(parts.clock_interval) {
  store_.TellChanges([&watches = parts.watches](int64_t author_id) {
    watches.Wake(WatchService::TopicOf(author_id));
  });
}

void MessageBoard::Start() {
  clock_thread_.emplace(
      clock_interval_, [this] { WhileMore([this] { return MoveCases(watch_); }); }, db::ThreadStart,
      db::ThreadStop);
  notice_thread_.emplace(
      kNoticeInterval, [this] { WhileMore([this] { return SendNotices(notices_); }); },
      db::ThreadStart, db::ThreadStop);
}

void MessageBoard::Stop() {
  clock_thread_.reset();
  notice_thread_.reset();
}

std::vector<const rpc::ServiceTable*> MessageBoard::tables() const {
  return {&message_service_.table(), &handling_service_.table(), &voice_service_.table(),
          &statistics_service_.table(), &watch_service_.table()};
}

}  // namespace deputies::board
