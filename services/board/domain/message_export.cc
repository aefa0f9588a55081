#include "services/board/domain/message_export.h"

#include <algorithm>
#include <iterator>

#include "services/common/base/error.h"
#include "services/common/base/id_source.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {
namespace {

constexpr int kExportBatch = 50;

absl::Time StartOfMonth(int year, int month) {
  return base::StartOfShanghaiDay(absl::CivilDay(year, month, 1));
}

}  // namespace

absl::Time WeekOf(absl::Time time) {
  const absl::CivilDay day = base::ShanghaiDay(time);
  return base::StartOfShanghaiDay(absl::PrevWeekday(day + 1, absl::Weekday::monday));
}

absl::StatusOr<std::vector<Message>> MessageExporter::ListMessages(absl::Time deadline,
                                                                   int64_t home_id, absl::Time from,
                                                                   absl::Time until) {
  RETURN_IF_ERROR(CheckPeriod(from, until));
  const int64_t until_id = base::TimeOrderedIdSource::At(until, 0);
  int64_t after_id = base::TimeOrderedIdSource::At(from, 0) - 1;
  std::vector<Message> messages;
  size_t bytes = 0;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<Message> batch,
                     messages_.ListWhole(deadline, home_id, after_id, until_id, kExportBatch));
    for (const Message& message : batch) {
      bytes += message.subject.size() + message.body.size() +
               (message.answers.empty() ? 0 : message.answers.back().body.size());
    }
    messages.insert(messages.end(), std::make_move_iterator(batch.begin()),
                    std::make_move_iterator(batch.end()));
    if (messages.size() > static_cast<size_t>(kMostMessages) || bytes > kMostTextBytes) {
      return base::InvalidField("untilTime", "这段时间的留言太多，请缩短时间分几次导出");
    }
    if (batch.size() < static_cast<size_t>(kExportBatch)) return messages;
    after_id = messages.back().id;
  }
}

absl::StatusOr<WeeklyDigest> MessageExporter::Digest(absl::Time deadline, int64_t home_id,
                                                     std::optional<absl::Time> time) {
  const absl::Time now = clock_.Now();
  WeeklyDigest digest;
  digest.from = WeekOf(time.value_or(now - absl::Hours(7 * 24)));
  digest.until = digest.from + absl::Hours(7 * 24);
  if (digest.from > now) return base::InvalidField("weekTime", "这一周还没有开始");
  ASSIGN_OR_RETURN(digest.statistics,
                   statistician_.Compute(deadline, home_id, digest.from, digest.until));
  Viewer staff;
  staff.staff = true;
  WorkQuery query;
  query.home_id = home_id;
  query.limit = kMostOverdue;
  ASSIGN_OR_RETURN(digest.overdue, messages_.ListWork(deadline, staff, query));
  const auto in_time =
      std::find_if(digest.overdue.begin(), digest.overdue.end(),
                   [now](const Message& message) { return *message.due_time >= now; });
  digest.overdue.erase(in_time, digest.overdue.end());
  return digest;
}

absl::StatusOr<MessageExporter::OpenYear> MessageExporter::ComputeOpenYear(absl::Time deadline,
                                                                           int64_t home_id,
                                                                           int year) {
  const absl::Time now = clock_.Now();
  if (StartOfMonth(year, 1) > now) return base::InvalidField("year", "这一年还没有开始");
  OpenYear open;
  for (int month = 1; month <= 12 && StartOfMonth(year, month) <= now; ++month) {
    ASSIGN_OR_RETURN(MessageStatistics statistics,
                     statistician_.ComputeOpen(deadline, home_id, StartOfMonth(year, month),
                                               StartOfMonth(year, month + 1)));
    open.months.emplace_back(month, std::move(statistics));
  }
  ASSIGN_OR_RETURN(open.year, statistician_.ComputeOpen(deadline, home_id, StartOfMonth(year, 1),
                                                        StartOfMonth(year + 1, 1)));
  return open;
}

absl::StatusOr<std::vector<ModerationLogEntry>> MessageExporter::ListModerationLog(
    absl::Time deadline, int64_t home_id, int year) {
  const absl::Time from = StartOfMonth(year, 1);
  const absl::Time until = StartOfMonth(year + 1, 1);
  ASSIGN_OR_RETURN(std::vector<ModerationLogEntry> entries,
                   moderation_.ListLog(deadline, home_id, base::TimeOrderedIdSource::At(until, 0),
                                       kMostLogEntries));
  entries.erase(
      std::remove_if(entries.begin(), entries.end(),
                     [from](const ModerationLogEntry& entry) { return entry.act_time < from; }),
      entries.end());
  return entries;
}

}  // namespace deputies::board
