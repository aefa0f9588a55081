#ifndef SERVICES_WECHAT_STORAGE_SQL_NOTICE_STORE_H_
#define SERVICES_WECHAT_STORAGE_SQL_NOTICE_STORE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

// Notices in the tables of services/wechat/migrations.
class SqlNoticeStore final : public NoticeStore {
 public:
  // All must outlive this.
  SqlNoticeStore(db::Database& database, base::IdSource& ids, const base::Clock& clock);

  absl::Status Receive(absl::Time deadline, const std::vector<ReceivedEvent>& events) override;

 private:
  absl::Status ReceiveInto(db::Transaction& transaction, const ReceivedEvent& event);

  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_STORAGE_SQL_NOTICE_STORE_H_
