#include "services/accounts/storage/register_writer.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accounts/storage/identity_kind.h"
#include "services/accounts/storage/organization_lookup.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// A unit that comes with another parent than before has moved.
constexpr db::Statement kNoteImportedMove{
    "/* accounts.NoteImportedMove */ INSERT INTO organization_changes "
    "(organization_id, change_id, kind, old_parent_id, new_parent_id, person_id, change_time) "
    "SELECT organization_id, ?, 1, parent_id, ?, 0, ? FROM organizations "
    "WHERE code = ? AND parent_id <> ?"};
constexpr db::Statement kInsertOrganization{
    "/* accounts.InsertOrganization */ INSERT INTO organizations "
    "(organization_id, code, name, level, parent_id, create_time) VALUES (?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE name = VALUES(name), level = VALUES(level), "
    "parent_id = VALUES(parent_id), closed_time = NULL"};
constexpr db::Statement kInsertHome{
    "/* accounts.InsertHome */ INSERT INTO homes (home_id, code, name, organization_id, address, "
    "opening_hours, contact_phone, introduction, create_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE name = VALUES(name), organization_id = VALUES(organization_id), "
    "address = VALUES(address), opening_hours = VALUES(opening_hours), "
    "contact_phone = VALUES(contact_phone), introduction = VALUES(introduction), "
    "closed_time = NULL, successor_home_id = NULL"};
constexpr db::Statement kLockDeputyByCode{
    "/* accounts.LockDeputyByCode */ SELECT deputy_id FROM deputies WHERE code = ? FOR UPDATE"};
constexpr db::Statement kInsertDeputy{
    "/* accounts.InsertDeputy */ INSERT INTO deputies (deputy_id, code, name, level, term, "
    "term_start_time, term_end_time, constituency, occupation, introduction, phone, create_time) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateDeputy{
    "/* accounts.UpdateDeputy */ UPDATE deputies SET name = ?, level = ?, term = ?, "
    "term_start_time = ?, term_end_time = ?, constituency = ?, occupation = ?, introduction = ?, "
    "phone = ? WHERE deputy_id = ?"};
constexpr db::Statement kDeleteDeputyHomes{
    "/* accounts.DeleteDeputyHomes */ DELETE FROM deputy_homes WHERE deputy_id = ?"};
constexpr db::Statement kInsertDeputyHome{
    "/* accounts.InsertDeputyHome */ INSERT INTO deputy_homes (home_id, deputy_id) VALUES (?, ?)"};
constexpr db::Statement kDeleteConstituencies{
    "/* accounts.DeleteConstituencies */ DELETE FROM deputy_constituencies WHERE deputy_id = ?"};
constexpr db::Statement kDeleteGroups{
    "/* accounts.DeleteGroups */ DELETE FROM deputy_groups WHERE deputy_id = ?"};
constexpr db::Statement kInsertGroup{
    "/* accounts.InsertGroup */ INSERT INTO deputy_groups (organization_id, deputy_id) "
    "VALUES (?, ?)"};
constexpr db::Statement kInsertConstituency{
    "/* accounts.InsertConstituency */ INSERT INTO deputy_constituencies "
    "(organization_id, deputy_id) VALUES (?, ?)"};

// Batches of the roll. The parameter is a JSON list of rows, bytes in hexadecimal. A number that is
// known keeps its person.
constexpr db::Statement kAddRollPhones{
    "/* accounts.AddRollPhones */ INSERT INTO identities "
    "(kind, subject_index, person_id, subject, create_time) "
    "SELECT 2, UNHEX(r.phone_index), r.person_id, UNHEX(r.subject), ? FROM JSON_TABLE(?, '$[*]' "
    "COLUMNS (phone_index CHAR(32) PATH '$.index', person_id BIGINT PATH '$.person', "
    "subject VARCHAR(510) PATH '$.subject')) r "
    "ON DUPLICATE KEY UPDATE person_id = identities.person_id"};
constexpr db::Statement kFindRollPersons{
    "/* accounts.FindRollPersons */ SELECT r.position, i.person_id FROM JSON_TABLE(?, '$[*]' "
    "COLUMNS (position FOR ORDINALITY, phone_index CHAR(32) PATH '$.index')) r "
    "STRAIGHT_JOIN identities i ON i.kind = 2 AND i.subject_index = UNHEX(r.phone_index)"};
