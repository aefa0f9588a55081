#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_EXPORT_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_EXPORT_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message_statistics.h"
#include "services/board/domain/message_store.h"
#include "services/board/domain/moderation_store.h"
#include "services/common/base/clock.h"

namespace deputies::board {

// A home's week, Monday to Sunday in Shanghai.
struct WeeklyDigest {
  absl::Time from;
  absl::Time until;
  MessageStatistics statistics;  // of messages posted in it
  std::vector<Message> overdue;  // now, most overdue first
};

// The Monday that begins the week of `time`.
absl::Time WeekOf(absl::Time time);

// What a home's people take away: its messages, its week, its open data. Who may is checked before.
// Thread-safe.
class MessageExporter {
 public:
  static constexpr int kMostMessages = 5000;
  // One answer of a service must hold them.
  static constexpr size_t kMostTextBytes = 3 << 20;
  static constexpr int kMostOverdue = 20;
  static constexpr int kMostLogEntries = 5000;

  MessageExporter(MessageStore& messages, ModerationStore& moderation, Statistician& statistician,
                  const base::Clock& clock)
      : messages_(messages), moderation_(moderation), statistician_(statistician), clock_(clock) {}

  // Messages posted in [from, until), with life and answers, oldest first. FIELD_INVALID for a
  // period that is none or holds too many.
  absl::StatusOr<std::vector<Message>> ListMessages(absl::Time deadline, int64_t home_id,
                                                    absl::Time from, absl::Time until);

  // The week that holds `time`; absent: the last whole one.
  absl::StatusOr<WeeklyDigest> Digest(absl::Time deadline, int64_t home_id,
                                      std::optional<absl::Time> time);

  // Open figures of each month of the year that has begun, by its number, and of the year.
  // FIELD_INVALID for a year that has not begun.
  struct OpenYear {
    std::vector<std::pair<int, MessageStatistics>> months;
    MessageStatistics year;
  };
  absl::StatusOr<OpenYear> ComputeOpenYear(absl::Time deadline, int64_t home_id, int year);

  // The year's public moderation log, newest first.
  absl::StatusOr<std::vector<ModerationLogEntry>> ListModerationLog(absl::Time deadline,
                                                                    int64_t home_id, int year);

 private:
  MessageStore& messages_;
  ModerationStore& moderation_;
  Statistician& statistician_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_EXPORT_H_
