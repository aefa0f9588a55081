#include "services/wechat/storage/sql_inbox_store.h"

#include <optional>
#include <utility>

#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/wechat/domain/errors.h"
#include "services/wechat/storage/consent_writes.h"
#include "services/wechat/storage/notice_rows.h"

namespace deputies::wechat {
namespace {

constexpr db::Statement kListOwnNotices{
    "/* wechat.ListOwnNotices */ SELECT " WECHAT_NOTICE_COLUMNS
    "FROM notices WHERE person_id = ? AND notice_id < ? AND send_time <= ? "
    "ORDER BY notice_id DESC LIMIT ?"};
constexpr db::Statement kCountOwnUnread{
    "/* wechat.CountOwnUnread */ SELECT COUNT(*) FROM notices "
    "WHERE person_id = ? AND read_time IS NULL AND send_time <= ?"};
constexpr db::Statement kMarkOwnRead{
    "/* wechat.MarkOwnRead */ UPDATE notices SET read_time = ? "
    "WHERE person_id = ? AND notice_id <= ? AND read_time IS NULL AND send_time <= ?"};
constexpr db::Statement kListCalls{
    "/* wechat.ListCalls */ SELECT " WECHAT_NOTICE_COLUMNS
    "FROM notices WHERE home_id = ? AND state = ? AND notice_id > ? ORDER BY notice_id LIMIT ?"};
constexpr db::Statement kLockNotice{"/* wechat.LockNotice */ SELECT " WECHAT_NOTICE_COLUMNS
                                    "FROM notices WHERE home_id = ? AND notice_id = ? FOR UPDATE"};
constexpr db::Statement kRecordCall{
    "/* wechat.RecordCall */ UPDATE notices SET state = ?, caller_person_id = ?, call_note = ?, "
    "finish_time = ?, attempts = attempts + 1 WHERE home_id = ? AND notice_id = ?"};

absl::StatusOr<std::vector<Notice>> NoticesOf(absl::StatusOr<db::Rows> rows) {
  if (!rows.ok()) return rows.status();
  std::vector<Notice> notices;
  for (db::Row& row : *rows) notices.push_back(ReadNotice(row));
  return notices;
}

}  // namespace

absl::StatusOr<std::vector<Notice>> SqlInboxStore::ListOwn(absl::Time deadline, int64_t person_id,
                                                           absl::Time now, int64_t before_id,
                                                           int limit) {
  return NoticesOf(database_.Query(deadline, kListOwnNotices,
                                   {person_id, before_id, base::ToMillisecond(now), limit}));
}

absl::StatusOr<int64_t> SqlInboxStore::CountUnread(absl::Time deadline, int64_t person_id,
                                                   absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kCountOwnUnread,
                                                        {person_id, base::ToMillisecond(now)}));
  return rows[0].Int(0);
}

absl::Status SqlInboxStore::MarkRead(absl::Time deadline, const base::RequestKey& key,
                                     int64_t last_id, absl::Time now) {
  const absl::Time at = base::ToMillisecond(now);
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto earlier, db::ClaimRequest(tx, key, "", at));
        if (earlier.has_value()) return absl::OkStatus();
        return tx.Execute(kMarkOwnRead, {at, key.person_id, last_id, at}).status();
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlInboxStore::RecordConsents(absl::Time deadline, const base::RequestKey& key,
                                           const std::vector<ConsentResult>& results,
                                           absl::Time now) {
  const absl::Time at = base::ToMillisecond(now);
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto earlier, db::ClaimRequest(tx, key, "", at));
        if (earlier.has_value()) return absl::OkStatus();
        for (const ConsentResult& result : results) {
          RETURN_IF_ERROR(result.accepted
                              ? WriteAcceptance(tx, key.person_id, result.template_id,
                                                result.long_term, ConsentWitness::kClient, at)
                              : WriteRefusal(tx, key.person_id, result.template_id, at));
        }
        return absl::OkStatus();
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<Notice>> SqlInboxStore::ListCalls(absl::Time deadline, int64_t home_id,
                                                             bool done, int64_t after_id,
                                                             int limit) {
  return NoticesOf(database_.Query(
      deadline, kListCalls,
      {home_id, done ? NoticeState::kCalled : NoticeState::kToCall, after_id, limit}));
}

absl::StatusOr<Notice> SqlInboxStore::RecordCall(absl::Time deadline, const base::RequestKey& key,
                                                 int64_t notice_id, bool reached,
                                                 const std::string& note, absl::Time now) {
  const absl::Time at = base::ToMillisecond(now);
  Notice notice;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto earlier, db::ClaimRequest(tx, key, "", at));
        ASSIGN_OR_RETURN(db::Rows rows, tx.Query(kLockNotice, {key.home_id, notice_id}));
        if (rows.empty()) return NoticeNotFound();
        notice = ReadNotice(rows[0]);
        if (earlier.has_value()) return absl::OkStatus();
        if (notice.state == NoticeState::kCalled) return CallAlreadyMade();
        if (notice.state != NoticeState::kToCall) return NoticeNotFound();
        if (reached) {
          notice.state = NoticeState::kCalled;
          notice.finish_time = at;
        }
        ++notice.attempts;
        notice.caller_person_id = key.person_id;
        notice.call_note = note;
        return tx
            .Execute(kRecordCall, {notice.state, notice.caller_person_id, notice.call_note,
                                   notice.finish_time, key.home_id, notice_id})
            .status();
      },
      db::Repeat::kAfterUnknownOutcome));
  return notice;
}

}  // namespace deputies::wechat
