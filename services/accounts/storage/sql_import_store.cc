#include "services/accounts/storage/sql_import_store.h"

#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::accounts {
namespace {

constexpr absl::Duration kPartLifetime = absl::Hours(7 * 24);

#define IMPORT_COLUMNS                                                               \
  "import_id, person_id, kind, file_name, state, part_count, row_count, new_count, " \
  "changed_count, create_time, apply_time, undo_time FROM imports "

// Whose imports are on nobody's list.
constexpr int64_t kNoPerson = 0;
// More changes than a batch of a register makes.
constexpr int64_t kPositionsOfBatch = 10000;

constexpr db::Statement kInsertImport{
    "/* accounts.InsertImport */ INSERT INTO imports "
    "(person_id, import_id, kind, file_name, state, create_time) VALUES (?, ?, ?, ?, 1, ?)"};
constexpr db::Statement kGetImport{"/* accounts.GetImport */ SELECT " IMPORT_COLUMNS
                                   "WHERE person_id = ? AND import_id = ?"};
constexpr db::Statement kLockImport{"/* accounts.LockImport */ SELECT " IMPORT_COLUMNS
                                    "WHERE person_id = ? AND import_id = ? FOR UPDATE"};
constexpr db::Statement kListImports{
    "/* accounts.ListImports */ SELECT " IMPORT_COLUMNS
    "WHERE person_id = ? AND import_id < ? ORDER BY import_id DESC LIMIT ?"};
constexpr db::Statement kInsertPart{
    "/* accounts.InsertPart */ INSERT INTO import_parts (import_id, number, content, create_time) "
    "VALUES (?, ?, ?, ?)"};
constexpr db::Statement kCountPart{
    "/* accounts.CountPart */ UPDATE imports SET part_count = ? "
    "WHERE person_id = ? AND import_id = ?"};
constexpr db::Statement kCountBatch{
    "/* accounts.CountBatch */ UPDATE imports SET state = 2, part_count = ?, "
    "row_count = row_count + ?, new_count = new_count + ?, changed_count = changed_count + ?, "
    "apply_time = ? WHERE person_id = ? AND import_id = ?"};
constexpr db::Statement kListParts{
    "/* accounts.ListParts */ SELECT content FROM import_parts WHERE import_id = ? "
    "ORDER BY number"};
constexpr db::Statement kDeleteParts{
    "/* accounts.DeleteParts */ DELETE FROM import_parts WHERE import_id = ?"};
constexpr db::Statement kDeleteOldParts{
    "/* accounts.DeleteOldParts */ DELETE FROM import_parts WHERE create_time < ? "
    "ORDER BY create_time LIMIT 100"};
constexpr db::Statement kMarkApplied{
    "/* accounts.MarkApplied */ UPDATE imports SET state = 2, row_count = ?, new_count = ?, "
    "changed_count = ?, apply_time = ? WHERE person_id = ? AND import_id = ? AND state = 1"};

// Lines from named units up to the roots; a code counts when one of the nodes is on its line.
// Parameters: codes and nodes as JSON lists.
#define LINES_OF(units)                                                                       \
  "WITH RECURSIVE line (code, organization_id, depth) AS (" units                             \
  " UNION ALL "                                                                               \
  "SELECT l.code, o.parent_id, l.depth + 1 FROM organizations o "                             \
  "JOIN line l ON o.organization_id = l.organization_id WHERE o.parent_id <> 0 AND "          \
  "l.depth < 20), nodes (organization_id) AS (SELECT n.id FROM JSON_TABLE(?, '$[*]' COLUMNS " \
  "(id BIGINT PATH '$')) n) "
#define CODE_LIST "JSON_TABLE(?, '$[*]' COLUMNS (code VARCHAR(256) PATH '$')) c "
#define ON_LINE \
  "SELECT DISTINCT l.code FROM line l JOIN nodes n ON n.organization_id = l.organization_id"

constexpr db::Statement kOrganizationsWithin{"/* accounts.OrganizationsWithin */ " LINES_OF(
    "SELECT c.code, o.organization_id, 0 FROM " CODE_LIST
    "STRAIGHT_JOIN organizations o ON o.code = CONVERT(UNHEX(c.code) USING utf8mb4)") ON_LINE};
constexpr db::Statement kHomesWithin{"/* accounts.HomesWithin */ " LINES_OF(
    "SELECT c.code, h.organization_id, 0 FROM " CODE_LIST
    "STRAIGHT_JOIN homes h ON h.code = CONVERT(UNHEX(c.code) USING utf8mb4)") ON_LINE};
constexpr db::Statement kDeputiesWithin{"/* accounts.DeputiesWithin */ " LINES_OF(
    "SELECT c.code, h.organization_id, 0 FROM " CODE_LIST
    "STRAIGHT_JOIN deputies d ON d.code = CONVERT(UNHEX(c.code) USING utf8mb4) "
    "JOIN deputy_homes dh ON dh.deputy_id = d.deputy_id "
    "JOIN homes h ON h.home_id = dh.home_id") ON_LINE};
constexpr db::Statement kKnownOrganizations{
    "/* accounts.KnownOrganizations */ SELECT c.code FROM " CODE_LIST
    "STRAIGHT_JOIN organizations o ON o.code = CONVERT(UNHEX(c.code) USING utf8mb4)"};
constexpr db::Statement kKnownHomes{
    "/* accounts.KnownHomes */ SELECT c.code FROM " CODE_LIST
    "STRAIGHT_JOIN homes h ON h.code = CONVERT(UNHEX(c.code) USING utf8mb4)"};
constexpr db::Statement kKnownDeputies{
    "/* accounts.KnownDeputies */ SELECT c.code FROM " CODE_LIST
    "STRAIGHT_JOIN deputies d ON d.code = CONVERT(UNHEX(c.code) USING utf8mb4)"};

// What was there before, as JSON; nothing for what is new.
constexpr db::Statement kKeepOrganization{
    "/* accounts.KeepOrganization */ INSERT INTO import_changes "
    "(import_id, position, kind, row_id, before_values) SELECT ?, ?, 1, organization_id, "
    "JSON_OBJECT('name', name, 'level', level, 'parent', parent_id, 'closed', closed_time) "
    "FROM organizations WHERE code = ?"};
constexpr db::Statement kKeepHome{
    "/* accounts.KeepHome */ INSERT INTO import_changes "
    "(import_id, position, kind, row_id, before_values) SELECT ?, ?, 2, home_id, "
    "JSON_OBJECT('name', name, 'organization', organization_id, 'address', address, "
    "'hours', opening_hours, 'phone', contact_phone, 'introduction', introduction, "
    "'closed', closed_time, 'successor', successor_home_id) FROM homes WHERE code = ?"};
constexpr db::Statement kKeepDeputy{
    "/* accounts.KeepDeputy */ INSERT INTO import_changes "
    "(import_id, position, kind, row_id, before_values) SELECT ?, ?, 3, d.deputy_id, "
    "JSON_OBJECT('name', d.name, 'level', d.level, 'term', d.term, 'start', d.term_start_time, "
    "'end', d.term_end_time, 'constituency', d.constituency, 'occupation', d.occupation, "
    "'introduction', d.introduction, 'phone', HEX(d.phone), "
    "'homes', (SELECT JSON_ARRAYAGG(h.home_id) FROM deputy_homes h "
    "WHERE h.deputy_id = d.deputy_id), "
    "'places', (SELECT JSON_ARRAYAGG(p.organization_id) FROM deputy_constituencies p "
    "WHERE p.deputy_id = d.deputy_id), "
    "'groups', (SELECT JSON_ARRAYAGG(g.organization_id) FROM deputy_groups g "
    "WHERE g.deputy_id = d.deputy_id)) FROM deputies d WHERE d.code = ?"};
constexpr db::Statement kKeepVoters{
    "/* accounts.KeepVoters */ INSERT INTO import_changes "
    "(import_id, position, kind, row_id, before_values) SELECT ?, ? + r.position, 4, p.person_id, "
    "JSON_OBJECT('place', p.constituency_id, 'verified', p.verified_time, 'by', p.verified_by) "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (position FOR ORDINALITY, "
    "phone_index CHAR(32) PATH '$.index')) r "
    "STRAIGHT_JOIN identities i ON i.kind = 2 AND i.subject_index = UNHEX(r.phone_index) "
    "STRAIGHT_JOIN persons p ON p.person_id = i.person_id"};
constexpr db::Statement kNoteNew{
    "/* accounts.NoteNew */ INSERT INTO import_changes (import_id, position, kind, row_id) "
    "VALUES (?, ?, ?, ?)"};
// Behind those that were known.
constexpr db::Statement kNoteNewVoters{
    "/* accounts.NoteNewVoters */ INSERT INTO import_changes "
    "(import_id, position, kind, row_id) SELECT ?, ? + r.position, 4, r.person_id "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (position FOR ORDINALITY, person_id BIGINT PATH '$')) r"};

ImportRun RunOf(const db::Row& row) {
  ImportRun run;
  run.import_id = row.Int(0);
  run.person_id = row.Int(1);
  run.kind = static_cast<ImportKind>(row.Int(2));
  run.file_name = row.String(3);
  run.state = static_cast<ImportState>(row.Int(4));
  run.part_count = static_cast<int>(row.Int(5));
  run.row_count = row.Int(6);
  run.new_count = row.Int(7);
  run.changed_count = row.Int(8);
  run.create_time = row.Time(9);
  if (!row.IsNull(10)) run.apply_time = row.Time(10);
  if (!row.IsNull(11)) run.undo_time = row.Time(11);
  return run;
}

// In hexadecimal, so that any text may be one.
std::string JsonCodes(const std::set<std::string>& codes) {
  return absl::StrCat("[",
                      absl::StrJoin(codes, ",",
                                    [](std::string* out, const std::string& code) {
                                      absl::StrAppend(out, "\"", absl::BytesToHexString(code),
                                                      "\"");
                                    }),
                      "]");
}

std::set<std::string> CodesOf(const db::Rows& rows) {
  std::set<std::string> codes;
  for (const db::Row& row : rows) codes.insert(absl::HexStringToBytes(row.String(0)));
  return codes;
}

}  // namespace

std::string SqlImportStore::JsonIds(const std::vector<int64_t>& ids) {
  return absl::StrCat("[", absl::StrJoin(ids, ","), "]");
}

absl::StatusOr<ImportRun> SqlImportStore::Create(absl::Time deadline, const base::RequestKey& key,
                                                 const ImportRun& run) {
  ImportRun made;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, key, absl::StrCat(run.import_id), run.create_time));
    int64_t import_id = run.import_id;
    if (earlier.has_value()) {
      if (!absl::SimpleAtoi(*earlier, &import_id)) return ImportNotFound();
    } else {
      RETURN_IF_ERROR(tx.Execute(kInsertImport, {run.person_id, run.import_id, run.kind,
                                                 run.file_name, run.create_time})
                          .status());
    }
    ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kGetImport, {run.person_id, import_id}));
    if (rows.empty()) return ImportNotFound();
    made = RunOf(rows[0]);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return made;
}

