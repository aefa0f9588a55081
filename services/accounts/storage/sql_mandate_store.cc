#include "services/accounts/storage/sql_mandate_store.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/storage/deputy_columns.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/common/outbox/outbox.h"

namespace deputies::accounts {
namespace {

constexpr absl::string_view kCodeLabel = "binding code";

// Changes of one mandate wait for each other here.
constexpr db::Statement kLockMandate{
    "/* accounts.LockMandate */ SELECT d.name, d.suspended_time IS NOT NULL, "
    "d.handed_over_time IS NOT NULL, COALESCE(d.person_id, 0) FROM deputy_homes dh "
    "JOIN deputies d ON d.deputy_id = dh.deputy_id WHERE dh.home_id = ? AND dh.deputy_id = ? "
    "FOR UPDATE"};
constexpr db::Statement kListHomesOfService{
    "/* accounts.ListHomesOfService */ SELECT home_id FROM deputy_homes WHERE deputy_id = ? "
    "ORDER BY home_id"};
constexpr db::Statement kServesIn{
    "/* accounts.ServesIn */ SELECT d.name FROM deputy_homes dh "
    "JOIN deputies d ON d.deputy_id = dh.deputy_id WHERE dh.home_id = ? AND dh.deputy_id = ?"};

constexpr db::Statement kSetBindingCode{
    "/* accounts.SetBindingCode */ INSERT INTO deputy_binding_codes "
    "(home_id, deputy_id, code_index, expire_time) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE code_index = VALUES(code_index), expire_time = VALUES(expire_time)"};
constexpr db::Statement kFindBindingCode{
    "/* accounts.FindBindingCode */ SELECT home_id, deputy_id FROM deputy_binding_codes "
    "WHERE code_index = ? AND expire_time > ? FOR UPDATE"};
constexpr db::Statement kDeleteBindingCode{
    "/* accounts.DeleteBindingCode */ DELETE FROM deputy_binding_codes "
    "WHERE home_id = ? AND deputy_id = ?"};
constexpr db::Statement kInsertBinding{
    "/* accounts.InsertBinding */ INSERT INTO deputy_bindings "
    "(home_id, binding_id, deputy_id, person_id, state, create_time) VALUES (?, ?, ?, ?, 1, ?)"};

#define BINDING_COLUMNS                                                                  \
  "b.binding_id, b.home_id, b.deputy_id, d.name, b.person_id, p.display_name, b.state, " \
  "b.create_time FROM deputy_bindings b JOIN deputies d ON d.deputy_id = b.deputy_id "   \
  "JOIN persons p ON p.person_id = b.person_id "

constexpr db::Statement kGetBinding{"/* accounts.GetBinding */ SELECT " BINDING_COLUMNS
                                    "WHERE b.home_id = ? AND b.binding_id = ?"};
constexpr db::Statement kListBindings{
    "/* accounts.ListBindings */ SELECT " BINDING_COLUMNS
    "WHERE b.home_id = ? AND b.state = 1 ORDER BY b.binding_id LIMIT ?"};
constexpr db::Statement kDecideBinding{
    "/* accounts.DecideBinding */ UPDATE deputy_bindings SET state = ? "
    "WHERE home_id = ? AND binding_id = ? AND state = 1"};
constexpr db::Statement kActAs{
    "/* accounts.ActAs */ UPDATE deputies SET person_id = ? WHERE deputy_id = ?"};

constexpr db::Statement kSuspend{
    "/* accounts.Suspend */ UPDATE deputies SET suspended_time = ? WHERE deputy_id = ?"};
constexpr db::Statement kEndMandate{
    "/* accounts.EndMandate */ UPDATE deputies "
    "SET term_end_time = LEAST(COALESCE(term_end_time, ?), ?), successor_id = ?, "
    "handed_over_time = ? WHERE deputy_id = ?"};

#define MANDATE_COLUMNS                                                          \
  DEPUTY_COLUMNS ", " DEPUTY_IN_OFFICE                                           \
                 ", d.suspended_time IS NOT NULL, "                              \
                 "d.person_id IS NOT NULL, d.successor_id FROM deputy_homes dh " \
                 "JOIN deputies d ON d.deputy_id = dh.deputy_id "

constexpr db::Statement kGetMandate{"/* accounts.GetMandate */ SELECT " MANDATE_COLUMNS
                                    "WHERE dh.home_id = ? AND dh.deputy_id = ?"};
constexpr db::Statement kListHomeMandates{
    "/* accounts.ListHomeMandates */ SELECT " MANDATE_COLUMNS
    "WHERE dh.home_id = ? AND (d.term < ? OR (d.term = ? AND d.deputy_id > ?)) "
    "ORDER BY d.term DESC, d.deputy_id LIMIT ?"};

// What was only on its way to a mandate.
constexpr db::Statement kDeleteOldBindingCodes{
    "/* accounts.DeleteOldBindingCodes */ DELETE FROM deputy_binding_codes "
    "WHERE expire_time < ? LIMIT 500"};
constexpr db::Statement kDeleteOldBindings{
    "/* accounts.DeleteOldBindings */ DELETE FROM deputy_bindings "
    "WHERE create_time < ? AND state <> 2 LIMIT 500"};

Mandate MandateOf(const db::Row& row) {
  Mandate mandate;
  mandate.deputy = DeputyOf(row);
  mandate.in_office = row.Int(DEPUTY_COLUMN_COUNT) != 0;
  mandate.suspended = row.Int(DEPUTY_COLUMN_COUNT + 1) != 0;
  mandate.bound = row.Int(DEPUTY_COLUMN_COUNT + 2) != 0;
  mandate.successor_id = row.Int(DEPUTY_COLUMN_COUNT + 3);
  return mandate;
}

DeputyBinding BindingOf(const db::Row& row) {
  return {row.Int(0),
          row.Int(1),
          row.Int(2),
          row.String(3),
          row.Int(4),
          row.String(5),
          static_cast<BindingState>(row.Int(6)),
          row.Time(7)};
}

}  // namespace

absl::Status SqlMandateStore::Audit(db::Transaction& tx, const MandateChange& change,
                                    const char* action, int64_t deputy_id,
                                    const std::string& detail) {
  return trail_.Append(tx, change.key.home_id,
                       {change.actor, action, absl::StrCat("deputies/", deputy_id), detail},
                       change.now);
}

absl::Status SqlMandateStore::Tell(db::Transaction& tx, int64_t home_id, absl::Time now,
                                   events::v1::Event event) {
  event.set_event_id(ids_.Next());
  event.set_home_id(home_id);
  *event.mutable_occur_time() =
      google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(now));
  return outbox::Append(tx, home_id, event.event_id(), event.SerializeAsString(), now);
}

