// Messages and their figures as tables for people.
#ifndef SERVICES_BOARD_RPC_STATISTICS_SHEETS_H_
#define SERVICES_BOARD_RPC_STATISTICS_SHEETS_H_

#include <string>
#include <utility>
#include <vector>

#include "services/board/domain/message.h"
#include "services/board/domain/message_statistics.h"
#include "services/board/domain/moderation.h"
#include "services/common/sheet/sheet.h"

namespace deputies::board {

// A row for the home and one for each deputy.
sheet::Sheet StatisticsSheet(const MessageStatistics& statistics);

// With the last answer of each. Times are Shanghai's.
sheet::Sheet MessagesSheet(const std::vector<Message>& messages);

// Open statistics: a row a period, named, then the subjects of `year`.
sheet::Sheet OpenFiguresSheet(const std::vector<std::pair<std::string, MessageStatistics>>& periods,
                              const MessageStatistics& year);

// Newest first: day, action, reason, whether in time. No message, no person.
sheet::Sheet ModerationLogSheet(const std::vector<ModerationLogEntry>& entries);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_STATISTICS_SHEETS_H_
