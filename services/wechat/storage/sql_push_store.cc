#include "services/wechat/storage/sql_push_store.h"

#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/outbox/outbox.h"
#include "services/wechat/storage/consent_writes.h"

namespace deputies::wechat {
namespace {

// WeChat knows of no homes.
constexpr int64_t kNoHome = 0;
constexpr int64_t kDeleteBatch = 500;

constexpr db::Statement kStoreVerdict{
    "/* wechat.StoreVerdict */ INSERT INTO media_verdicts "
    "(home_id, trace_id, verdict, label, receive_time) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE home_id = home_id"};
constexpr db::Statement kFindVerdict{
    "/* wechat.FindVerdict */ SELECT verdict, label FROM media_verdicts "
    "WHERE home_id = ? AND trace_id = ?"};
constexpr db::Statement kDeleteVerdicts{
    "/* wechat.DeleteVerdicts */ DELETE FROM media_verdicts WHERE receive_time < ? "
    "ORDER BY receive_time LIMIT 500"};

absl::Status Apply(db::Transaction& tx, int64_t person_id, const PushEffects::ConsentChange& change,
                   absl::Time at) {
  switch (change.kind) {
    case PushEffects::ConsentChange::Kind::kAccepted:
      return WriteAcceptance(tx, person_id, change.template_id, change.long_term,
                             ConsentWitness::kPush, at);
    case PushEffects::ConsentChange::Kind::kRefused:
      return WriteRefusal(tx, person_id, change.template_id, at);
    case PushEffects::ConsentChange::Kind::kVoid:
      return WriteVoid(tx, person_id, change.template_id, at);
  }
  return absl::InternalError("unknown change of a consent");
}

}  // namespace

absl::StatusOr<bool> SqlPushStore::Record(absl::Time deadline, const PushEffects& effects,
                                          absl::Time now) {
  const absl::Time at = base::ToMillisecond(now);
  bool first = false;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(first, outbox::FirstTime(tx, kNoHome, effects.push_id, at));
        if (!first) return absl::OkStatus();
        for (const PushEffects::ConsentChange& change : effects.consents) {
          RETURN_IF_ERROR(Apply(tx, effects.person_id, change, at));
        }
        if (!effects.media.has_value()) return absl::OkStatus();
        return tx
            .Execute(kStoreVerdict, {kNoHome, effects.media->trace_id, effects.media->verdict,
                                     effects.media->label, at})
            .status();
      },
      db::Repeat::kAfterUnknownOutcome));
  return first;
}

absl::StatusOr<std::optional<PushEffects::MediaVerdict>> SqlPushStore::FindVerdict(
    absl::Time deadline, const std::string& trace_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindVerdict, {kNoHome, trace_id}));
  if (rows.empty()) return std::optional<PushEffects::MediaVerdict>();
  return std::optional<PushEffects::MediaVerdict>(
      {trace_id, static_cast<ContentVerdict>(rows[0].Int(0)), static_cast<int>(rows[0].Int(1))});
}

db::RetentionRule VerdictRetention() {
  return {"media_verdicts", &kDeleteVerdicts, kDeleteBatch, absl::Hours(60 * 24)};
}

}  // namespace deputies::wechat