absl::StatusOr<bool> SqlMandateStore::SetBindingCode(absl::Time deadline,
                                                     const MandateChange& change, int64_t deputy_id,
                                                     const std::string& code,
                                                     absl::Time expire_time) {
  bool is_new = false;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    is_new = !earlier.has_value();
    if (!is_new) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows mandate,
                     tx.Query(kLockMandate, {change.key.home_id, deputy_id}));
    if (mandate.empty()) return DeputyNotFound();
    RETURN_IF_ERROR(tx.Execute(kSetBindingCode, {change.key.home_id, deputy_id,
                                                 index_.Of(kCodeLabel, code), expire_time})
                        .status());
    return Audit(tx, change, "CreateBindingCode", deputy_id, "");
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return is_new;
}

absl::StatusOr<DeputyBinding> SqlMandateStore::RequestBinding(absl::Time deadline,
                                                              const MandateChange& change,
                                                              const std::string& code,
                                                              int64_t new_binding_id) {
  DeputyBinding binding;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    int64_t home_id = 0;
    int64_t binding_id = new_binding_id;
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (earlier.has_value()) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(*earlier, '/');
      if (!absl::SimpleAtoi(parts.first, &home_id) ||
          !absl::SimpleAtoi(parts.second, &binding_id)) {
        return absl::DataLossError("request key without a binding");
      }
    } else {
      ASSIGN_OR_RETURN(const db::Rows found,
                       tx.Query(kFindBindingCode, {index_.Of(kCodeLabel, code), change.now}));
      if (found.empty()) return BindingCodeInvalid();
      home_id = found[0].Int(0);
      const int64_t deputy_id = found[0].Int(1);
      RETURN_IF_ERROR(tx.Execute(kDeleteBindingCode, {home_id, deputy_id}).status());
      RETURN_IF_ERROR(tx.Execute(kInsertBinding, {home_id, binding_id, deputy_id,
                                                  change.actor.person_id, change.now})
                          .status());
      RETURN_IF_ERROR(db::StoreResult(tx, change.key, absl::StrCat(home_id, "/", binding_id)));
    }
    ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kGetBinding, {home_id, binding_id}));
    if (rows.empty()) return BindingNotFound();
    binding = BindingOf(rows[0]);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return binding;
}

