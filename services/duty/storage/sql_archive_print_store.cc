#include "services/duty/storage/sql_archive_print_store.h"

#include <string>

#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::duty {
namespace {

constexpr db::Statement kInsertArchivePrint{
    "/* duty.InsertArchivePrint */ INSERT INTO archive_prints (home_id, code, deputy_id, "
    "deputy_name, period, points, tree_size, root, print_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindArchivePrint{
    "/* duty.FindArchivePrint */ SELECT home_id, code, deputy_id, deputy_name, period, points, "
    "tree_size, root, print_time FROM archive_prints WHERE home_id=? AND code=?"};

ArchivePrint ReadArchivePrint(db::Row& row) {
  ArchivePrint print;
  print.home_id = row.Int(0);
  print.code = row.TakeString(1);
  print.deputy_id = row.Int(2);
  print.deputy_name = row.TakeString(3);
  print.period = row.TakeString(4);
  print.points = static_cast<int>(row.Int(5));
  print.tree_size = row.Int(6);
  print.root = row.TakeString(7);
  print.print_time = row.Time(8);
  return print;
}

}  // namespace

absl::StatusOr<ArchivePrint> SqlArchivePrintStore::Add(absl::Time deadline,
                                                       const base::RequestKey& key,
                                                       const ArchivePrint& print) {
  ArchivePrint stored = print;
  const auto add = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, print.code, clock_.Now()));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(db::Rows rows,
                       transaction.Query(kFindArchivePrint, {key.home_id, *earlier}));
      if (rows.empty()) return absl::InternalError("a printed archive is gone");
      stored = ReadArchivePrint(rows.front());
      return absl::OkStatus();
    }
    return transaction
        .Execute(kInsertArchivePrint,
                 {print.home_id, print.code, print.deputy_id, print.deputy_name, print.period,
                  print.points, print.tree_size, print.root, print.print_time})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, add, db::Repeat::kAfterUnknownOutcome));
  return stored;
}

absl::StatusOr<std::optional<ArchivePrint>> SqlArchivePrintStore::Find(absl::Time deadline,
                                                                       int64_t home_id,
                                                                       const std::string& code) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindArchivePrint, {home_id, code}));
  if (rows.empty()) return std::nullopt;
  return ReadArchivePrint(rows.front());
}

}  // namespace deputies::duty
