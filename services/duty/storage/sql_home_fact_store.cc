#include "services/duty/storage/sql_home_fact_store.h"

#include "services/common/base/status_macros.h"
#include "services/duty/domain/period.h"

namespace deputies::duty {
namespace {

// Field by field the outcome is the same whichever of two comes first. The revision is set last:
// the fields before it compare with the one that stood there.
constexpr db::Statement kNoteHomeFact{
    "/* duty.NoteHomeFact */ INSERT INTO home_facts (home_id, item, source_type, source_id, "
    "act_time, revision, withdrawn, quantity, content, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?) ON DUPLICATE KEY UPDATE "
    "act_time=CASE WHEN VALUES(revision)>revision THEN VALUES(act_time) WHEN "
    "VALUES(revision)=revision THEN LEAST(act_time, VALUES(act_time)) ELSE act_time END, "
    "withdrawn=CASE WHEN VALUES(revision)>revision THEN VALUES(withdrawn) WHEN "
    "VALUES(revision)=revision THEN GREATEST(withdrawn, VALUES(withdrawn)) ELSE withdrawn END, "
    "quantity=CASE WHEN VALUES(revision)>revision THEN VALUES(quantity) WHEN "
    "VALUES(revision)=revision THEN GREATEST(quantity, VALUES(quantity)) ELSE quantity END, "
    "content=CASE WHEN VALUES(revision)>revision THEN VALUES(content) WHEN "
    "VALUES(revision)=revision THEN GREATEST(content, VALUES(content)) ELSE content END, "
    "person=CASE WHEN VALUES(revision)>revision THEN VALUES(person) WHEN "
    "VALUES(revision)=revision THEN GREATEST(person, VALUES(person)) ELSE person END, "
    "revision=GREATEST(revision, VALUES(revision))"};
constexpr db::Statement kListHomeFacts{
    "/* duty.ListHomeFacts */ SELECT item, source_type, source_id, act_time, revision, withdrawn, "
    "quantity, content, person FROM home_facts WHERE home_id=? AND act_time>=? AND act_time<? AND "
    "(act_time<? OR item IN (?, ?, ?)) ORDER BY act_time, item, source_type, source_id"};

}  // namespace

absl::Status NoteFact(db::Transaction& transaction, const HomeFact& fact) {
  return transaction
      .Execute(kNoteHomeFact,
               {fact.home_id, fact.item, fact.source_type, fact.source_id, fact.time, fact.revision,
                fact.withdrawn, fact.quantity, fact.content, fact.person})
      .status();
}

absl::Status SqlHomeFactStore::Note(absl::Time deadline, const std::vector<HomeFact>& facts) {
  const auto note = [&](db::Transaction& transaction) -> absl::Status {
    for (const HomeFact& fact : facts) RETURN_IF_ERROR(NoteFact(transaction, fact));
    return absl::OkStatus();
  };
  // May be repeated as it is.
  return database_.InTransaction(deadline, note, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<HomeFact>> SqlHomeFactStore::ListYear(absl::Time deadline,
                                                                 int64_t home_id, int year) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListHomeFacts,
                                   {home_id, Period::Year(year).start(),
                                    Period::Year(year + 1).end(), Period::Year(year).end(),
                                    kMessageAnswered, kMessageSolved, kSuggestionClosed}));
  std::vector<HomeFact> facts;
  facts.reserve(rows.size());
  for (db::Row& row : rows) {
    HomeFact& fact = facts.emplace_back();
    fact.home_id = home_id;
    fact.item = row.TakeString(0);
    fact.source_type = row.TakeString(1);
    fact.source_id = row.Int(2);
    fact.time = row.Time(3);
    fact.revision = static_cast<int>(row.Int(4));
    fact.withdrawn = row.Int(5) != 0;
    fact.quantity = static_cast<int>(row.Int(6));
    fact.content = row.TakeString(7);
    fact.person = row.TakeString(8);
  }
  return facts;
}

}  // namespace deputies::duty
