#include "services/board/storage/sql_template_store.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/board/domain/errors.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::board {
namespace {

constexpr db::Statement kFindTemplate{
    "/* board.FindTemplate */ SELECT id, title, body, update_time FROM answer_templates "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kListTemplates{
    "/* board.ListTemplates */ SELECT id, title, body, update_time FROM answer_templates "
    "WHERE home_id=? ORDER BY title, id LIMIT 200"};
constexpr db::Statement kInsertTemplate{
    "/* board.InsertTemplate */ INSERT INTO answer_templates (home_id, id, title, body, "
    "update_time) VALUES (?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateTemplate{
    "/* board.UpdateTemplate */ UPDATE answer_templates SET title=?, body=?, update_time=? "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kDeleteTemplate{
    "/* board.DeleteTemplate */ DELETE FROM answer_templates WHERE home_id=? AND id=?"};

AnswerTemplate ReadTemplate(int64_t home_id, db::Row& row) {
  return {home_id, row.Int(0), row.TakeString(1), row.TakeString(2), row.Time(3)};
}

}  // namespace

absl::StatusOr<std::optional<AnswerTemplate>> SqlTemplateStore::FindTemplate(absl::Time deadline,
                                                                             int64_t home_id,
                                                                             int64_t template_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindTemplate, {home_id, template_id}));
  if (rows.empty()) return std::nullopt;
  return ReadTemplate(home_id, rows.front());
}

absl::StatusOr<std::vector<AnswerTemplate>> SqlTemplateStore::ListTemplates(absl::Time deadline,
                                                                            int64_t home_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListTemplates, {home_id}));
  std::vector<AnswerTemplate> templates;
  for (db::Row& row : rows) templates.push_back(ReadTemplate(home_id, row));
  return templates;
}

absl::StatusOr<AnswerTemplate> SqlTemplateStore::SaveTemplate(absl::Time deadline,
                                                              const RequestKey& key,
                                                              AnswerTemplate entry) {
  entry.update_time = base::ToMillisecond(clock_.Now());
  const bool fresh = entry.id == 0;
  if (fresh) entry.id = ids_.Next();
  std::optional<std::string> earlier;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(earlier,
                         db::ClaimRequest(transaction, key, absl::StrCat(entry.id), clock_.Now()));
        if (earlier.has_value()) return absl::OkStatus();
        if (fresh) {
          return transaction
              .Execute(kInsertTemplate,
                       {entry.home_id, entry.id, entry.title, entry.body, entry.update_time})
              .status();
        }
        ASSIGN_OR_RETURN(
            const int64_t changed,
            transaction.Execute(kUpdateTemplate, {entry.title, entry.body, entry.update_time,
                                                  entry.home_id, entry.id}));
        return changed == 0 ? TemplateNotFound() : absl::OkStatus();
      },
      db::Repeat::kAfterUnknownOutcome));
  if (earlier.has_value() && absl::SimpleAtoi(*earlier, &entry.id)) {
    ASSIGN_OR_RETURN(std::optional<AnswerTemplate> stored,
                     FindTemplate(deadline, key.home_id, entry.id));
    if (!stored.has_value()) return TemplateNotFound();
    return *std::move(stored);
  }
  return entry;
}

absl::Status SqlTemplateStore::DeleteTemplate(absl::Time deadline, const RequestKey& key,
                                              int64_t template_id) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(
            const std::optional<std::string> earlier,
            db::ClaimRequest(transaction, key, absl::StrCat(template_id), clock_.Now()));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const int64_t removed,
                         transaction.Execute(kDeleteTemplate, {key.home_id, template_id}));
        return removed == 0 ? TemplateNotFound() : absl::OkStatus();
      },
      db::Repeat::kAfterUnknownOutcome);
}

}  // namespace deputies::board
