#include "gateway/filters/session_filter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "deputies/accounts/v1/auth.pb.h"
#include "gateway/upstream/upstream_error.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

const std::string& CheckSessionMethod() {
  static const auto* const method =
      new std::string("/deputies.accounts.v1.AuthService/CheckSession");
  return *method;
}

// 256 bits in URL-safe base64 are 43 characters; the bounds leave room for another length.
bool LooksLikeToken(absl::string_view token) {
  return token.size() >= 16 && token.size() <= 64 &&
         std::all_of(token.begin(), token.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_';
         });
}

}  // namespace

class SessionFilter::Check final : public UnaryCall {
 public:
  Check(SessionFilter* filter, const SessionKey& session_key) : filter_(filter), key(session_key) {}

  void OnDone() override { filter_->Finish(this); }

 private:
  SessionFilter* const filter_;

 public:
  const SessionKey key;
  // Guarded by the filter's mutex.
  std::vector<Done> waiting;
  bool dropped = false;
};

SessionFilter::SessionFilter(UpstreamClient* client, size_t backend, const auth::CallerKeys& keys,
                             const SessionFilterOptions& options)
    : client_(client),
      backend_(backend),
      keys_(keys),
      options_(options),
      cache_(options.capacity) {}

SessionFilter::~SessionFilter() = default;

void SessionFilter::Resolve(absl::string_view token, const std::string& request_id,
                            const std::string& traceparent, Done done) {
  if (!LooksLikeToken(token)) {
    done(SessionInvalid(), nullptr);
    return;
  }
  const SessionKey key = KeyOf(token);
  const absl::Time now = absl::Now();
  if (const std::optional<CallerPointer> known = cache_.Find(key, now)) {
    done(*known == nullptr ? SessionInvalid() : nullptr, *known);
    return;
  }
  auto check = std::make_unique<Check>(this, key);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto running = checks_.find(key);
    // One that was dropped may still answer with the session as it was before.
    if (running != checks_.end() && !running->second->dropped) {
      running->second->waiting.push_back(std::move(done));
      return;
    }
    check->waiting.push_back(std::move(done));
    checks_[key] = check.get();
  }
  accounts::v1::CheckSessionRequest request;
  request.set_session_token(std::string(token));
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer buffer(&slice, 1);
  common::v1::Caller self;
  self.set_kind(common::v1::Caller::SERVICE);
  self.set_service("gateway");
  check->Prepare(keys_.Sign(self, request_id, traceparent, now), now + options_.call_timeout);
  client_->Start(backend_, CheckSessionMethod(), buffer, check.release());
}

void SessionFilter::Finish(Check* finished) {
  const std::unique_ptr<Check> check(finished);
  const absl::Time now = absl::Now();
  ApiResult error = FromUpstream(check->status);
  CallerPointer caller;
  absl::Time expiry = now + options_.believe;
  if (error == nullptr) {
    accounts::v1::CheckSessionResponse response;
    grpc::Slice slice;
    const absl::string_view bytes = BytesOf(check->response, &slice);
    if (response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
        response.caller().kind() == common::v1::Caller::PERSON) {
      caller = std::make_shared<const common::v1::Caller>(std::move(*response.mutable_caller()));
      if (response.has_expire_time()) {
        expiry = std::min(expiry, absl::FromUnixSeconds(response.expire_time().seconds()));
      }
    } else {
      log::Error("accounts answered a session check with no person");
      error = InternalError();
    }
  } else if (error->reason == "SESSION_INVALID") {
    expiry = now + options_.remember_bad;
  } else if (error->http_code == 504) {
    // Nothing has been done yet: the client may simply try again.
    error = BackendUnavailable();
  } else if (error->http_code < 500) {
    // FIELD_INVALID and the like: a token that cannot be one.
    error = SessionInvalid();
    expiry = now + options_.remember_bad;
  }
  const bool settled = error == nullptr || error->http_code == 401;

  std::vector<Done> waiting;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto running = checks_.find(check->key);
    if (running != checks_.end() && running->second == finished) checks_.erase(running);
    waiting = std::move(check->waiting);
    // Stored under the lock: a Drop comes either before, and is seen, or after, and finds the
    // entry.
    if (settled && !check->dropped) cache_.Store(check->key, caller, expiry, now);
  }
  for (Done& done : waiting) {
    done(error == nullptr ? nullptr : std::make_unique<ApiError>(*error), caller);
  }
}

void SessionFilter::Drop(absl::string_view token) {
  const SessionKey key = KeyOf(token);
  std::lock_guard<std::mutex> lock(mutex_);
  const auto running = checks_.find(key);
  if (running != checks_.end()) running->second->dropped = true;
  cache_.Drop(key);
}

void SessionFilter::DropPerson(int64_t person_id) {
  std::lock_guard<std::mutex> lock(mutex_);
  // Whose the running checks are is not known yet; asking again is cheap.
  for (auto& [key, check] : checks_) check->dropped = true;
  cache_.DropPerson(person_id);
}

absl::string_view BearerToken(absl::string_view authorization) {
  constexpr absl::string_view kScheme = "Bearer ";
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) return "";
  return absl::StripAsciiWhitespace(authorization.substr(kScheme.size()));
}

}  // namespace deputies::gateway