constexpr db::Statement kAddRollPersons{
    "/* accounts.AddRollPersons */ INSERT INTO persons "
    "(person_id, display_name, data_key, create_time) "
    "SELECT r.person_id, CONVERT(UNHEX(r.name) USING utf8mb4), UNHEX(r.data_key), ? "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (person_id BIGINT PATH '$.person', "
    "name VARCHAR(512) PATH '$.name', data_key VARCHAR(256) PATH '$.key')) r"};
// A place that the roll confirms again keeps its day.
constexpr db::Statement kEnterInRoll{
    "/* accounts.EnterInRoll */ UPDATE JSON_TABLE(?, '$[*]' "
    "COLUMNS (person_id BIGINT PATH '$.person', place BIGINT PATH '$.place')) r "
    "STRAIGHT_JOIN persons p ON p.person_id = r.person_id "
    "SET p.verified_time = IF(p.constituency_id = r.place, COALESCE(p.verified_time, ?), ?), "
    "p.constituency_id = r.place"};

absl::Status UnknownCode(absl::string_view list, size_t index, absl::string_view field) {
  return base::InvalidField(absl::StrCat(list, "[", index, "].", field), "没有这个编码");
}

// Rows that tie a deputy to the things that a list of codes names.
struct Links {
  const std::vector<std::string>& codes;
  const char* field;
  absl::StatusOr<int64_t> (*id_of)(db::Transaction&, const std::string& code);
  const db::Statement& insert;
};

absl::Status InsertLinks(db::Transaction& tx, const Links& links, const std::string& path,
                         int64_t deputy_id) {
  std::set<int64_t> ids;  // one that is named twice is one
  for (size_t i = 0; i < links.codes.size(); ++i) {
    ASSIGN_OR_RETURN(const int64_t id, links.id_of(tx, links.codes[i]));
    if (id == 0) {
      return base::InvalidField(absl::StrCat(path, links.field, "[", i, "]"), "没有这个编码");
    }
    ids.insert(id);
  }
  for (const int64_t id : ids) {
    RETURN_IF_ERROR(tx.Execute(links.insert, {id, deputy_id}).status());
  }
  return absl::OkStatus();
}

std::string JsonList(const std::vector<std::string>& rows) {
  return absl::StrCat("[", absl::StrJoin(rows, ","), "]");
}

// Ids of the voters' places by their codes; INVALID_ARGUMENT/FIELD_INVALID for the first that is
// none.
absl::StatusOr<std::map<std::string, int64_t>> PlacesOf(db::Transaction& tx,
                                                        const std::vector<VoterImport>& voters) {
  std::map<std::string, int64_t> places;
  for (size_t i = 0; i < voters.size(); ++i) {
    const auto [place, is_new] = places.try_emplace(voters[i].constituency_code);
    if (!is_new) continue;
    ASSIGN_OR_RETURN(place->second, OrganizationIdOf(tx, voters[i].constituency_code));
    if (place->second == 0) {
      return base::InvalidField(absl::StrCat("voters[", i, "].constituencyCode"), "没有这个编码");
    }
  }
  return places;
}

}  // namespace

absl::StatusOr<int64_t> RegisterWriter::WriteOrganization(db::Transaction& tx,
                                                          const OrganizationImport& entry,
                                                          size_t index, absl::Time now) const {
  int64_t parent_id = 0;
  if (!entry.parent_code.empty()) {
    ASSIGN_OR_RETURN(parent_id, OrganizationIdOf(tx, entry.parent_code));
    if (parent_id == 0) return UnknownCode("organizations", index, "parentCode");
  }
  RETURN_IF_ERROR(
      tx.Execute(kNoteImportedMove, {ids_.Next(), parent_id, now, entry.code, parent_id}).status());
  RETURN_IF_ERROR(tx.Execute(kInsertOrganization,
                             {ids_.Next(), entry.code, entry.name, entry.level, parent_id, now})
                      .status());
  return OrganizationIdOf(tx, entry.code);
}

absl::StatusOr<int64_t> RegisterWriter::WriteHome(db::Transaction& tx, const HomeImport& entry,
                                                  size_t index, absl::Time now) const {
  ASSIGN_OR_RETURN(const int64_t organization_id, OrganizationIdOf(tx, entry.organization_code));
  if (organization_id == 0) return UnknownCode("homes", index, "organizationCode");
  RETURN_IF_ERROR(
      tx.Execute(kInsertHome, {ids_.Next(), entry.code, entry.name, organization_id, entry.address,
                               entry.opening_hours, entry.contact_phone, entry.introduction, now})
          .status());
  return HomeIdOf(tx, entry.code);
}

