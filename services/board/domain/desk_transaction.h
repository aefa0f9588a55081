// What every write of the boards' desks (bulletins, consultations, moderation, suggestions) needs
// of its transaction: to happen once, and to tell others what became true.
#ifndef SERVICES_BOARD_DOMAIN_DESK_TRANSACTION_H_
#define SERVICES_BOARD_DOMAIN_DESK_TRANSACTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/notice.h"

namespace deputies::board {

// Numbers as in deputies.events.v1.NoticeKind.
enum class DeskNoticeKind {
  kBulletinReturned = 25,
  kBulletinPublished = 26,
  kMatterDigest = 27,
  kSuggestionMoved = 28,
  kSuggestionTask = 29,
  kSuggestionReplyReturned = 30,
  kMessageShown = 31,
  kMessageHidden = 32,
  kSuggestionOverdue = 35,
  kSuggestionPromiseDue = 36,
};

// Has persons told of something; see deputies.events.v1.NoticeRequested.
struct DeskNotice {
  DeskNoticeKind kind = DeskNoticeKind::kBulletinReturned;
  std::vector<int64_t> person_ids;  // any number; nobody is told of an empty list
  int64_t target_id = 0;
  int32_t stage = 0;   // tells repeated notices on one target apart
  std::string title;   // the system's own words, at most 64 code points
  std::string detail;  // likewise
  std::optional<absl::Time> event_time;
  bool important = false;
};

// One act of a deputy for the duty ledger; see deputies.events.v1.DutyPerformed.
struct DutyAct {
  int64_t deputy_id = 0;
  std::string item;
  std::string source_type;
  int64_t source_id = 0;
  absl::Time perform_time;
  bool withdrawn = false;
};

// What the home did, for its yearly assessment; see deputies.events.v1.HomeActed.
struct HomeAct {
  std::string item;
  std::string source_type;
  int64_t source_id = 0;
  absl::Time act_time;
  std::string content;
};

class DeskTransaction {
 public:
  virtual ~DeskTransaction() = default;

  // First in every write; as MessageTransaction::ClaimRequest, for the id of the object concerned.
  virtual absl::StatusOr<std::optional<int64_t>> ClaimRequest(const RequestKey& key,
                                                              int64_t object_id) = 0;
  virtual absl::Status Notify(int64_t home_id, const DeskNotice& notice) = 0;
  // As MessageTransaction::Order.
  virtual absl::Status Order(const NoticeOrder& order) = 0;
  virtual absl::Status TellDuty(int64_t home_id, const DutyAct& act) = 0;
  virtual absl::Status TellHomeAct(int64_t home_id, const HomeAct& act) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_DESK_TRANSACTION_H_
