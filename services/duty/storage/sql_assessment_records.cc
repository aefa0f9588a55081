#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/duty_events.h"
#include "services/duty/storage/sql_assessment_store.h"
#include "services/duty/storage/sql_home_fact_store.h"

namespace deputies::duty {
namespace {

// In the order of ReadAward's and ReadEvidence's columns.
#define AWARD_COLUMNS                                                          \
  "home_id, id, year, kind, form, subject, decision_day, decided_by, reason, " \
  "result_version, ranking, shortlisted, recorder_id, record_time, revoked_id, revoke_reason "
#define EVIDENCE_COLUMNS                                                           \
  "home_id, id, kind, act_day, quantity, text, attachments, state, submitter_id, " \
  "submit_time, refusal_reason "

constexpr db::Statement kInsertAward{
    "/* duty.InsertAward */ INSERT INTO home_awards (home_id, id, year, kind, form, subject, "
    "decision_day, decided_by, reason, result_version, ranking, shortlisted, recorder_id, "
    "record_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kLockAward{"/* duty.LockAward */ SELECT " AWARD_COLUMNS
                                   "FROM home_awards WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kFindAward{"/* duty.FindAward */ SELECT " AWARD_COLUMNS
                                   "FROM home_awards WHERE home_id=? AND id=?"};
constexpr db::Statement kListAwards{
    "/* duty.ListAwards */ SELECT " AWARD_COLUMNS
    "FROM home_awards WHERE home_id=? AND (?=0 OR year=?) ORDER BY id DESC LIMIT 200"};
constexpr db::Statement kRevokeAward{
    "/* duty.RevokeAward */ UPDATE home_awards SET revoked_id=id, revoke_reason=? "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kInsertEvidence{
    "/* duty.InsertEvidence */ INSERT INTO home_evidence (home_id, id, kind, act_day, quantity, "
    "text, attachments, state, submitter_id, submit_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kLockEvidence{"/* duty.LockEvidence */ SELECT " EVIDENCE_COLUMNS
                                      "FROM home_evidence WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kFindEvidence{"/* duty.FindEvidence */ SELECT " EVIDENCE_COLUMNS
                                      "FROM home_evidence WHERE home_id=? AND id=?"};
constexpr db::Statement kListEvidence{
    "/* duty.ListEvidence */ SELECT " EVIDENCE_COLUMNS
    "FROM home_evidence WHERE home_id=? AND id<? AND (?=0 OR state=?) ORDER BY id DESC LIMIT ?"};
constexpr db::Statement kDecideEvidence{
    "/* duty.DecideEvidence */ UPDATE home_evidence SET state=?, checker_id=?, refusal_reason=? "
    "WHERE home_id=? AND id=?"};

absl::CivilDay ToDay(int64_t number) {
  return absl::CivilDay(number / 10000, number / 100 % 100, number % 100);
}

Award ReadAward(db::Row& row) {
  Award award;
  award.home_id = row.Int(0);
  award.id = row.Int(1);
  award.year = static_cast<int>(row.Int(2));
  award.kind = static_cast<AwardKind>(row.Int(3));
  award.form = static_cast<AwardForm>(row.Int(4));
  award.subject = row.TakeString(5);
  award.decision_day = ToDay(row.Int(6));
  award.decided_by = row.TakeString(7);
  award.reason = row.TakeString(8);
  award.result_version = static_cast<int>(row.Int(9));
  award.rank = static_cast<int>(row.Int(10));
  award.shortlisted = row.Int(11) != 0;
  award.recorder_id = row.Int(12);
  award.record_time = row.Time(13);
  award.revoked = row.Int(14) != 0;
  award.revoke_reason = row.TakeString(15);
  return award;
}

HomeEvidence ReadEvidence(db::Row& row) {
  HomeEvidence evidence;
  evidence.home_id = row.Int(0);
  evidence.id = row.Int(1);
  evidence.kind = static_cast<EvidenceKind>(row.Int(2));
  evidence.day = ToDay(row.Int(3));
  evidence.quantity = static_cast<int>(row.Int(4));
  evidence.text = row.TakeString(5);
  evidence.attachments = absl::StrSplit(row.String(6), '\n', absl::SkipEmpty());
  evidence.state = static_cast<EvidenceState>(row.Int(7));
  evidence.submitter_id = row.Int(8);
  evidence.submit_time = row.Time(9);
  evidence.refusal_reason = row.TakeString(10);
  return evidence;
}

absl::Status ReadId(const std::string& stored, int64_t* id) {
  return absl::SimpleAtoi(stored, id) ? absl::OkStatus()
                                      : absl::InternalError("a request key of ours holds no id");
}

}  // namespace

absl::StatusOr<int64_t> SqlAssessmentStore::Decide(absl::Time deadline, const base::RequestKey& key,
                                                   const Award& award, const Told& told) {
  int64_t id = award.id;
  const auto decide = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(award.id), clock_.Now()));
    if (earlier.has_value()) return ReadId(*earlier, &id);
    const absl::Status inserted =
        transaction
            .Execute(kInsertAward,
                     {award.home_id, award.id, award.year, award.kind, award.form, award.subject,
                      base::DayNumber(award.decision_day), award.decided_by, award.reason,
                      award.result_version, award.rank, award.shortlisted, award.recorder_id,
                      award.record_time})
            .status();
    if (db::IsDuplicateKey(inserted)) return AssessmentStateConflict("这一项已经登记过");
    RETURN_IF_ERROR(inserted);
    Telling telling;
    telling.kind = events::v1::HOME_AWARDED;
    telling.target_id = award.id;
    telling.title = absl::StrCat(award.year, "年度", NameOf(award.kind));
    telling.detail = award.decided_by;
    for (const int64_t person_id : told.person_ids) {
      RETURN_IF_ERROR(
          TellPerson(transaction, ids_, award.home_id, person_id, telling, award.record_time));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, decide, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::Status SqlAssessmentStore::Revoke(absl::Time deadline, const base::RequestKey& key,
                                        int64_t award_id, const std::string& reason) {
  const auto revoke = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kLockAward, {key.home_id, award_id}));
    if (rows.empty()) return AwardNotFound();
    if (ReadAward(rows.front()).revoked) return AssessmentStateConflict("这一项已经撤销过");
    return transaction.Execute(kRevokeAward, {reason, key.home_id, award_id}).status();
  };
  return database_.InTransaction(deadline, revoke, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Award>> SqlAssessmentStore::FindAward(absl::Time deadline,
                                                                   int64_t home_id,
                                                                   int64_t award_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindAward, {home_id, award_id}));
  if (rows.empty()) return std::nullopt;
  return ReadAward(rows.front());
}

