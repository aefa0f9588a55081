// Undoing, of SqlImportStore: what was there before is put back, what was new ends.
#include <optional>
#include <string>
#include <vector>

#include "deputies/events/v1/event.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/storage/sql_import_store.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/common/outbox/outbox.h"

namespace deputies::accounts {
namespace {

constexpr db::Statement kMarkUndone{
    "/* accounts.MarkUndone */ UPDATE imports SET state = 3, undo_time = ? "
    "WHERE person_id = ? AND import_id = ? AND state = 2"};
constexpr db::Statement kPutBackOrganizations{
    "/* accounts.PutBackOrganizations */ UPDATE import_changes c "
    "JOIN organizations o ON o.organization_id = c.row_id SET "
    "o.name = JSON_VALUE(c.before_values, '$.name'), "
    "o.level = JSON_VALUE(c.before_values, '$.level'), "
    "o.parent_id = JSON_VALUE(c.before_values, '$.parent'), "
    "o.closed_time = JSON_VALUE(c.before_values, '$.closed') "
    "WHERE c.import_id = ? AND c.kind = 1 AND c.before_values IS NOT NULL"};
// A new unit under which others have put something meanwhile stays open.
constexpr db::Statement kCloseOrganizations{
    "/* accounts.CloseOrganizations */ UPDATE import_changes c "
    "JOIN organizations o ON o.organization_id = c.row_id SET o.closed_time = ? "
    "WHERE c.import_id = ? AND c.kind = 1 AND c.before_values IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM homes h WHERE h.organization_id = o.organization_id "
    "AND h.closed_time IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM organizations below LEFT JOIN import_changes own "
    "ON own.import_id = c.import_id AND own.kind = 1 AND own.row_id = below.organization_id "
    "AND own.before_values IS NULL WHERE below.parent_id = o.organization_id "
    "AND below.closed_time IS NULL AND own.row_id IS NULL)"};
constexpr db::Statement kPutBackHomes{
    "/* accounts.PutBackHomes */ UPDATE import_changes c JOIN homes h ON h.home_id = c.row_id SET "
    "h.name = JSON_VALUE(c.before_values, '$.name'), "
    "h.organization_id = JSON_VALUE(c.before_values, '$.organization'), "
    "h.address = JSON_VALUE(c.before_values, '$.address'), "
    "h.opening_hours = JSON_VALUE(c.before_values, '$.hours'), "
    "h.contact_phone = JSON_VALUE(c.before_values, '$.phone'), "
    "h.introduction = JSON_VALUE(c.before_values, '$.introduction'), "
    "h.closed_time = JSON_VALUE(c.before_values, '$.closed'), "
    "h.successor_home_id = JSON_VALUE(c.before_values, '$.successor') "
    "WHERE c.import_id = ? AND c.kind = 2 AND c.before_values IS NOT NULL"};
constexpr db::Statement kCloseHomes{
    "/* accounts.CloseHomes */ UPDATE import_changes c JOIN homes h ON h.home_id = c.row_id "
    "SET h.closed_time = ? WHERE c.import_id = ? AND c.kind = 2 AND c.before_values IS NULL"};
constexpr db::Statement kPutBackDeputies{
    "/* accounts.PutBackDeputies */ UPDATE import_changes c "
    "JOIN deputies d ON d.deputy_id = c.row_id SET "
    "d.name = JSON_VALUE(c.before_values, '$.name'), "
    "d.level = JSON_VALUE(c.before_values, '$.level'), "
    "d.term = JSON_VALUE(c.before_values, '$.term'), "
    "d.term_start_time = JSON_VALUE(c.before_values, '$.start'), "
    "d.term_end_time = JSON_VALUE(c.before_values, '$.end'), "
    "d.constituency = JSON_VALUE(c.before_values, '$.constituency'), "
    "d.occupation = JSON_VALUE(c.before_values, '$.occupation'), "
    "d.introduction = JSON_VALUE(c.before_values, '$.introduction'), "
    "d.phone = UNHEX(JSON_VALUE(c.before_values, '$.phone')) "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NOT NULL"};
constexpr db::Statement kTakeBackDeputyHomes{
    "/* accounts.TakeBackDeputyHomes */ DELETE dh FROM import_changes c "
    "JOIN deputy_homes dh ON dh.deputy_id = c.row_id "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NOT NULL"};
constexpr db::Statement kPutBackDeputyHomes{
    "/* accounts.PutBackDeputyHomes */ INSERT INTO deputy_homes (home_id, deputy_id) "
    "SELECT j.id, c.row_id FROM import_changes c JOIN JSON_TABLE(c.before_values, '$.homes[*]' "
    "COLUMNS (id BIGINT PATH '$')) j "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NOT NULL"};
constexpr db::Statement kTakeBackDeputyPlaces{
    "/* accounts.TakeBackDeputyPlaces */ DELETE dc FROM import_changes c "
    "JOIN deputy_constituencies dc ON dc.deputy_id = c.row_id "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NOT NULL"};
constexpr db::Statement kPutBackDeputyPlaces{
    "/* accounts.PutBackDeputyPlaces */ INSERT INTO deputy_constituencies "
    "(organization_id, deputy_id) SELECT j.id, c.row_id FROM import_changes c "
    "JOIN JSON_TABLE(c.before_values, '$.places[*]' COLUMNS (id BIGINT PATH '$')) j "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NOT NULL"};
constexpr db::Statement kTakeBackDeputyGroups{
    "/* accounts.TakeBackDeputyGroups */ DELETE g FROM import_changes c "
    "JOIN deputy_groups g ON g.deputy_id = c.row_id "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NOT NULL"};
constexpr db::Statement kPutBackDeputyGroups{
    "/* accounts.PutBackDeputyGroups */ INSERT INTO deputy_groups (organization_id, deputy_id) "
    "SELECT j.id, c.row_id FROM import_changes c JOIN JSON_TABLE(c.before_values, '$.groups[*]' "
    "COLUMNS (id BIGINT PATH '$')) j "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NOT NULL"};
// A new mandate ends now; who wrote to the deputy meanwhile goes to the homes' staff.
constexpr db::Statement kListNewDeputies{
    "/* accounts.ListNewDeputies */ SELECT c.row_id, dh.home_id FROM import_changes c "
    "JOIN deputy_homes dh ON dh.deputy_id = c.row_id "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NULL"};
constexpr db::Statement kEndNewDeputies{
    "/* accounts.EndNewDeputies */ UPDATE import_changes c "
    "JOIN deputies d ON d.deputy_id = c.row_id "
    "SET d.term_end_time = LEAST(COALESCE(d.term_end_time, ?), ?) "
    "WHERE c.import_id = ? AND c.kind = 3 AND c.before_values IS NULL"};
constexpr db::Statement kPutBackVoters{
    "/* accounts.PutBackVoters */ UPDATE import_changes c "
    "JOIN persons p ON p.person_id = c.row_id SET "
    "p.constituency_id = JSON_VALUE(c.before_values, '$.place'), "
    "p.verified_time = JSON_VALUE(c.before_values, '$.verified'), "
    "p.verified_by = JSON_VALUE(c.before_values, '$.by') "
    "WHERE c.import_id = ? AND c.kind = 4 AND c.before_values IS NOT NULL "
    "AND p.erased_time IS NULL"};
// Who has signed in since keeps the account, without what the roll said.
constexpr db::Statement kForgetRollOfUsers{
    "/* accounts.ForgetRollOfUsers */ UPDATE import_changes c "
    "JOIN persons p ON p.person_id = c.row_id SET p.constituency_id = 0, p.verified_time = NULL "
    "WHERE c.import_id = ? AND c.kind = 4 AND c.before_values IS NULL"};
constexpr db::Statement kListUnusedVoters{
    "/* accounts.ListUnusedVoters */ SELECT c.row_id FROM import_changes c "
    "JOIN persons p ON p.person_id = c.row_id WHERE c.import_id = ? AND c.kind = 4 AND "
    "c.before_values IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.person_id = c.row_id) "
    "AND NOT EXISTS (SELECT 1 FROM deputies d WHERE d.person_id = c.row_id) "
    "AND NOT EXISTS (SELECT 1 FROM consents s WHERE s.person_id = c.row_id) "
    "AND NOT EXISTS (SELECT 1 FROM identities w WHERE w.person_id = c.row_id AND w.kind = 1) LIMIT "
    "?"};
// All that an import over the console can have made, and more.
constexpr int64_t kAllVoters = 1000000;
#define PERSON_LIST "JSON_TABLE(?, '$[*]' COLUMNS (person_id BIGINT PATH '$')) r "
constexpr db::Statement kDeleteIdentitiesOf{
    "/* accounts.DeleteIdentitiesOf */ DELETE i FROM " PERSON_LIST
    "STRAIGHT_JOIN identities i ON i.person_id = r.person_id"};
constexpr db::Statement kDeletePersons{"/* accounts.DeletePersons */ DELETE p FROM " PERSON_LIST
                                       "STRAIGHT_JOIN persons p ON p.person_id = r.person_id"};

}  // namespace

absl::StatusOr<int64_t> SqlImportStore::DeleteUnusedVoters(db::Transaction& tx, int64_t import_id,
                                                           int64_t limit) {
  ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kListUnusedVoters, {import_id, limit}));
  if (rows.empty()) return 0;
  std::vector<int64_t> person_ids;
  for (const db::Row& row : rows) person_ids.push_back(row.Int(0));
  const std::string list = JsonIds(person_ids);
  RETURN_IF_ERROR(tx.Execute(kDeleteIdentitiesOf, {list}).status());
  RETURN_IF_ERROR(tx.Execute(kDeletePersons, {list}).status());
  return static_cast<int64_t>(person_ids.size());
}

absl::StatusOr<int64_t> SqlImportStore::DeleteSomeVoters(absl::Time deadline, int64_t import_id,
                                                         int limit) {
  int64_t deleted = 0;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(deleted, DeleteUnusedVoters(tx, import_id, limit));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return deleted;
}

absl::Status SqlImportStore::EndDeputies(db::Transaction& tx, int64_t import_id, absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows ended, tx.Query(kListNewDeputies, {import_id}));
  for (const db::Row& row : ended) {
    events::v1::Event event;
    event.set_event_id(ids_.Next());
    event.set_home_id(row.Int(1));
    *event.mutable_occur_time() =
        google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(now));
    event.mutable_deputy_succeeded()->set_old_deputy_id(row.Int(0));
    RETURN_IF_ERROR(
        outbox::Append(tx, event.home_id(), event.event_id(), event.SerializeAsString(), now));
  }
  return tx.Execute(kEndNewDeputies, {now, now, import_id}).status();
}

absl::Status SqlImportStore::Undo(absl::Time deadline, const base::RequestKey& key,
                                  int64_t import_id, const base::AuditEntry& entry,
                                  absl::Time now) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const int64_t marked,
                     tx.Execute(kMarkUndone, {now, key.person_id, import_id}));
    if (marked == 0) return ImportStateConflict();
    RETURN_IF_ERROR(DeleteUnusedVoters(tx, import_id, kAllVoters).status());
    // What hangs on another goes first.
    for (const db::Statement* statement :
         {&kForgetRollOfUsers, &kPutBackVoters, &kPutBackDeputies, &kTakeBackDeputyHomes,
          &kPutBackDeputyHomes, &kTakeBackDeputyPlaces, &kPutBackDeputyPlaces,
          &kTakeBackDeputyGroups, &kPutBackDeputyGroups}) {
      RETURN_IF_ERROR(tx.Execute(*statement, {import_id}).status());
    }
    RETURN_IF_ERROR(EndDeputies(tx, import_id, now));
    RETURN_IF_ERROR(tx.Execute(kPutBackHomes, {import_id}).status());
    RETURN_IF_ERROR(tx.Execute(kCloseHomes, {now, import_id}).status());
    RETURN_IF_ERROR(tx.Execute(kPutBackOrganizations, {import_id}).status());
    RETURN_IF_ERROR(tx.Execute(kCloseOrganizations, {now, import_id}).status());
    return trail_.Append(tx, kImportChain, entry, now);
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

}  // namespace deputies::accounts
