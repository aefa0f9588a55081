#include "services/wechat/domain/push_handler.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/digest.h"
#include "services/common/base/status_macros.h"

namespace deputies::wechat {
namespace {

// WeChat waits five seconds for "success".
constexpr absl::Duration kReplyTime = absl::Seconds(2);

// WeChat's errors of a sent message that say: there is no consent (any more).
constexpr int kNoConsent = 43101;

using ConsentKind = PushEffects::ConsentChange::Kind;

// The same for every delivery of one push: message id, or sender, time, event and what it tells.
int64_t PushIdOf(const PushMessage& message) {
  std::string text;
  // Lengths keep two pushes apart whose parts run together alike.
  const auto add = [&](absl::string_view part) { absl::StrAppend(&text, part.size(), ":", part); };
  add(message.from_user);
  add(message.message_id);
  if (message.message_id.empty()) {
    add(message.created);
    add(message.type);
    add(message.event);
    add(message.trace_id);
    for (const PushMessage::Consent& consent : message.consents) {
      add(consent.template_id);
      add(consent.status);
    }
  }
  uint64_t id = 0;
  const std::string digest = base::Sha256(text);
  std::memcpy(&id, digest.data(), sizeof(id));
  // Ids of events are positive.
  return static_cast<int64_t>(id | uint64_t{1} << 63);
}

std::optional<ConsentKind> KindOf(const PushMessage& message, const PushMessage::Consent& consent) {
  if (message.event == "subscribe_msg_popup_event") {
    if (consent.status == "accept") return ConsentKind::kAccepted;
    if (consent.status == "reject") return ConsentKind::kRefused;
  } else if (message.event == "subscribe_msg_change_event") {
    // In the mini-program's settings: nothing of this template any more.
    if (consent.status == "reject") return ConsentKind::kVoid;
  } else if (message.event == "subscribe_msg_sent_event") {
    if (consent.error_code == kNoConsent) return ConsentKind::kVoid;
  }
  return std::nullopt;
}

bool IsForCustomerService(const PushMessage& message) {
  return !message.message_id.empty() &&
         (message.type == "text" || message.type == "image" || message.type == "voice" ||
          message.type == "video" || message.type == "link" || message.type == "miniprogrampage");
}

}  // namespace

absl::StatusOr<PushEffects> PushHandler::EffectsOf(const PushMessage& message,
                                                   const std::string& request_id,
                                                   absl::Time deadline) {
  PushEffects effects;
  effects.push_id = PushIdOf(message);
  for (const PushMessage::Consent& consent : message.consents) {
    const std::optional<ConsentKind> kind = KindOf(message, consent);
    // A template that the console no longer has, or another installation's.
    const NoticeTemplate* const known = parts_.catalog.FindTemplate(consent.template_id);
    if (!kind.has_value() || known == nullptr) continue;
    effects.consents.push_back({consent.template_id, *kind, known->long_term});
  }
  if (!effects.consents.empty()) {
    ASSIGN_OR_RETURN(effects.person_id,
                     parts_.contacts.PersonOf(message.from_user, request_id, deadline));
    if (effects.person_id == 0) effects.consents.clear();
  }
  if (message.event == "wxa_media_check" && message.verdict.has_value()) {
    effects.media = {message.trace_id, *message.verdict, message.label};
  }
  return effects;
}

absl::Status PushHandler::Handle(const PushMessage& message, const std::string& request_id,
                                 absl::Time deadline) {
  ASSIGN_OR_RETURN(const PushEffects effects, EffectsOf(message, request_id, deadline));
  ASSIGN_OR_RETURN(const bool first, parts_.store.Record(deadline, effects, parts_.clock.Now()));
  if (first && IsForCustomerService(message)) Reply(message, deadline);
  return absl::OkStatus();
}

// Once and without promise: whoever gets no pointer writes again.
void PushHandler::Reply(const PushMessage& message, absl::Time deadline) {
  const absl::Time until = std::min(deadline, absl::Now() + kReplyTime);
  (void)parts_.caller.Run(until, [&](absl::string_view token) {
    return parts_.api.SendCustomerText(token, message.from_user, customer_reply_, until);
  });
}

}  // namespace deputies::wechat