absl::StatusOr<std::vector<Award>> SqlAssessmentStore::ListAwards(absl::Time deadline,
                                                                  int64_t home_id, int year) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListAwards, {home_id, year, year}));
  std::vector<Award> awards;
  for (db::Row& row : rows) awards.push_back(ReadAward(row));
  return awards;
}

absl::StatusOr<int64_t> SqlAssessmentStore::SubmitEvidence(absl::Time deadline,
                                                           const base::RequestKey& key,
                                                           const HomeEvidence& evidence) {
  int64_t id = evidence.id;
  const auto submit = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(evidence.id), clock_.Now()));
    if (earlier.has_value()) return ReadId(*earlier, &id);
    return transaction
        .Execute(kInsertEvidence,
                 {evidence.home_id, evidence.id, evidence.kind, base::DayNumber(evidence.day),
                  evidence.quantity, evidence.text, absl::StrJoin(evidence.attachments, "\n"),
                  evidence.state, evidence.submitter_id, evidence.submit_time})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, submit, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::Status SqlAssessmentStore::CheckEvidence(absl::Time deadline, const base::RequestKey& key,
                                               int64_t evidence_id, bool accept,
                                               const std::string& reason) {
  const auto check = [&](db::Transaction& transaction) -> absl::Status {
    const absl::Time now = base::ToMillisecond(clock_.Now());
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kLockEvidence, {key.home_id, evidence_id}));
    if (rows.empty()) return EvidenceNotFound();
    const HomeEvidence evidence = ReadEvidence(rows.front());
    if (evidence.state != EvidenceState::kSubmitted) {
      return AssessmentStateConflict("这条登记已经核实过");
    }
    if (evidence.submitter_id == key.person_id) return SecondPersonRequired();
    const EvidenceState state = accept ? EvidenceState::kAccepted : EvidenceState::kRefused;
    RETURN_IF_ERROR(
        transaction
            .Execute(kDecideEvidence, {state, key.person_id, reason, key.home_id, evidence_id})
            .status());
    if (accept) RETURN_IF_ERROR(NoteFact(transaction, FactOf(evidence)));
    Telling telling;
    telling.kind = events::v1::HOME_EVIDENCE_CHECKED;
    telling.target_id = evidence_id;
    telling.title = accept ? "工作登记已核实" : "工作登记未通过";
    telling.detail = NameOf(evidence.kind);
    return TellPerson(transaction, ids_, key.home_id, evidence.submitter_id, telling, now);
  };
  return database_.InTransaction(deadline, check, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<HomeEvidence>> SqlAssessmentStore::FindEvidence(absl::Time deadline,
                                                                             int64_t home_id,
                                                                             int64_t evidence_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindEvidence, {home_id, evidence_id}));
  if (rows.empty()) return std::nullopt;
  return ReadEvidence(rows.front());
}

absl::StatusOr<std::vector<HomeEvidence>> SqlAssessmentStore::ListEvidence(
    absl::Time deadline, int64_t home_id, std::optional<EvidenceState> state, int64_t before_id,
    int limit) {
  const int number = state.has_value() ? static_cast<int>(*state) : 0;
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListEvidence,
                                                  {home_id, before_id, number, number, limit}));
  std::vector<HomeEvidence> list;
  for (db::Row& row : rows) list.push_back(ReadEvidence(row));
  return list;
}

}  // namespace deputies::duty
