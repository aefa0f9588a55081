// Notices to people about facts that other services told us. A stored notice is a durable order to
// deliver it, and an entry of the person's inbox.
#ifndef SERVICES_WECHAT_DOMAIN_NOTICE_H_
#define SERVICES_WECHAT_DOMAIN_NOTICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"

namespace deputies::wechat {

// Numbers are stored; never reuse one.
enum class NoticeState {
  kPending = 1,
  // An attempt runs, or its process died: at the end of the lease its outcome counts as unknown.
  kSending = 2,
  kDelivered = 3,
  // On the home's call list.
  kToCall = 4,
  // Nothing but the inbox was left, and it was not important.
  kInboxOnly = 5,
  kExpired = 6,
  kCalled = 7,
};

enum class Channel { kNone = 0, kWechat = 1, kSms = 2, kCall = 3 };

// One fact that deserves a notice: exactly one per (home, kind, target, stage, person), however
// often it is told.
struct NoticeOrder {
  int64_t home_id = 0;
  int64_t event_id = 0;  // of the event that told it first
  int64_t person_id = 0;
  int kind = 0;           // deputies.events.v1.NoticeKind
  int64_t target_id = 0;  // what the notice opens when tapped, by kind
  int64_t stage = 0;      // tells repeated notices on one target apart
  std::string title;      // the system's own words, at most 64 code points
  std::string detail;
  std::optional<absl::Time> event_time;
  absl::Time send_time = absl::InfinitePast();
  absl::Time expire_time = absl::InfiniteFuture();
  bool important = false;  // must reach the person
};

// An event as it came, with the notices that follow from it.
struct ReceivedEvent {
  int64_t home_id = 0;
  int64_t event_id = 0;
  std::vector<NoticeOrder> orders;
  // Whose notices and consents are to vanish; 0: nobody's.
  int64_t erased_person_id = 0;
};

struct Notice {
  NoticeOrder order;
  int64_t notice_id = 0;
  NoticeState state = NoticeState::kPending;
  Channel channel = Channel::kNone;
  std::string outcome;  // why the last attempt failed; stable words
  int attempts = 0;
  int unknown_outcomes = 0;
  bool consent_held = false;
  absl::Time create_time;
  std::optional<absl::Time> read_time;
  std::optional<absl::Time> finish_time;
  int64_t caller_person_id = 0;
  std::string call_note;
};

class NoticeStore {
 public:
  virtual ~NoticeStore() = default;

  // Stores the receipts of the events and their notices: those of one home all or none, each home
  // by itself. An event received before changes nothing, so that a batch may be given again.
  // Errors: those of db::Database::InTransaction.
  virtual absl::Status Receive(absl::Time deadline, const std::vector<ReceivedEvent>& events) = 0;
};

// What the sender needs. Every method is one transaction; errors as above.
class DeliveryStore {
 public:
  virtual ~DeliveryStore() = default;

  // Takes at most `limit` notices that are due and gives each a lease, at whose end it is due again
  // with an unknown outcome. What another sender holds is left alone. Oldest due time first.
  virtual absl::StatusOr<std::vector<Notice>> Claim(absl::Time deadline, absl::Time now, int limit,
                                                    absl::Duration lease) = 0;
  // Marks that a consent is held for the notice: a standing one, or a one-time one, of which
  // `keep` must be left afterwards. False when there is none.
  virtual absl::StatusOr<bool> TakeConsent(absl::Time deadline, const Notice& notice,
                                           absl::string_view template_id, int keep) = 0;
  // WeChat says that there is no consent: forgets every one of this person and template.
  virtual absl::Status DropConsent(absl::Time deadline, int64_t person_id,
                                   absl::string_view template_id, absl::Time now) = 0;
  // Ends the lease: state, channel, outcome, unknown_outcomes and consent_held as in `notice`, due
  // again at `due` (pending only).
  virtual absl::Status Settle(absl::Time deadline, const Notice& notice, absl::Time due,
                              absl::Time now) = 0;
};

// What people see and do.
class InboxStore {
 public:
  virtual ~InboxStore() = default;

  // The person's notices of every home whose send time has come, newest first, before `before_id`.
  virtual absl::StatusOr<std::vector<Notice>> ListOwn(absl::Time deadline, int64_t person_id,
                                                      absl::Time now, int64_t before_id,
                                                      int limit) = 0;
  virtual absl::StatusOr<int64_t> CountUnread(absl::Time deadline, int64_t person_id,
                                              absl::Time now) = 0;
  // Marks the person's notices up to `last_id` as read.
  virtual absl::Status MarkRead(absl::Time deadline, const base::RequestKey& key, int64_t last_id,
                                absl::Time now) = 0;

  struct ConsentResult {
    std::string template_id;
    bool accepted = false;
    bool long_term = false;
  };
  // Counts what the person answered to wx.requestSubscribeMessage.
  virtual absl::Status RecordConsents(absl::Time deadline, const base::RequestKey& key,
                                      const std::vector<ConsentResult>& results,
                                      absl::Time now) = 0;

  // Notices of the home that must be told by phone, oldest first, after `after_id`; with `done`
  // those that were.
  virtual absl::StatusOr<std::vector<Notice>> ListCalls(absl::Time deadline, int64_t home_id,
                                                        bool done, int64_t after_id, int limit) = 0;
  // Enters the outcome of a call. Not reached: the entry stays. NoticeNotFound, CallAlreadyMade.
  virtual absl::StatusOr<Notice> RecordCall(absl::Time deadline, const base::RequestKey& key,
                                            int64_t notice_id, bool reached,
                                            const std::string& note, absl::Time now) = 0;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_NOTICE_H_
