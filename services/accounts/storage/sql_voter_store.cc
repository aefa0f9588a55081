#include "services/accounts/storage/sql_voter_store.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "deputies/events/v1/event.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/common/outbox/outbox.h"

namespace deputies::accounts {
namespace {

// Facts and audit entries about a person concern no one home.
constexpr int64_t kNoHome = 0;

constexpr db::Statement kHasOrganization{
    "/* accounts.HasOrganization */ SELECT 1 FROM organizations "
    "WHERE organization_id = ? AND closed_time IS NULL"};
// The right sides see the columns as assigned so far: the place goes last.
constexpr db::Statement kDeclare{
    "/* accounts.Declare */ UPDATE persons SET "
    "verified_time = IF(constituency_id = ?, verified_time, NULL), "
    "verified_by = IF(constituency_id = ?, verified_by, 0), constituency_id = ? "
    "WHERE person_id = ?"};

#define VOTER_COLUMNS                                                                  \
  "p.person_id, p.display_name, p.data_key, p.constituency_id, COALESCE(o.name, ''), " \
  "p.verified_time, i.subject FROM persons p "                                         \
  "LEFT JOIN organizations o ON o.organization_id = p.constituency_id "                \
  "LEFT JOIN identities i ON i.person_id = p.person_id AND i.kind = 2 "

constexpr db::Statement kListVoters{
    "/* accounts.ListVoters */ WITH RECURSIVE subtree (organization_id) AS ("
    "SELECT organization_id FROM homes WHERE home_id = ? UNION ALL "
    "SELECT o.organization_id FROM organizations o "
    "JOIN subtree s ON o.parent_id = s.organization_id) SELECT " VOTER_COLUMNS
    "JOIN subtree s ON s.organization_id = p.constituency_id "
    "WHERE p.person_id > ? AND (? = 0 OR p.verified_time IS NULL) "
    "ORDER BY p.person_id LIMIT ?"};
// The voter when the place lies in the home's area.
constexpr db::Statement kGetVoter{
    "/* accounts.GetVoter */ WITH RECURSIVE line (organization_id, depth) AS ("
    "SELECT constituency_id, 0 FROM persons WHERE person_id = ? UNION ALL "
    "SELECT o.parent_id, l.depth + 1 FROM organizations o "
    "JOIN line l ON o.organization_id = l.organization_id WHERE o.parent_id <> 0 AND l.depth < 20) "
    "SELECT " VOTER_COLUMNS
    "WHERE p.person_id = ? AND EXISTS (SELECT 1 FROM line l "
    "JOIN homes h ON h.organization_id = l.organization_id WHERE h.home_id = ?)"};
constexpr db::Statement kVerify{
    "/* accounts.Verify */ UPDATE persons SET verified_time = ?, verified_by = ? "
    "WHERE person_id = ? AND verified_time IS NULL"};

constexpr db::Statement kInsertConsent{
    "/* accounts.InsertConsent */ INSERT INTO consents "
    "(person_id, consent_id, kind, version, accepted, create_time) VALUES (?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kListConsents{
    "/* accounts.ListConsents */ SELECT kind, version, accepted, create_time FROM consents "
    "WHERE person_id = ? ORDER BY consent_id DESC LIMIT 200"};

// Somebody who may not vanish: staff, or a deputy in office.
constexpr db::Statement kIsBound{
    "/* accounts.IsBound */ SELECT EXISTS (SELECT 1 FROM staff_accounts a WHERE a.person_id = ?) "
    "OR EXISTS (SELECT 1 FROM deputies d WHERE d.person_id = ? AND d.term_start_time <= ? "
    "AND (d.term_end_time IS NULL OR d.term_end_time > ?))"};
constexpr db::Statement kDestroyKey{
    "/* accounts.DestroyKey */ UPDATE persons SET data_key = '', display_name = ?, "
    "constituency_id = 0, verified_time = NULL, verified_by = 0, erased_time = ? "
    "WHERE person_id = ? AND erased_time IS NULL"};
constexpr db::Statement kEraseSmsCodes{
    "/* accounts.EraseSmsCodes */ DELETE FROM sms_codes WHERE phone_index IN "
    "(SELECT subject_index FROM identities WHERE person_id = ? AND kind = 2)"};
constexpr db::Statement kEraseIdentities{
    "/* accounts.EraseIdentities */ DELETE FROM identities WHERE person_id = ?"};
constexpr db::Statement kEraseSessions{
    "/* accounts.EraseSessions */ DELETE FROM sessions WHERE person_id = ?"};
constexpr db::Statement kEraseConsents{
    "/* accounts.EraseConsents */ DELETE FROM consents WHERE person_id = ?"};
constexpr db::Statement kLeaveMandates{
    "/* accounts.LeaveMandates */ UPDATE deputies SET person_id = NULL WHERE person_id = ?"};

constexpr char kErasedName[] = "已注销用户";

}  // namespace

absl::StatusOr<Voter> SqlVoterStore::VoterOf(const db::Row& row) const {
  Voter voter;
  voter.person_id = row.Int(0);
  voter.display_name = row.String(1);
  voter.constituency_id = row.Int(3);
  voter.constituency_name = row.String(4);
  if (!row.IsNull(5)) voter.verify_time = row.Time(5);
  if (!row.IsNull(6)) {
    ASSIGN_OR_RETURN(const std::string key,
                     cipher_.Open(row.String(2), {"persons", "data_key", voter.person_id}));
    ASSIGN_OR_RETURN(voter.phone, FieldCipher::FromKey(key).Open(
                                      row.String(6), {"identities", "subject", voter.person_id}));
  }
  return voter;
}

absl::Status SqlVoterStore::Declare(absl::Time deadline, const base::RequestKey& key,
                                    int64_t organization_id, absl::Time now) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows known, tx.Query(kHasOrganization, {organization_id}));
    if (known.empty()) return OrganizationNotFound();
    return tx.Execute(kDeclare, {organization_id, organization_id, organization_id, key.person_id})
        .status();
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<Voter>> SqlVoterStore::List(absl::Time deadline, int64_t home_id,
                                                       bool unverified_only, int64_t after_id,
                                                       int limit) {
  ASSIGN_OR_RETURN(
      const db::Rows rows,
      database_.Query(deadline, kListVoters, {home_id, after_id, unverified_only, limit}));
  std::vector<Voter> voters;
  for (const db::Row& row : rows) {
    ASSIGN_OR_RETURN(Voter voter, VoterOf(row));
    voters.push_back(std::move(voter));
  }
  return voters;
}