absl::StatusOr<ImportRun> SqlImportStore::AddPart(absl::Time deadline, int64_t person_id,
                                                  int64_t import_id, int number,
                                                  const std::string& content) {
  ImportRun run;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kLockImport, {person_id, import_id}));
    if (rows.empty()) return ImportNotFound();
    run = RunOf(rows[0]);
    if (run.state != ImportState::kUploading || number > run.part_count + 1) {
      return ImportStateConflict();
    }
    if (number <= run.part_count) return absl::OkStatus();  // given again
    run.part_count = number;
    RETURN_IF_ERROR(
        tx.Execute(kInsertPart,
                   {import_id, number,
                    cipher_.Seal(content, {"import_parts", "content", import_id}), clock_.Now()})
            .status());
    return tx.Execute(kCountPart, {number, person_id, import_id}).status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return run;
}

absl::StatusOr<ImportRun> SqlImportStore::Get(absl::Time deadline, int64_t person_id,
                                              int64_t import_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kGetImport, {person_id, import_id}));
  if (rows.empty()) return ImportNotFound();
  return RunOf(rows[0]);
}

absl::StatusOr<std::vector<ImportRun>> SqlImportStore::List(absl::Time deadline, int64_t person_id,
                                                            int64_t before_id, int limit) {
  if (before_id == 0) before_id = std::numeric_limits<int64_t>::max();
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListImports, {person_id, before_id, limit}));
  std::vector<ImportRun> runs;
  for (const db::Row& row : rows) runs.push_back(RunOf(row));
  return runs;
}

