// One request on its way through the gateway.
#ifndef GATEWAY_API_CALL_H_
#define GATEWAY_API_CALL_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/api_handler.h"

namespace deputies::gateway {

// Deletes itself after the answer. One thread at a time: an I/O thread until the call is handed to
// the session check, the cache, the admission or the client, then whichever thread these come back
// on. Every method that may answer must be the last thing its caller does.
class ApiCall final : public UnaryCall,
                      public Delay,
                      public PublicCache::Waiter,
                      public Admission::Applicant {
 public:
  ApiCall(const ApiHandlerParts& parts, Exchange* exchange);

  void Begin();

 private:
  // In the order of their coming.
  bool AnswerWithoutRoute();
  bool AnswerFromMemory();
  ApiResult ReadTimeout();
  bool ChargeAddress();
  void CheckSession();
  void SessionChecked(ApiResult error, const CallerPointer& caller);
  bool ChargePerson();
  ApiResult Encode();
  void Prepare(const CallerPointer& caller);
  void StartWatch();
  void EnterBackend();
  void Call();

  void OnPage(const PublicPagePointer& page, const ApiError* error) override;
  void Admitted() override;
  void TurnedAway() override;
  void OnDone() override;
  void OnTime() override;

  bool TryAgain();
  void TellWritten();
  void ForgetSessions();
  int64_t HomeId() const;

  void AnswerJson(absl::string_view wire);
  void AnswerRaw(absl::string_view wire);
  void AnswerPage(const PublicPage& page);
  void AnswerLimited(const RateLimiter::Verdict& verdict);
  void Refuse(ApiResult error);
  void Answer(Response answer, absl::StatusCode code);

  const ApiHandlerParts& parts_;
  Exchange* const exchange_;
  const absl::Time begin_;
  const std::string http_method_;
  const std::string request_id_;
  const std::string traceparent_;
  const ClientAddress client_;
  const RateLimiter::Subject address_;
  RouteMatch match_;
  const ApiMethod* method_ = nullptr;
  absl::Time deadline_;
  CallerPointer caller_;
  grpc::ByteBuffer request_;
  absl::Time called_;
  int attempts_ = 0;
  // Anonymous, and the page is everybody's.
  bool shareable_ = false;
  // Others wait for this call's page.
  bool leads_ = false;
  // What the call is answered with after a pause.
  ApiResult refusal_;
  // The session could not be checked; the caller is served as anybody.
  bool unchecked_ = false;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_API_CALL_H_
