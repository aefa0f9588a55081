#ifndef SERVICES_WECHAT_STORAGE_SQL_DELIVERY_STORE_H_
#define SERVICES_WECHAT_STORAGE_SQL_DELIVERY_STORE_H_

#include <vector>

#include "services/common/db/database.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

class SqlDeliveryStore final : public DeliveryStore {
 public:
  // `database` must outlive this.
  explicit SqlDeliveryStore(db::Database& database) : database_(database) {}

  absl::StatusOr<std::vector<Notice>> Claim(absl::Time deadline, absl::Time now, int limit,
                                            absl::Duration lease) override;
  absl::StatusOr<bool> TakeConsent(absl::Time deadline, const Notice& notice,
                                   absl::string_view template_id, int keep) override;
  absl::Status DropConsent(absl::Time deadline, int64_t person_id, absl::string_view template_id,
                           absl::Time now) override;
  absl::Status Settle(absl::Time deadline, const Notice& notice, absl::Time due,
                      absl::Time now) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_STORAGE_SQL_DELIVERY_STORE_H_
