#include "services/wechat/domain/notice_sender.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/wechat/domain/api_outcome.h"

namespace deputies::wechat {
namespace {

// Limit of one call, and of one look into the database.
constexpr absl::Duration kCallTime = absl::Seconds(5);

}  // namespace

absl::Time EndOfQuiet(const DeliveryRules& rules, absl::Time now) {
  if (rules.quiet_begin_hour == rules.quiet_end_hour) return now;
  const absl::CivilHour hour = absl::ToCivilHour(now, base::Shanghai());
  const bool over_midnight = rules.quiet_begin_hour > rules.quiet_end_hour;
  const bool after_begin = hour.hour() >= rules.quiet_begin_hour;
  const bool before_end = hour.hour() < rules.quiet_end_hour;
  if (over_midnight ? !after_begin && !before_end : !after_begin || !before_end) return now;
  absl::CivilDay day(hour);
  if (over_midnight && after_begin) ++day;
  return absl::FromCivil(absl::CivilHour(day) + rules.quiet_end_hour, base::Shanghai());
}

NoticeSender::NoticeSender(Parts parts, DeliveryRules rules)
    : parts_(std::move(parts)), rules_(std::move(rules)) {}

absl::StatusOr<int> NoticeSender::RunOnce(int limit) {
  const absl::Time now = parts_.clock.Now();
  ASSIGN_OR_RETURN(std::vector<Notice> claimed,
                   parts_.store.Claim(CallDeadline(), now, limit, rules_.lease));
  if (claimed.empty()) return 0;
  std::set<int64_t> people;
  for (const Notice& notice : claimed) people.insert(notice.order.person_id);
  absl::StatusOr<std::map<int64_t, Contact>> contacts =
      parts_.contacts.Get({people.begin(), people.end()},
                          absl::StrCat("notices-", claimed[0].notice_id), CallDeadline());
  absl::Status first_error;
  for (Notice& notice : claimed) {
    absl::Time due = absl::InfiniteFuture();
    if (!contacts.ok()) {
      Wait(notice, "accounts_unavailable", &due);
    } else {
      Attempt(notice, (*contacts)[notice.order.person_id], &due);
    }
    const absl::Status settled =
        parts_.store.Settle(CallDeadline(), notice, due, parts_.clock.Now());
    // The lease ends by itself; others of the batch are settled all the same.
    if (!settled.ok() && first_error.ok()) first_error = settled;
    parts_.observe(notice.channel, notice.outcome.empty() ? "ok" : notice.outcome);
  }
  RETURN_IF_ERROR(first_error);
  return static_cast<int>(claimed.size());
}

void NoticeSender::Attempt(Notice& notice, const Contact& contact, absl::Time* due) {
  const absl::Time now = parts_.clock.Now();
  const bool expired = now >= notice.order.expire_time;
  if (expired && !notice.order.important) {
    notice.state = NoticeState::kExpired;
    return;
  }
  if (!expired) {
    const absl::Time loud = EndOfQuiet(rules_, now);
    if (loud > now && !(notice.order.important && notice.order.expire_time <= loud)) {
      notice.state = NoticeState::kPending;
      *due = loud;
      return;
    }
    if (TryWechat(notice, contact, due)) return;
    if (notice.order.important && TrySms(notice, contact, due)) return;
  }
  // Nothing more to try: people take over, or the inbox is enough.
  notice.state = notice.order.important ? NoticeState::kToCall : NoticeState::kInboxOnly;
  notice.channel = notice.order.important ? Channel::kCall : Channel::kNone;
}

bool NoticeSender::TryWechat(Notice& notice, const Contact& contact, absl::Time* due) {
  const NoticeTemplate* const entry =
      parts_.catalog.FindTemplate(parts_.catalog.KindOf(notice.order.kind).template_id);
  if (entry == nullptr || contact.openid.empty()) {
    notice.outcome = entry == nullptr ? "no_template" : "no_openid";
    return false;
  }
  if (!notice.consent_held) {
    const absl::StatusOr<bool> taken =
        parts_.store.TakeConsent(CallDeadline(), notice, entry->template_id,
                                 notice.order.important ? 0 : rules_.consents_kept);
    if (!taken.ok()) {
      Wait(notice, "store_unavailable", due);
      return true;
    }
    if (!*taken) {
      notice.outcome = "no_consent";
      return false;
    }
    notice.consent_held = true;
  }
  TemplateMessage message;
  message.openid = contact.openid;
  message.template_id = entry->template_id;
  message.page = parts_.catalog.PageOf(notice.order);
  message.data = parts_.catalog.ValuesOf(*entry, notice);
  message.program_state = rules_.program_state;
  const absl::Time deadline = CallDeadline();
  const absl::StatusOr<PlainAnswer> answer =
      parts_.caller.Run(deadline, [&](absl::string_view token) {
        return parts_.api.SendTemplateMessage(token, message, deadline);
      });
  if (!answer.ok()) {
    // Nothing left this process, or nobody knows.
    const bool unknown = !absl::IsUnavailable(answer.status());
    if (unknown) ++notice.unknown_outcomes;
    if (MayFallBack(notice)) {
      notice.outcome = "wechat_unavailable";
      return false;
    }
    Wait(notice, unknown ? "wechat_unknown" : "wechat_unavailable", due);
    return true;
  }
  switch (OutcomeOf(answer->errcode)) {
    case ApiOutcome::kDone:
      notice.state = NoticeState::kDelivered;
      notice.channel = Channel::kWechat;
      notice.outcome.clear();
      return true;
    case ApiOutcome::kNoConsent:
      // Also the answer to a repeat of what had arrived: then the inbox shows it, and an important
      // one is told twice rather than never.
      notice.consent_held = false;
      notice.outcome = "wechat_43101";
      if (!parts_.store
               .DropConsent(CallDeadline(), notice.order.person_id, entry->template_id,
                            parts_.clock.Now())
               .ok()) {
        Wait(notice, "store_unavailable", due);
        return true;
      }
      return false;
    case ApiOutcome::kRateLimited:
    case ApiOutcome::kBusy:
    case ApiOutcome::kTokenInvalid:
      if (MayFallBack(notice)) {
        notice.outcome = absl::StrCat("wechat_", answer->errcode);
        return false;
      }
      Wait(notice, absl::StrCat("wechat_", answer->errcode), due);
      return true;
    default:
      notice.outcome = absl::StrCat("wechat_", answer->errcode);
      return false;
  }
}

bool NoticeSender::TrySms(Notice& notice, const Contact& contact, absl::Time* due) {
  if (parts_.sms == nullptr || contact.phone.empty()) return false;
  const absl::Status sent =
      parts_.sms->Send(contact.phone, parts_.catalog.TextOf(notice.order),
                       absl::StrCat(notice.order.home_id, "-", notice.notice_id), CallDeadline());
  if (sent.ok()) {
    notice.state = NoticeState::kDelivered;
    notice.channel = Channel::kSms;
    notice.outcome.clear();
    return true;
  }
  const bool unknown = !absl::IsUnavailable(sent) && !absl::IsInvalidArgument(sent);
  if (unknown) ++notice.unknown_outcomes;
  if (absl::IsInvalidArgument(sent) || MayFallBack(notice)) {
    notice.outcome = absl::IsInvalidArgument(sent) ? "sms_refused" : "sms_unavailable";
    return false;
  }
  Wait(notice, unknown ? "sms_unknown" : "sms_unavailable", due);
  return true;
}

void NoticeSender::Wait(Notice& notice, const std::string& why, absl::Time* due) const {
  notice.state = NoticeState::kPending;
  notice.outcome = why;
  const int doublings = std::min(std::max(notice.attempts - 1, 0), 20);
  const absl::Duration backoff =
      std::min(rules_.first_backoff * (int64_t{1} << doublings), rules_.last_backoff);
  *due = parts_.clock.Now() + backoff;
}

bool NoticeSender::MayFallBack(const Notice& notice) const {
  if (!notice.order.important) return false;
  const absl::Time begin = std::max(notice.order.send_time, notice.create_time);
  return parts_.clock.Now() >=
         std::min(begin + rules_.fallback_after, notice.order.expire_time - rules_.last_backoff);
}

absl::Time NoticeSender::CallDeadline() const { return absl::Now() + kCallTime; }

}  // namespace deputies::wechat
