#include "services/accounts/storage/session_retention.h"

namespace deputies::accounts {
namespace {

constexpr int64_t kSessionBatch = 500;
constexpr db::Statement kDeleteExpiredSessions{
    "/* accounts.DeleteExpiredSessions */ DELETE FROM sessions WHERE expire_time < ? "
    "ORDER BY expire_time LIMIT 500"};

}  // namespace

db::RetentionRule SessionRetention() {
  return {"sessions", &kDeleteExpiredSessions, kSessionBatch, absl::ZeroDuration()};
}

}  // namespace deputies::accounts
