// Delivers notices: WeChat first, then SMS, then the home's call list.
#ifndef SERVICES_WECHAT_DOMAIN_NOTICE_SENDER_H_
#define SERVICES_WECHAT_DOMAIN_NOTICE_SENDER_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/wechat/domain/contacts.h"
#include "services/wechat/domain/notice.h"
#include "services/wechat/domain/notice_catalog.h"
#include "services/wechat/domain/sms_sender.h"
#include "services/wechat/domain/token_caller.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

struct DeliveryRules {
  // Shanghai hours between which nobody is disturbed; equal for none. An important notice that
  // would expire before their end goes out all the same.
  int quiet_begin_hour = 21;
  int quiet_end_hour = 7;
  // How long WeChat may be away before an important notice takes the next channel.
  absl::Duration fallback_after = absl::Hours(2);
  // Longer than one attempt can take.
  absl::Duration lease = absl::Seconds(60);
  absl::Duration first_backoff = absl::Seconds(5);
  absl::Duration last_backoff = absl::Minutes(10);
  // One-time consents that less important notices leave for important ones.
  int consents_kept = 1;
  std::string program_state = "formal";
};

// When the quiet hours that `now` falls into end; `now` outside of them.
absl::Time EndOfQuiet(const DeliveryRules& rules, absl::Time now);

class NoticeSender {
 public:
  struct Parts {
    DeliveryStore& store;
    Contacts& contacts;
    WechatApi& api;
    TokenCaller& caller;
    SmsSender* sms;  // null: no provider
    const NoticeCatalog& catalog;
    const base::Clock& clock;
    // Called for every settled attempt with the channel and a stable word for its outcome.
    std::function<void(Channel, const std::string&)> observe;
  };

  // Everything in `parts` must outlive it.
  NoticeSender(Parts parts, DeliveryRules rules);

  // Claims at most `limit` due notices and makes one attempt for each; returns how many it claimed.
  // At least once: an attempt whose outcome nobody knows is repeated, and counted in the notice. A
  // process that dies leaves its notices to the end of their lease. Several senders may run.
  absl::StatusOr<int> RunOnce(int limit);

 private:
  // Decides and does one attempt, and says how the notice stands afterwards; `due` when it is to be
  // looked at again.
  void Attempt(Notice& notice, const Contact& contact, absl::Time* due);
  // True when the notice is settled or waits; false when WeChat cannot bring it.
  bool TryWechat(Notice& notice, const Contact& contact, absl::Time* due);
  bool TrySms(Notice& notice, const Contact& contact, absl::Time* due);
  void Wait(Notice& notice, const std::string& why, absl::Time* due) const;
  bool MayFallBack(const Notice& notice) const;
  absl::Time CallDeadline() const;

  const Parts parts_;
  const DeliveryRules rules_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_NOTICE_SENDER_H_
