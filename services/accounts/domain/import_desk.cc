#include "services/accounts/domain/import_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/domain/voters.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// Nodes below which the caller keeps the registers; 0 for the whole installation.
std::set<int64_t> NodesOf(const base::Caller& caller) {
  std::set<int64_t> nodes;
  for (const base::Grant& grant : caller.grants) {
    if (grant.role == base::Role::kCountyOffice || grant.role == base::Role::kSystemAdmin) {
      nodes.insert(grant.organization_id);
    }
  }
  return nodes;
}

// Deleted in one transaction.
constexpr int kVotersUndoneAtOnce = 5000;
// A UUID that holds the import's id.
constexpr char kUndoKeyFormat[] = "00000000-0000-4000-%04x-%012x";

constexpr char kUnknownUnit[] = "本地区内已有单位的编码，或本文件前面的行里的编码";
constexpr char kUnknownHome[] = "本地区内已有代表之家的编码";
constexpr char kTaken[] = "本地区的编码；这个编码已属于别的地区";

// Looks at one column of every entry.
struct CodeCheck {
  ImportKind kind;
  RegisterTable* table;

  template <typename Entry, typename CodesOf>
  void Require(const std::vector<Entry>& entries, const CodesOf& codes_of,
               const std::set<std::string>& known, absl::string_view column,
               absl::string_view expected, bool wanted = true) {
    for (size_t i = 0; i < entries.size(); ++i) {
      for (const std::string& code : codes_of(entries[i])) {
        if ((known.count(code) > 0) != wanted) {
          table->problems.push_back(
              {table->lines[i], ColumnTitle(kind, column), std::string(expected)});
          break;
        }
      }
    }
  }
};

template <typename Entry, typename CodesOf>
std::set<std::string> AllCodes(const std::vector<Entry>& entries, const CodesOf& codes_of) {
  std::set<std::string> codes;
  for (const Entry& entry : entries) {
    for (const std::string& code : codes_of(entry)) codes.insert(code);
  }
  return codes;
}

}  // namespace

absl::StatusOr<ImportRun> ImportDesk::Create(absl::Time deadline, const base::RequestKey& key,
                                             ImportKind kind, const std::string& file_name) {
  ImportRun run;
  run.import_id = ids_.Next();
  run.person_id = key.person_id;
  run.kind = kind;
  run.file_name = file_name;
  run.state = ImportState::kUploading;
  run.create_time = clock_.Now();
  return store_.Create(deadline, key, run);
}

absl::StatusOr<ImportRun> ImportDesk::AddPart(absl::Time deadline, const User& user,
                                              int64_t import_id, int number,
                                              const std::string& content) {
  if (number > kMostParts) return ImportStateConflict();
  return store_.AddPart(deadline, user.caller.person_id, import_id, number, content);
}

absl::StatusOr<ImportRun> ImportDesk::Get(absl::Time deadline, const User& user,
                                          int64_t import_id) {
  return store_.Get(deadline, user.caller.person_id, import_id);
}

absl::StatusOr<Page<ImportRun>> ImportDesk::List(absl::Time deadline, const User& user,
                                                 const ListPosition& after, int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  ASSIGN_OR_RETURN(std::vector<ImportRun> runs,
                   store_.List(deadline, user.caller.person_id, after.id, page_size + 1));
  return ToPage(std::move(runs), page_size, [](const ImportRun& run) {
    return ListPosition{"", run.import_id};
  });
}

