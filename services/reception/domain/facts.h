// What reception tells the other services, after commit and at least once.
#ifndef SERVICES_RECEPTION_DOMAIN_FACTS_H_
#define SERVICES_RECEPTION_DOMAIN_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"

namespace deputies::reception {

// Numbers of events.v1.NoticeKind.
enum class NoticeKind {
  kBookingConfirmed = 50,
  kBookingOffered = 51,
  kBookingReminder = 52,
  kBookingCancelledByHome = 53,
  kReceptionDayChanged = 54,
  kBookingExpired = 55,
  kRecordMissing = 56,
  kHostReminder = 57,
};

// Somebody is told of something; delivered by wechat.
struct Notice {
  NoticeKind kind = NoticeKind::kBookingConfirmed;
  std::vector<int64_t> person_ids;  // at most 100
  int64_t target_id = 0;
  int32_t stage = 0;  // tells repeated notices on one target apart
  std::string title;
  std::string detail;
  std::optional<absl::Time> event_time;
  std::optional<absl::Time> expire_time;
  bool important = false;
};

// A deputy did something that may be worth points. Once per (item, source, deputy).
struct Duty {
  int64_t deputy_id = 0;
  std::string item;
  std::string source_type;
  int64_t source_id = 0;
  absl::Time perform_time;
  int64_t voter_person_id = 0;
};

// A visit was put on record; board opens a case from it.
struct VisitOnRecord {
  int64_t visit_id = 0;
  int64_t deputy_id = 0;
  int64_t visitor_person_id = 0;
  std::string visitor_alias;
  absl::Time visit_time;
  bool opens_case = false;
  std::string subject;
  std::string body;
};

// What the home did, for its yearly assessment; see deputies.events.v1.HomeActed.
struct HomeAct {
  std::string item;
  int64_t day_id = 0;
  absl::Time act_time;
  int quantity = 1;
};

using Fact = std::variant<Notice, Duty, VisitOnRecord, HomeAct>;

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_FACTS_H_
