#ifndef SERVICES_WECHAT_STORAGE_SQL_INBOX_STORE_H_
#define SERVICES_WECHAT_STORAGE_SQL_INBOX_STORE_H_

#include <string>
#include <vector>

#include "services/common/db/database.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

class SqlInboxStore final : public InboxStore {
 public:
  // `database` must outlive this.
  explicit SqlInboxStore(db::Database& database) : database_(database) {}

  absl::StatusOr<std::vector<Notice>> ListOwn(absl::Time deadline, int64_t person_id,
                                              absl::Time now, int64_t before_id,
                                              int limit) override;
  absl::StatusOr<int64_t> CountUnread(absl::Time deadline, int64_t person_id,
                                      absl::Time now) override;
  absl::Status MarkRead(absl::Time deadline, const base::RequestKey& key, int64_t last_id,
                        absl::Time now) override;
  absl::Status RecordConsents(absl::Time deadline, const base::RequestKey& key,
                              const std::vector<ConsentResult>& results, absl::Time now) override;
  absl::StatusOr<std::vector<Notice>> ListCalls(absl::Time deadline, int64_t home_id, bool done,
                                                int64_t after_id, int limit) override;
  absl::StatusOr<Notice> RecordCall(absl::Time deadline, const base::RequestKey& key,
                                    int64_t notice_id, bool reached, const std::string& note,
                                    absl::Time now) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_STORAGE_SQL_INBOX_STORE_H_