absl::StatusOr<std::vector<DeputyBinding>> SqlMandateStore::ListBindings(absl::Time deadline,
                                                                         int64_t home_id,
                                                                         int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListBindings, {home_id, limit}));
  std::vector<DeputyBinding> bindings;
  for (const db::Row& row : rows) bindings.push_back(BindingOf(row));
  return bindings;
}

absl::StatusOr<DeputyBinding> SqlMandateStore::Decide(absl::Time deadline,
                                                      const MandateChange& change,
                                                      int64_t binding_id, bool approve) {
  const int64_t home_id = change.key.home_id;
  DeputyBinding binding;
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (!earlier.has_value()) {
      const BindingState state = approve ? BindingState::kApproved : BindingState::kDeclined;
      ASSIGN_OR_RETURN(const int64_t decided,
                       tx.Execute(kDecideBinding, {state, home_id, binding_id}));
      if (decided == 0) return BindingNotFound();
    }
    ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kGetBinding, {home_id, binding_id}));
    if (rows.empty()) return BindingNotFound();
    binding = BindingOf(rows[0]);
    if (earlier.has_value()) return absl::OkStatus();
    if (binding.person_id == change.actor.person_id) return AccessDenied();

    if (approve) {
      ASSIGN_OR_RETURN(const db::Rows mandate,
                       tx.Query(kLockMandate, {home_id, binding.deputy_id}));
      if (mandate.empty()) return DeputyNotFound();
      RETURN_IF_ERROR(tx.Execute(kActAs, {binding.person_id, binding.deputy_id}).status());
    }
    events::v1::Event event;
    events::v1::NoticeRequested* notice = event.mutable_notice_requested();
    notice->set_kind(approve ? events::v1::DEPUTY_BINDING_APPROVED
                             : events::v1::DEPUTY_BINDING_DECLINED);
    notice->add_person_ids(binding.person_id);
    notice->set_target_id(binding.deputy_id);
    notice->set_title(binding.deputy_name);
    RETURN_IF_ERROR(Tell(tx, home_id, change.now, std::move(event)));
    return Audit(tx, change, "DecideBinding", binding.deputy_id,
                 absl::StrCat("persons/", binding.person_id, approve ? " approved" : " declined"));
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return binding;
}

