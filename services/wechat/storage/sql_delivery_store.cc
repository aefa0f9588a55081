#include "services/wechat/storage/sql_delivery_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/wechat/storage/notice_rows.h"

namespace deputies::wechat {
namespace {

// Two ranges over one index; what another sender holds is skipped.
constexpr db::Statement kClaimDueNotices{
    "/* wechat.ClaimDueNotices */ SELECT " WECHAT_NOTICE_COLUMNS
    "FROM notices WHERE state IN (1, 2) AND due_time <= ? "
    "ORDER BY due_time LIMIT ? FOR UPDATE SKIP LOCKED"};
constexpr db::Statement kLeaseNotice{
    "/* wechat.LeaseNotice */ UPDATE notices SET state = 2, due_time = ?, attempts = attempts + 1, "
    "unknown_outcomes = ? WHERE home_id = ? AND notice_id = ?"};
// The lease is the sender's only while it is in force: `attempts` tells it from a later one.
constexpr db::Statement kSettleNotice{
    "/* wechat.SettleNotice */ UPDATE notices SET state = ?, channel = ?, outcome = ?, "
    "unknown_outcomes = ?, consent_held = ?, due_time = ?, finish_time = ? "
    "WHERE home_id = ? AND notice_id = ? AND state = 2 AND attempts = ?"};
constexpr db::Statement kHoldConsent{
    "/* wechat.HoldConsent */ UPDATE notices SET consent_held = 1 "
    "WHERE home_id = ? AND notice_id = ? AND consent_held = 0"};
constexpr db::Statement kFindStandingConsent{
    "/* wechat.FindStandingConsent */ SELECT standing FROM consents "
    "WHERE person_id = ? AND template_id = ?"};
constexpr db::Statement kTakeOneTimeConsent{
    "/* wechat.TakeOneTimeConsent */ UPDATE consents SET one_time_left = one_time_left - 1 "
    "WHERE person_id = ? AND template_id = ? AND one_time_left > ?"};
constexpr db::Statement kDropConsent{
    "/* wechat.DropConsent */ UPDATE consents SET one_time_left = 0, standing = 0, "
    "update_time = ? WHERE person_id = ? AND template_id = ?"};

// Latest instant that the database keeps.
absl::Time Storable(absl::Time time) {
  static const absl::Time last = absl::FromUnixSeconds(253402214400);  // 9999-12-31
  return std::min(time, last);
}

}  // namespace

absl::StatusOr<std::vector<Notice>> SqlDeliveryStore::Claim(absl::Time deadline, absl::Time now,
                                                            int limit, absl::Duration lease) {
  std::vector<Notice> claimed;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    claimed.clear();
    ASSIGN_OR_RETURN(db::Rows rows, tx.Query(kClaimDueNotices, {base::ToMillisecond(now), limit}));
    for (db::Row& row : rows) {
      Notice notice = ReadNotice(row);
      // Its sender did not come back.
      if (notice.state == NoticeState::kSending) ++notice.unknown_outcomes;
      notice.state = NoticeState::kSending;
      ++notice.attempts;
      RETURN_IF_ERROR(
          tx.Execute(kLeaseNotice, {base::ToMillisecond(now + lease), notice.unknown_outcomes,
                                    notice.order.home_id, notice.notice_id})
              .status());
      claimed.push_back(std::move(notice));
    }
    return absl::OkStatus();
  }));
  return claimed;
}

absl::StatusOr<bool> SqlDeliveryStore::TakeConsent(absl::Time deadline, const Notice& notice,
                                                   absl::string_view template_id, int keep) {
  bool taken = false;
  const absl::Status done = database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        taken = false;
        // The row that can be marked once: a repeat after an unknown outcome finds it marked.
        ASSIGN_OR_RETURN(const int64_t marked,
                         tx.Execute(kHoldConsent, {notice.order.home_id, notice.notice_id}));
        if (marked == 0) {
          taken = true;
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(const db::Rows rows,
                         tx.Query(kFindStandingConsent, {notice.order.person_id, template_id}));
        if (!rows.empty() && rows[0].Int(0) != 0) {
          taken = true;
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(
            const int64_t counted,
            tx.Execute(kTakeOneTimeConsent, {notice.order.person_id, template_id, keep}));
        taken = counted == 1;
        // The error takes the mark back.
        return taken ? absl::OkStatus() : absl::NotFoundError("no consent");
      },
      db::Repeat::kAfterUnknownOutcome);
  if (!done.ok() && !absl::IsNotFound(done)) return done;
  return taken;
}

absl::Status SqlDeliveryStore::DropConsent(absl::Time deadline, int64_t person_id,
                                           absl::string_view template_id, absl::Time now) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) {
        return tx.Execute(kDropConsent, {base::ToMillisecond(now), person_id, template_id})
            .status();
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlDeliveryStore::Settle(absl::Time deadline, const Notice& notice, absl::Time due,
                                      absl::Time now) {
  const bool waits = notice.state == NoticeState::kPending;
  const std::optional<absl::Time> finish =
      waits ? std::nullopt : std::optional<absl::Time>(base::ToMillisecond(now));
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) {
        return tx
            .Execute(kSettleNotice,
                     {notice.state, notice.channel, notice.outcome, notice.unknown_outcomes,
                      notice.consent_held, base::ToMillisecond(Storable(due)), finish,
                      notice.order.home_id, notice.notice_id, notice.attempts})
            .status();
      },
      db::Repeat::kAfterUnknownOutcome);
}

}  // namespace deputies::wechat
