#include "services/accounts/storage/organization_lookup.h"

#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

constexpr db::Statement kFindOrganization{
    "/* accounts.FindOrganization */ SELECT organization_id FROM organizations WHERE code = ?"};
constexpr db::Statement kFindHome{
    "/* accounts.FindHome */ SELECT home_id FROM homes WHERE code = ?"};

absl::StatusOr<int64_t> IdOf(db::Transaction& tx, const db::Statement& statement,
                             const std::string& code) {
  ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(statement, {code}));
  return rows.empty() ? 0 : rows[0].Int(0);
}

}  // namespace

absl::StatusOr<int64_t> OrganizationIdOf(db::Transaction& tx, const std::string& code) {
  return IdOf(tx, kFindOrganization, code);
}

absl::StatusOr<int64_t> HomeIdOf(db::Transaction& tx, const std::string& code) {
  return IdOf(tx, kFindHome, code);
}

}  // namespace deputies::accounts
