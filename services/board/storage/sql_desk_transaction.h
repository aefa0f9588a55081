#ifndef SERVICES_BOARD_STORAGE_SQL_DESK_TRANSACTION_H_
#define SERVICES_BOARD_STORAGE_SQL_DESK_TRANSACTION_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/board/domain/desk_transaction.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

// What the desks' transactions share.
struct DeskSql {
  db::Transaction& transaction;
  base::IdSource& ids;
  const base::Clock& clock;
};
absl::StatusOr<std::optional<int64_t>> ClaimDeskRequest(const DeskSql& sql, const RequestKey& key,
                                                        int64_t object_id);
absl::Status QueueNotice(const DeskSql& sql, int64_t home_id, const DeskNotice& notice);
absl::Status QueueOrder(const DeskSql& sql, const NoticeOrder& order);
absl::Status QueueDuty(const DeskSql& sql, int64_t home_id, const DutyAct& act);
absl::Status QueueHomeAct(const DeskSql& sql, int64_t home_id, const HomeAct& act);

// Implements DeskTransaction below an `Interface` that extends it.
template <typename Interface>
class SqlDeskTransaction : public Interface {
 public:
  SqlDeskTransaction(db::Transaction& transaction, base::IdSource& ids, const base::Clock& clock)
      : desk_{transaction, ids, clock} {}

  absl::StatusOr<std::optional<int64_t>> ClaimRequest(const RequestKey& key,
                                                      int64_t object_id) final {
    return ClaimDeskRequest(desk_, key, object_id);
  }
  absl::Status Notify(int64_t home_id, const DeskNotice& notice) final {
    return QueueNotice(desk_, home_id, notice);
  }
  absl::Status Order(const NoticeOrder& order) final { return QueueOrder(desk_, order); }
  absl::Status TellDuty(int64_t home_id, const DutyAct& act) final {
    return QueueDuty(desk_, home_id, act);
  }
  absl::Status TellHomeAct(int64_t home_id, const HomeAct& act) final {
    return QueueHomeAct(desk_, home_id, act);
  }

 protected:
  db::Transaction& sql() { return desk_.transaction; }
  base::IdSource& ids() { return desk_.ids; }

 private:
  DeskSql desk_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_DESK_TRANSACTION_H_