absl::StatusOr<std::string> SqlImportStore::ReadContent(absl::Time deadline, int64_t import_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListParts, {import_id}));
  if (rows.empty()) return ImportStateConflict();
  std::string content;
  for (const db::Row& row : rows) {
    ASSIGN_OR_RETURN(const std::string part,
                     cipher_.Open(row.String(0), {"import_parts", "content", import_id}));
    content += part;
  }
  return content;
}

absl::StatusOr<std::set<std::string>> SqlImportStore::Within(absl::Time deadline,
                                                             const db::Statement& statement,
                                                             const std::set<int64_t>& nodes,
                                                             const std::set<std::string>& codes) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, statement,
                                   {JsonCodes(codes), JsonIds({nodes.begin(), nodes.end()})}));
  return CodesOf(rows);
}

absl::StatusOr<std::set<std::string>> SqlImportStore::OrganizationsWithin(
    absl::Time deadline, const std::set<int64_t>& nodes, const std::set<std::string>& codes) {
  if (nodes.count(0) == 0) return Within(deadline, kOrganizationsWithin, nodes, codes);
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kKnownOrganizations, {JsonCodes(codes)}));
  return CodesOf(rows);
}

absl::StatusOr<std::set<std::string>> SqlImportStore::HomesWithin(
    absl::Time deadline, const std::set<int64_t>& nodes, const std::set<std::string>& codes) {
  if (nodes.count(0) == 0) return Within(deadline, kHomesWithin, nodes, codes);
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kKnownHomes, {JsonCodes(codes)}));
  return CodesOf(rows);
}

