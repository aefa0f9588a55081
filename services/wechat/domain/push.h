// What WeChat's servers push to us, and what is done with it.
#ifndef SERVICES_WECHAT_DOMAIN_PUSH_H_
#define SERVICES_WECHAT_DOMAIN_PUSH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

// The query parameters of a push, as they came.
struct PushQuery {
  std::string signature;
  std::string timestamp;
  std::string nonce;
  std::string encrypt_type;
  std::string msg_signature;
};

// One push, read. Fields that it does not have are empty.
struct PushMessage {
  std::string from_user;   // an openid
  std::string created;     // seconds since 1970, as text
  std::string type;        // "event", "text", "image", ...
  std::string event;       // of type "event"
  std::string message_id;  // of messages to customer service
  // subscribe_msg_*: an entry for every template.
  struct Consent {
    std::string template_id;
    // "accept" or "reject"; of a sent message empty.
    std::string status;
    // Of a sent message: 0 when it arrived.
    int error_code = 0;
  };
  std::vector<Consent> consents;
  // wxa_media_check.
  std::string trace_id;
  std::optional<ContentVerdict> verdict;
  int label = 0;
};

// Tells WeChat's pushes from others.
class PushReader {
 public:
  virtual ~PushReader() = default;
  // Whether the signature is WeChat's, and not of long before or after `now`.
  virtual bool IsAddressCheck(const PushQuery& query, absl::Time now) const = 0;
  // The push itself. PushInvalid.
  virtual absl::StatusOr<PushMessage> Read(const PushQuery& query, absl::string_view body,
                                           absl::Time now) const = 0;
};

// What a push changes.
struct PushEffects {
  // Names the push however often it comes; never a number that an event has.
  int64_t push_id = 0;
  int64_t person_id = 0;  // of the consents
  struct ConsentChange {
    enum class Kind { kAccepted, kRefused, kVoid };
    std::string template_id;
    Kind kind = Kind::kRefused;
    bool long_term = false;
  };
  std::vector<ConsentChange> consents;
  struct MediaVerdict {
    std::string trace_id;
    ContentVerdict verdict = ContentVerdict::kReview;
    int label = 0;
  };
  std::optional<MediaVerdict> media;
};

// How WeChat judged pictures and sounds, and which pushes have been seen.
class PushStore {
 public:
  virtual ~PushStore() = default;
  // One transaction. False, and nothing changes, when the push was recorded before.
  virtual absl::StatusOr<bool> Record(absl::Time deadline, const PushEffects& effects,
                                      absl::Time now) = 0;
  // Nothing while WeChat has not told.
  virtual absl::StatusOr<std::optional<PushEffects::MediaVerdict>> FindVerdict(
      absl::Time deadline, const std::string& trace_id) = 0;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_PUSH_H_
