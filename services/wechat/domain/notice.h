// Notices to people about facts that other services told us. A stored notice is a durable order to
// deliver it.
#ifndef SERVICES_WECHAT_DOMAIN_NOTICE_H_
#define SERVICES_WECHAT_DOMAIN_NOTICE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace deputies::wechat {

// Numbers are stored; never reuse one.
enum class NoticeKind {
  // "Your message was answered"; the subject is the answer.
  kMessageAnswered = 1,
};

enum class NoticeState {
  // Waiting for delivery.
  kPending = 1,
};

// One fact that deserves a notice: exactly one per (home, kind, subject, person), however often it
// is told.
struct NoticeOrder {
  int64_t home_id = 0;
  int64_t event_id = 0;  // of the event that told it first
  int64_t person_id = 0;
  NoticeKind kind = NoticeKind::kMessageAnswered;
  int64_t subject_id = 0;  // what the notice is about, by kind
  int64_t target_id = 0;   // what the notice opens when tapped: the message
};

// An event as it came, with the notices that follow from it.
struct ReceivedEvent {
  int64_t home_id = 0;
  int64_t event_id = 0;
  std::vector<NoticeOrder> orders;
};

class NoticeStore {
 public:
  virtual ~NoticeStore() = default;

  // Stores the receipts of the events and their notices: those of one home all or none, each home
  // by itself. An event received before changes nothing, so that a batch may be given again.
  // Errors: those of db::Database::InTransaction.
  virtual absl::Status Receive(absl::Time deadline, const std::vector<ReceivedEvent>& events) = 0;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_NOTICE_H_