absl::Status ImportDesk::CheckCodes(absl::Time deadline, const std::set<int64_t>& nodes,
                                    ImportKind kind, RegisterTable* table) {
  CodeCheck check{kind, table};
  const auto own_code = [](const auto& entry) { return std::vector<std::string>{entry.code}; };
  if (kind == ImportKind::kOrganizations) {
    const auto parent = [](const OrganizationImport& entry) {
      return std::vector<std::string>{entry.parent_code};
    };
    ASSIGN_OR_RETURN(
        std::set<std::string> known,
        store_.OrganizationsWithin(deadline, nodes, AllCodes(table->organizations, parent)));
    if (nodes.count(0) > 0) known.insert("");  // a root
    // Parents stand before their children.
    for (size_t i = 0; i < table->organizations.size(); ++i) {
      if (known.count(table->organizations[i].parent_code) == 0) {
        table->problems.push_back(
            {table->lines[i], ColumnTitle(kind, "parent_code"), kUnknownUnit});
      }
      known.insert(table->organizations[i].code);
    }
  }
  if (kind == ImportKind::kHomes) {
    const auto unit = [](const HomeImport& entry) {
      return std::vector<std::string>{entry.organization_code};
    };
    ASSIGN_OR_RETURN(const std::set<std::string> known,
                     store_.OrganizationsWithin(deadline, nodes, AllCodes(table->homes, unit)));
    check.Require(table->homes, unit, known, "organization_code", "本地区内已有单位的编码");
  }
  if (kind == ImportKind::kDeputies) {
    const auto homes = [](const DeputyImport& entry) { return entry.home_codes; };
    const auto groups = [](const DeputyImport& entry) { return entry.group_codes; };
    const auto places = [](const DeputyImport& entry) { return entry.constituency_codes; };
    ASSIGN_OR_RETURN(const std::set<std::string> known_homes,
                     store_.HomesWithin(deadline, nodes, AllCodes(table->deputies, homes)));
    check.Require(table->deputies, homes, known_homes, "home_codes", kUnknownHome);
    // Deputies of higher congresses are elected by units above the office's own.
    ASSIGN_OR_RETURN(const std::set<std::string> known_places,
                     store_.OrganizationsWithin(deadline, {0}, AllCodes(table->deputies, places)));
    ASSIGN_OR_RETURN(
        const std::set<std::string> known_groups,
        store_.OrganizationsWithin(deadline, nodes, AllCodes(table->deputies, groups)));
    check.Require(table->deputies, groups, known_groups, "group_codes", "本地区内代表小组的编码");
    check.Require(table->deputies, places, known_places, "constituency_codes", "已有单位的编码");
  }
  if (kind == ImportKind::kVoters) {
    const auto place = [](const VoterImport& entry) {
      return std::vector<std::string>{entry.constituency_code};
    };
    ASSIGN_OR_RETURN(const std::set<std::string> known,
                     store_.OrganizationsWithin(deadline, nodes, AllCodes(table->voters, place)));
    check.Require(table->voters, place, known, "constituency_code", "本地区内村、社区或网格的编码");
    return absl::OkStatus();
  }
  const std::set<std::string> own =
      kind == ImportKind::kOrganizations ? AllCodes(table->organizations, own_code)
      : kind == ImportKind::kHomes       ? AllCodes(table->homes, own_code)
                                         : AllCodes(table->deputies, own_code);
  ASSIGN_OR_RETURN(const std::set<std::string> taken,
                   store_.TakenOutside(deadline, kind, nodes, own));
  check.Require(table->organizations, own_code, taken, "code", kTaken, /*wanted=*/false);
  check.Require(table->homes, own_code, taken, "code", kTaken, /*wanted=*/false);
  check.Require(table->deputies, own_code, taken, "code", kTaken, /*wanted=*/false);
  return absl::OkStatus();
}

absl::StatusOr<RegisterTable> ImportDesk::ReadTable(absl::Time deadline, const User& user,
                                                    const ImportRun& run) {
  if (run.state != ImportState::kUploading) return ImportStateConflict();
  ASSIGN_OR_RETURN(const std::string content, store_.ReadContent(deadline, run.import_id));
  const absl::StatusOr<std::vector<TableRow>> rows = reader_.Read(content);
  RegisterTable table;
  if (!rows.ok()) {
    table.problems.push_back({1, "", std::string(rows.status().message())});
    return table;
  }
  if (rows->size() > kMostRows + 1) {
    table.problems.push_back({static_cast<int64_t>(kMostRows) + 2, "",
                              absl::StrCat("一个文件最多 ", kMostRows, " 行，请分开导入")});
    return table;
  }
  table = ReadRegister(run.kind, *rows);
  RETURN_IF_ERROR(CheckCodes(deadline, NodesOf(user.caller), run.kind, &table));
  for (VoterImport& voter : table.voters) {
    voter.new_person_id = ids_.Next();
    voter.new_name = AliasOf(voter.new_person_id);
  }
  std::stable_sort(table.problems.begin(), table.problems.end(),
                   [](const ImportProblem& a, const ImportProblem& b) { return a.line < b.line; });
  return table;
}

