#include "services/duty/storage/sql_note_store.h"

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::duty {
namespace {

// In the order of ReadNote's columns.
#define DUTY_NOTE_COLUMNS \
  "home_id, id, deputy_id, notebook, title, text, place, occur_time, is_public "

constexpr db::Statement kInsertNote{
    "/* duty.InsertNote */ INSERT INTO notes (home_id, id, deputy_id, notebook, title, text, "
    "place, occur_time, is_public) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindNote{"/* duty.FindNote */ SELECT " DUTY_NOTE_COLUMNS
                                  "FROM notes WHERE home_id=? AND id=?"};
constexpr db::Statement kListNotes{
    "/* duty.ListNotes */ SELECT " DUTY_NOTE_COLUMNS
    "FROM notes WHERE home_id=? AND deputy_id=? AND id<? AND is_public>=? "
    "AND (?=0 OR notebook=?) ORDER BY id DESC LIMIT ?"};

Note ReadNote(db::Row& row) {
  Note note;
  note.home_id = row.Int(0);
  note.id = row.Int(1);
  note.deputy_id = row.Int(2);
  note.notebook = static_cast<Notebook>(row.Int(3));
  note.title = row.TakeString(4);
  note.text = row.TakeString(5);
  note.place = row.TakeString(6);
  note.occur_time = row.Time(7);
  note.is_public = row.Int(8) != 0;
  return note;
}

}  // namespace

absl::StatusOr<int64_t> SqlNoteStore::Add(absl::Time deadline, const base::RequestKey& key,
                                          const Note& note) {
  int64_t id = note.id;
  const auto add = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(note.id), clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no note id");
    }
    return transaction
        .Execute(kInsertNote, {note.home_id, note.id, note.deputy_id, note.notebook, note.title,
                               note.text, note.place, note.occur_time, note.is_public})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, add, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::StatusOr<std::optional<Note>> SqlNoteStore::Find(absl::Time deadline, int64_t home_id,
                                                       int64_t note_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindNote, {home_id, note_id}));
  if (rows.empty()) return std::nullopt;
  return ReadNote(rows.front());
}

absl::StatusOr<std::vector<Note>> SqlNoteStore::List(absl::Time deadline, const NoteQuery& query) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListNotes,
                                                  {query.home_id, query.deputy_id, query.before_id,
                                                   query.public_only, query.notebook,
                                                   query.notebook, query.limit}));
  std::vector<Note> notes;
  for (db::Row& row : rows) notes.push_back(ReadNote(row));
  return notes;
}

}  // namespace deputies::duty
