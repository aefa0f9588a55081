// Consents as they are told, in the transaction that records who told them.
#ifndef SERVICES_WECHAT_STORAGE_CONSENT_WRITES_H_
#define SERVICES_WECHAT_STORAGE_CONSENT_WRITES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/db/database.h"

namespace deputies::wechat {

// Who told of an acceptance. WeChat's popup has two witnesses: the client that showed it, and
// WeChat's own push. What both tell within a few minutes counts once.
enum class ConsentWitness { kClient, kPush };

absl::Status WriteAcceptance(db::Transaction& tx, int64_t person_id, const std::string& template_id,
                             bool long_term, ConsentWitness witness, absl::Time now);
absl::Status WriteRefusal(db::Transaction& tx, int64_t person_id, const std::string& template_id,
                          absl::Time now);
// Whatever was consented to counts no more.
absl::Status WriteVoid(db::Transaction& tx, int64_t person_id, const std::string& template_id,
                       absl::Time now);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_STORAGE_CONSENT_WRITES_H_