absl::StatusOr<std::set<std::string>> SqlImportStore::TakenOutside(
    absl::Time deadline, ImportKind kind, const std::set<int64_t>& nodes,
    const std::set<std::string>& codes) {
  if (nodes.count(0) > 0) return std::set<std::string>();
  const bool of_units = kind == ImportKind::kOrganizations;
  const bool of_homes = kind == ImportKind::kHomes;
  ASSIGN_OR_RETURN(const db::Rows known, database_.Query(deadline,
                                                         of_units   ? kKnownOrganizations
                                                         : of_homes ? kKnownHomes
                                                                    : kKnownDeputies,
                                                         {JsonCodes(codes)}));
  ASSIGN_OR_RETURN(const std::set<std::string> inside, Within(deadline,
                                                              of_units   ? kOrganizationsWithin
                                                              : of_homes ? kHomesWithin
                                                                         : kDeputiesWithin,
                                                              nodes, codes));
  std::set<std::string> outside;
  for (const std::string& code : CodesOf(known)) {
    if (inside.count(code) == 0) outside.insert(code);
  }
  return outside;
}

absl::StatusOr<ImportCounts> SqlImportStore::Write(db::Transaction& tx, int64_t import_id,
                                                   int64_t first_position,
                                                   const RegisterTable& table, absl::Time now) {
  ImportCounts counts;
  int64_t position = first_position;
  // One entry: what was there is kept, what is new is noted.
  const auto write = [&](ImportKind kind, const db::Statement& keep, const std::string& code,
                         const auto& work) -> absl::Status {
    ++position;
    ASSIGN_OR_RETURN(const int64_t known, tx.Execute(keep, {import_id, position, code}));
    ASSIGN_OR_RETURN(const int64_t id, work());
    if (known > 0) {
      ++counts.changed_count;
      return absl::OkStatus();
    }
    ++counts.new_count;
    return tx.Execute(kNoteNew, {import_id, position, kind, id}).status();
  };
  for (size_t i = 0; i < table.organizations.size(); ++i) {
    RETURN_IF_ERROR(
        write(ImportKind::kOrganizations, kKeepOrganization, table.organizations[i].code,
              [&] { return registers_.WriteOrganization(tx, table.organizations[i], i, now); }));
  }
  for (size_t i = 0; i < table.homes.size(); ++i) {
    RETURN_IF_ERROR(write(ImportKind::kHomes, kKeepHome, table.homes[i].code,
                          [&] { return registers_.WriteHome(tx, table.homes[i], i, now); }));
  }
  for (size_t i = 0; i < table.deputies.size(); ++i) {
    RETURN_IF_ERROR(write(ImportKind::kDeputies, kKeepDeputy, table.deputies[i].code,
                          [&] { return registers_.WriteDeputy(tx, table.deputies[i], i, now); }));
  }
  if (!table.voters.empty()) {
    const std::vector<RollWriter::Entry> entries = roll_.Seal(table.voters);
    ASSIGN_OR_RETURN(const int64_t changed,
                     tx.Execute(kKeepVoters, {import_id, position, RollRows(entries)}));
    ASSIGN_OR_RETURN(const std::vector<int64_t> new_ids,
                     roll_.Write(tx, table.voters, entries, now));
    counts.changed_count += changed;
    counts.new_count += static_cast<int64_t>(new_ids.size());
    RETURN_IF_ERROR(
        tx.Execute(kNoteNewVoters,
                   {import_id, position + static_cast<int64_t>(entries.size()), JsonIds(new_ids)})
            .status());
  }
  return counts;
}

