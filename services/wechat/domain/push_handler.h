#ifndef SERVICES_WECHAT_DOMAIN_PUSH_HANDLER_H_
#define SERVICES_WECHAT_DOMAIN_PUSH_HANDLER_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/wechat/domain/contacts.h"
#include "services/wechat/domain/notice_catalog.h"
#include "services/wechat/domain/push.h"
#include "services/wechat/domain/token_caller.h"

namespace deputies::wechat {

class PushHandler {
 public:
  struct Parts {
    PushStore& store;
    Contacts& contacts;
    WechatApi& api;
    TokenCaller& caller;
    const NoticeCatalog& catalog;
    const base::Clock& clock;
  };
  // All parts must outlive it. `customer_reply` answers messages to customer service.
  PushHandler(const Parts& parts, std::string customer_reply)
      : parts_(parts), customer_reply_(std::move(customer_reply)) {}

  // Records the push; one that came before changes nothing. Errors: those of accounts and of the
  // store, after which WeChat asks again.
  absl::Status Handle(const PushMessage& message, const std::string& request_id,
                      absl::Time deadline);

 private:
  absl::StatusOr<PushEffects> EffectsOf(const PushMessage& message, const std::string& request_id,
                                        absl::Time deadline);
  void Reply(const PushMessage& message, absl::Time deadline);

  const Parts parts_;
  const std::string customer_reply_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_PUSH_HANDLER_H_