absl::StatusOr<int64_t> RegisterWriter::WriteDeputy(db::Transaction& tx, const DeputyImport& entry,
                                                    size_t index, absl::Time now) const {
  ASSIGN_OR_RETURN(const db::Rows known, tx.Query(kLockDeputyByCode, {entry.code}));
  const int64_t deputy_id = known.empty() ? ids_.Next() : known[0].Int(0);
  std::optional<std::string> phone;
  if (!entry.phone.empty()) {
    phone = cipher_.Seal(entry.phone, {"deputies", "phone", deputy_id});
  }
  if (known.empty()) {
    RETURN_IF_ERROR(
        tx.Execute(kInsertDeputy, {deputy_id, entry.code, entry.name, entry.level, entry.term,
                                   entry.term_start, entry.term_end, entry.constituency,
                                   entry.occupation, entry.introduction, phone, now})
            .status());
  } else {
    RETURN_IF_ERROR(
        tx.Execute(kUpdateDeputy,
                   {entry.name, entry.level, entry.term, entry.term_start, entry.term_end,
                    entry.constituency, entry.occupation, entry.introduction, phone, deputy_id})
            .status());
    RETURN_IF_ERROR(tx.Execute(kDeleteDeputyHomes, {deputy_id}).status());
    RETURN_IF_ERROR(tx.Execute(kDeleteConstituencies, {deputy_id}).status());
    RETURN_IF_ERROR(tx.Execute(kDeleteGroups, {deputy_id}).status());
  }
  const Links links[] = {
      {entry.home_codes, "homeCodes", &HomeIdOf, kInsertDeputyHome},
      {entry.constituency_codes, "constituencyCodes", &OrganizationIdOf, kInsertConstituency},
      {entry.group_codes, "groupCodes", &OrganizationIdOf, kInsertGroup}};
  for (const Links& link : links) {
    RETURN_IF_ERROR(InsertLinks(tx, link, absl::StrCat("deputies[", index, "]."), deputy_id));
  }
  return deputy_id;
}

std::string RollRows(const std::vector<RollWriter::Entry>& entries) {
  std::vector<std::string> rows;
  rows.reserve(entries.size());
  for (const RollWriter::Entry& entry : entries) {
    rows.push_back(absl::StrCat(R"({"index":")", absl::BytesToHexString(entry.phone_index),
                                R"(","person":)", entry.voter->new_person_id, R"(,"subject":")",
                                absl::BytesToHexString(entry.subject), "\"}"));
  }
  return JsonList(rows);
}

std::vector<RollWriter::Entry> RollWriter::Seal(const std::vector<VoterImport>& voters) const {
  std::map<std::string, const VoterImport*> by_index;
  for (const VoterImport& voter : voters) by_index[index_.Of(kPhoneLabel, voter.phone)] = &voter;
  std::vector<Entry> entries;
  entries.reserve(by_index.size());
  for (const auto& [phone_index, voter] : by_index) {
    std::string data_key = NewDataKey();
    std::string subject = FieldCipher::FromKey(data_key).Seal(
        voter->phone, {"identities", "subject", voter->new_person_id});
    entries.push_back({phone_index, std::move(data_key), std::move(subject), voter});
  }
  return entries;
}

absl::StatusOr<std::vector<int64_t>> RollWriter::Write(db::Transaction& tx,
                                                       const std::vector<VoterImport>& voters,
                                                       const std::vector<Entry>& entries,
                                                       absl::Time now) const {
  ASSIGN_OR_RETURN(const auto places, PlacesOf(tx, voters));
  const std::string phone_rows = RollRows(entries);
  RETURN_IF_ERROR(tx.Execute(kAddRollPhones, {now, phone_rows}).status());
  ASSIGN_OR_RETURN(const db::Rows found, tx.Query(kFindRollPersons, {phone_rows}));
  std::vector<int64_t> person_ids(entries.size());
  for (const db::Row& row : found) person_ids[static_cast<size_t>(row.Int(0)) - 1] = row.Int(1);

  std::vector<int64_t> new_ids;
  std::vector<std::string> new_persons, roll;
  for (size_t i = 0; i < entries.size(); ++i) {
    const VoterImport& voter = *entries[i].voter;
    const int64_t id = person_ids[i];
    if (id == voter.new_person_id) {
      new_ids.push_back(id);
      const std::string key = cipher_.Seal(entries[i].data_key, {"persons", "data_key", id});
      new_persons.push_back(absl::StrCat(R"({"person":)", id, R"(,"name":")",
                                         absl::BytesToHexString(voter.new_name), R"(","key":")",
                                         absl::BytesToHexString(key), "\"}"));
    }
    roll.push_back(
        absl::StrCat(R"({"person":)", id, R"(,"place":)", places.at(voter.constituency_code), "}"));
  }
  RETURN_IF_ERROR(tx.Execute(kAddRollPersons, {now, JsonList(new_persons)}).status());
  RETURN_IF_ERROR(tx.Execute(kEnterInRoll, {JsonList(roll), now, now}).status());
  return new_ids;
}

}  // namespace deputies::accounts