absl::StatusOr<Voter> SqlVoterStore::Touch(absl::Time deadline, const base::RequestKey& key,
                                           int64_t person_id, const base::AuditEntry& entry,
                                           bool verify, absl::Time now) {
  Voter voter;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    const db::Params which = {person_id, person_id, key.home_id};
    ASSIGN_OR_RETURN(db::Rows rows, tx.Query(kGetVoter, which));
    if (rows.empty()) return PersonNotFound();
    if (!earlier.has_value()) {
      if (verify) {
        RETURN_IF_ERROR(tx.Execute(kVerify, {now, entry.actor.person_id, person_id}).status());
        ASSIGN_OR_RETURN(rows, tx.Query(kGetVoter, which));
        if (rows.empty()) return PersonNotFound();
      }
      RETURN_IF_ERROR(trail_.Append(tx, key.home_id, entry, now));
    }
    ASSIGN_OR_RETURN(voter, VoterOf(rows[0]));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return voter;
}

absl::StatusOr<Voter> SqlVoterStore::Verify(absl::Time deadline, const base::RequestKey& key,
                                            int64_t person_id, const base::AuditEntry& entry,
                                            absl::Time now) {
  return Touch(deadline, key, person_id, entry, /*verify=*/true, now);
}

absl::StatusOr<Voter> SqlVoterStore::Reveal(absl::Time deadline, const base::RequestKey& key,
                                            int64_t person_id, const base::AuditEntry& entry,
                                            absl::Time now) {
  return Touch(deadline, key, person_id, entry, /*verify=*/false, now);
}

absl::StatusOr<int> SqlVoterStore::Import(absl::Time deadline,
                                          const std::vector<VoterImport>& voters, absl::Time now) {
  const std::vector<RollWriter::Entry> entries = roll_.Seal(voters);
  int new_count = 0;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<int64_t> new_ids, roll_.Write(tx, voters, entries, now));
    new_count = static_cast<int>(new_ids.size());
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return new_count;
}

absl::Status SqlVoterStore::AddConsent(absl::Time deadline, const base::RequestKey& key,
                                       const Consent& consent) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, key, "", consent.create_time));
    if (earlier.has_value()) return absl::OkStatus();
    return tx
        .Execute(kInsertConsent, {key.person_id, ids_.Next(), consent.kind, consent.version,
                                  consent.accepted, consent.create_time})
        .status();
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<Consent>> SqlVoterStore::ListConsents(absl::Time deadline,
                                                                 int64_t person_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListConsents, {person_id}));
  std::vector<Consent> consents;
  for (const db::Row& row : rows) {
    consents.push_back({static_cast<int>(row.Int(0)), row.String(1), row.Int(2) != 0, row.Time(3)});
  }
  return consents;
}

absl::Status SqlVoterStore::Erase(absl::Time deadline, const base::RequestKey& key,
                                  absl::Time now) {
  const int64_t person_id = key.person_id;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows bound, tx.Query(kIsBound, {person_id, person_id, now, now}));
    if (!bound.empty() && bound[0].Int(0) != 0) return ErasureRefused();
    ASSIGN_OR_RETURN(const int64_t destroyed,
                     tx.Execute(kDestroyKey, {kErasedName, now, person_id}));
    if (destroyed == 0) return PersonNotFound();
    for (const db::Statement* statement :
         {&kEraseSmsCodes, &kEraseIdentities, &kEraseSessions, &kEraseConsents, &kLeaveMandates}) {
      RETURN_IF_ERROR(tx.Execute(*statement, {person_id}).status());
    }
    events::v1::Event event;
    event.set_event_id(ids_.Next());
    event.set_home_id(kNoHome);
    *event.mutable_occur_time() =
        google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(now));
    event.mutable_person_erased()->set_person_id(person_id);
    RETURN_IF_ERROR(outbox::Append(tx, kNoHome, event.event_id(), event.SerializeAsString(), now));
    return trail_.Append(
        tx, kNoHome,
        {{person_id, key.request_id}, "EraseMe", absl::StrCat("persons/", person_id), ""}, now);
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

}  // namespace deputies::accounts
