#include "services/duty/storage/sql_rule_book_store.h"

#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {
namespace {

constexpr db::Statement kListRuleBooks{
    "/* duty.ListRuleBooks */ SELECT version, effective_day, title, rules, publish_time "
    "FROM rule_books WHERE county_id=? ORDER BY version"};
constexpr db::Statement kLockNewestRuleBook{
    "/* duty.LockNewestRuleBook */ SELECT version, effective_day FROM rule_books "
    "WHERE county_id=? ORDER BY version DESC LIMIT 1 FOR UPDATE"};
constexpr db::Statement kInsertRuleBook{
    "/* duty.InsertRuleBook */ INSERT INTO rule_books (county_id, version, effective_day, title, "
    "rules, publish_time, publisher_id) VALUES (?, ?, ?, ?, ?, ?, ?)"};

absl::Time ToTime(absl::CivilDay day) { return absl::FromCivil(day, absl::UTCTimeZone()); }

}  // namespace

absl::StatusOr<std::vector<RuleBook>> SqlRuleBookStore::List(absl::Time deadline,
                                                             int64_t county_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListRuleBooks, {county_id}));
  std::vector<RuleBook> books;
  for (db::Row& row : rows) {
    RuleBook& book = books.emplace_back();
    book.version = static_cast<int>(row.Int(0));
    book.effective_day = absl::ToCivilDay(row.Time(1), absl::UTCTimeZone());
    book.title = row.TakeString(2);
    RETURN_IF_ERROR(ParseRules(row.String(3), &book));
    book.publish_time = row.Time(4);
  }
  return books;
}

absl::StatusOr<int> SqlRuleBookStore::Publish(absl::Time deadline, const base::RequestKey& key,
                                              int64_t county_id, const RuleBook& book,
                                              int64_t publisher_id) {
  int version = 0;
  const auto publish = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &version)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no version");
    }
    ASSIGN_OR_RETURN(const db::Rows newest, transaction.Query(kLockNewestRuleBook, {county_id}));
    version = 1;
    if (!newest.empty()) {
      version = static_cast<int>(newest.front().Int(0)) + 1;
      if (ToTime(book.effective_day) <= newest.front().Time(1)) {
        return RankingStateConflict("已有同日或更晚施行的办法，请选更晚的月份");
      }
    }
    RETURN_IF_ERROR(
        transaction
            .Execute(kInsertRuleBook, {county_id, version, ToTime(book.effective_day), book.title,
                                       FormatRules(book), book.publish_time, publisher_id})
            .status());
    return db::StoreResult(transaction, key, absl::StrCat(version));
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, publish, db::Repeat::kAfterUnknownOutcome));
  return version;
}

}  // namespace deputies::duty
