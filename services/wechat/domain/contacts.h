#ifndef SERVICES_WECHAT_DOMAIN_CONTACTS_H_
#define SERVICES_WECHAT_DOMAIN_CONTACTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace deputies::wechat {

// How a person can be reached. Never logged, never stored here.
struct Contact {
  std::string openid;  // empty: never signed in through WeChat
  std::string phone;   // empty: not known
};

// Accounts' register of people.
class Contacts {
 public:
  virtual ~Contacts() = default;
  // Who signed in under this openid; 0 for nobody. Errors as below.
  virtual absl::StatusOr<int64_t> PersonOf(const std::string& openid, const std::string& request_id,
                                           absl::Time deadline) = 0;

  // By person; unknown and erased people are left out. At most 100 ids. `request_id` names the work
  // in the logs. UNAVAILABLE and DEADLINE_EXCEEDED when accounts does not answer.
  virtual absl::StatusOr<std::map<int64_t, Contact>> Get(const std::vector<int64_t>& person_ids,
                                                         const std::string& request_id,
                                                         absl::Time deadline) = 0;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_CONTACTS_H_