absl::StatusOr<ImportCounts> SqlImportStore::TryApply(absl::Time deadline,
                                                      const RegisterTable& table) {
  ImportCounts counts;
  // Ends with an error of ours, so that nothing stays.
  const absl::Status rolled_back =
      database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(counts, Write(tx, ids_.Next(), 0, table, clock_.Now()));
        return absl::CancelledError("a trial");
      });
  if (!absl::IsCancelled(rolled_back)) return rolled_back;
  return counts;
}

absl::Status SqlImportStore::Apply(absl::Time deadline, const base::RequestKey& key,
                                   int64_t import_id, const RegisterTable& table,
                                   const base::AuditEntry& entry, absl::Time now) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows locked, tx.Query(kLockImport, {key.person_id, import_id}));
    if (locked.empty()) return ImportNotFound();
    if (RunOf(locked[0]).state != ImportState::kUploading) return ImportStateConflict();
    ASSIGN_OR_RETURN(const ImportCounts counts, Write(tx, import_id, 0, table, now));
    RETURN_IF_ERROR(tx.Execute(kMarkApplied, {table.row_count, counts.new_count,
                                              counts.changed_count, now, key.person_id, import_id})
                        .status());
    RETURN_IF_ERROR(tx.Execute(kDeleteParts, {import_id}).status());
    return trail_.Append(tx, kImportChain, entry, now);
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<ImportRun> SqlImportStore::AddBatch(absl::Time deadline, int64_t import_id,
                                                   int number, const RegisterTable& table,
                                                   absl::Time now) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const db::Rows locked, tx.Query(kLockImport, {kNoPerson, import_id}));
    if (locked.empty()) return ImportNotFound();
    const ImportRun run = RunOf(locked[0]);
    if (number <= run.part_count) return absl::OkStatus();
    if (run.state == ImportState::kUndone || number != run.part_count + 1) {
      return ImportStateConflict();
    }
    ASSIGN_OR_RETURN(const ImportCounts counts,
                     Write(tx, import_id, number * kPositionsOfBatch, table, now));
    return tx
        .Execute(kCountBatch, {number, table.row_count, counts.new_count, counts.changed_count, now,
                               kNoPerson, import_id})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return Get(deadline, kNoPerson, import_id);
}

db::RetentionRule ImportPartRetention() {
  return {"import_parts", &kDeleteOldParts, 100, kPartLifetime};
}

}  // namespace deputies::accounts