absl::Status SqlMandateStore::SetSuspended(absl::Time deadline, const MandateChange& change,
                                           int64_t deputy_id, bool suspended) {
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows mandate,
                     tx.Query(kLockMandate, {change.key.home_id, deputy_id}));
    if (mandate.empty()) return DeputyNotFound();
    if ((mandate[0].Int(1) != 0) == suspended) return absl::OkStatus();
    RETURN_IF_ERROR(
        tx.Execute(kSuspend,
                   {suspended ? std::optional<absl::Time>(change.now) : std::nullopt, deputy_id})
            .status());
    ASSIGN_OR_RETURN(const db::Rows homes, tx.Query(kListHomesOfService, {deputy_id}));
    for (const db::Row& home : homes) {
      events::v1::Event event;
      event.mutable_deputy_suspension_changed()->set_deputy_id(deputy_id);
      event.mutable_deputy_suspension_changed()->set_suspended(suspended);
      RETURN_IF_ERROR(Tell(tx, home.Int(0), change.now, std::move(event)));
    }
    return Audit(tx, change, suspended ? "SuspendDeputy" : "ResumeDeputy", deputy_id, "");
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlMandateStore::HandOverOne(db::Transaction& tx, const MandateChange& change,
                                          const HandOver& hand_over) {
  const int64_t old_id = hand_over.old_deputy_id;
  const int64_t new_id = hand_over.new_deputy_id;
  ASSIGN_OR_RETURN(const db::Rows old_one, tx.Query(kLockMandate, {change.key.home_id, old_id}));
  if (old_one.empty()) return DeputyNotFound();
  if (old_one[0].Int(2) != 0) return DeputyStateConflict();
  if (new_id != 0) {
    ASSIGN_OR_RETURN(const db::Rows new_one, tx.Query(kLockMandate, {change.key.home_id, new_id}));
    if (new_one.empty()) return DeputyNotFound();
    if (new_one[0].Int(2) != 0) return DeputyStateConflict();
  }
  RETURN_IF_ERROR(
      tx.Execute(kEndMandate, {change.now, change.now, new_id, change.now, old_id}).status());
  ASSIGN_OR_RETURN(const db::Rows homes, tx.Query(kListHomesOfService, {old_id}));
  for (const db::Row& home : homes) {
    events::v1::Event event;
    event.mutable_deputy_succeeded()->set_old_deputy_id(old_id);
    if (new_id != 0) {
      ASSIGN_OR_RETURN(const db::Rows serves, tx.Query(kServesIn, {home.Int(0), new_id}));
      if (!serves.empty()) {
        event.mutable_deputy_succeeded()->set_new_deputy_id(new_id);
        event.mutable_deputy_succeeded()->set_new_deputy_name(serves[0].String(0));
      }
    }
    RETURN_IF_ERROR(Tell(tx, home.Int(0), change.now, std::move(event)));
  }
  return Audit(tx, change, "HandOverDeputy", old_id, absl::StrCat("successor ", new_id));
}

absl::Status SqlMandateStore::HandOverAll(absl::Time deadline, const MandateChange& change,
                                          std::vector<HandOver> hand_overs) {
  // One lock order, whoever else hands over.
  std::sort(hand_overs.begin(), hand_overs.end(),
            [](const HandOver& a, const HandOver& b) { return a.old_deputy_id < b.old_deputy_id; });
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(tx, change.key, "", change.now));
    if (earlier.has_value()) return absl::OkStatus();
    for (const HandOver& hand_over : hand_overs) {
      RETURN_IF_ERROR(HandOverOne(tx, change, hand_over));
    }
    return absl::OkStatus();
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<Mandate> SqlMandateStore::Get(absl::Time deadline, int64_t home_id,
                                             int64_t deputy_id, absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kGetMandate, {now, now, home_id, deputy_id}));
  if (rows.empty()) return DeputyNotFound();
  return MandateOf(rows[0]);
}

absl::StatusOr<std::vector<Mandate>> SqlMandateStore::List(absl::Time deadline, int64_t home_id,
                                                           absl::Time now,
                                                           const ListPosition& after, int limit) {
  int term = std::numeric_limits<int>::max();
  if (!after.sort_text.empty() && !absl::SimpleAtoi(after.sort_text, &term)) {
    return PageTokenInvalid();
  }
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListHomeMandates,
                                   {now, now, home_id, term, term, after.id, limit}));
  std::vector<Mandate> mandates;
  for (const db::Row& row : rows) mandates.push_back(MandateOf(row));
  return mandates;
}

std::vector<db::RetentionRule> MandateRetention() {
  constexpr int64_t kBatch = 500;
  return {{"deputy_binding_codes", &kDeleteOldBindingCodes, kBatch, absl::ZeroDuration()},
          {"deputy_bindings", &kDeleteOldBindings, kBatch, absl::Hours(180 * 24)}};
}

}  // namespace deputies::accounts