absl::StatusOr<CheckedImport> ImportDesk::Check(absl::Time deadline, const User& user,
                                                int64_t import_id) {
  CheckedImport checked;
  ASSIGN_OR_RETURN(checked.run, Get(deadline, user, import_id));
  ASSIGN_OR_RETURN(RegisterTable table, ReadTable(deadline, user, checked.run));
  checked.run.row_count = table.row_count;
  checked.problem_count = static_cast<int64_t>(table.problems.size());
  if (table.problems.empty()) {
    ASSIGN_OR_RETURN(const ImportCounts counts, store_.TryApply(deadline, table));
    checked.run.new_count = counts.new_count;
    checked.run.changed_count = counts.changed_count;
  }
  if (table.problems.size() > kMostProblems) table.problems.resize(kMostProblems);
  checked.problems = std::move(table.problems);
  return checked;
}

absl::StatusOr<ImportRun> ImportDesk::Apply(absl::Time deadline, const User& user,
                                            const base::RequestKey& key, int64_t import_id) {
  ASSIGN_OR_RETURN(const ImportRun run, Get(deadline, user, import_id));
  // A repeat of the request that applied it.
  if (run.state == ImportState::kApplied) return run;
  ASSIGN_OR_RETURN(const RegisterTable table, ReadTable(deadline, user, run));
  if (!table.problems.empty()) return ImportHasProblems();
  RETURN_IF_ERROR(store_.Apply(
      deadline, key, import_id, table,
      {user.actor, "ApplyImport", absl::StrCat("imports/", import_id),
       absl::StrCat("kind ", static_cast<int>(run.kind), ", ", table.row_count, " rows")},
      clock_.Now()));
  return Get(deadline, user, import_id);
}

absl::StatusOr<ImportRun> ImportDesk::Undo(absl::Time deadline, const User& user,
                                           const base::RequestKey& key, int64_t import_id) {
  ASSIGN_OR_RETURN(const ImportRun run, Get(deadline, user, import_id));
  if (run.state == ImportState::kUndone) return run;
  RETURN_IF_ERROR(store_.Undo(deadline, key, import_id,
                              {user.actor, "UndoImport", absl::StrCat("imports/", import_id), ""},
                              clock_.Now()));
  return Get(deadline, user, import_id);
}

absl::StatusOr<ImportRun> ImportDesk::BeginRegister(absl::Time deadline,
                                                    const base::RequestKey& key,
                                                    const std::string& name) {
  return Create(deadline, key, ImportKind::kUnspecified, name);
}

absl::StatusOr<ImportRun> ImportDesk::AddRegisterBatch(absl::Time deadline, int64_t import_id,
                                                       int number, RegisterTable table) {
  RETURN_IF_ERROR(ReadRoll(ids_, &table.voters));
  table.row_count = static_cast<int64_t>(table.organizations.size() + table.homes.size() +
                                         table.deputies.size() + table.voters.size());
  return store_.AddBatch(deadline, import_id, number, table, clock_.Now());
}

absl::StatusOr<ImportRun> ImportDesk::UndoRegister(absl::Time deadline, const base::Actor& actor,
                                                   int64_t import_id) {
  ASSIGN_OR_RETURN(const ImportRun run, store_.Get(deadline, 0, import_id));
  if (run.state == ImportState::kUndone) return run;
  ASSIGN_OR_RETURN(const int64_t deleted,
                   store_.DeleteSomeVoters(deadline, import_id, kVotersUndoneAtOnce));
  if (deleted == kVotersUndoneAtOnce) return run;
  // The same key for every try: it is undone once.
  base::RequestKey key{0,
                       0,
                       "UndoRegister",
                       absl::StrFormat(kUndoKeyFormat, import_id >> 48, import_id & 0xFFFFFFFFFFFF),
                       {}};
  RETURN_IF_ERROR(store_.Undo(deadline, key, import_id,
                              {actor, "UndoImport", absl::StrCat("imports/", import_id), ""},
                              clock_.Now()));
  return store_.Get(deadline, 0, import_id);
}

}  // namespace deputies::accounts
