#include "services/accounts/domain/phone_sign_in.h"

#include <cstring>

#include "absl/strings/str_format.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/domain/phone_number.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

constexpr uint64_t kCodes = 1'000'000;

absl::StatusOr<std::string> NumberOf(const std::string& text) {
  std::string number = ReadMobileNumber(text);
  if (number.empty()) return base::InvalidField("phone", "请填写十一位手机号");
  return number;
}

// Six digits out of 64 random bits: the bias is too small to be measured.
std::string CodeOf(const std::string& random) {
  uint64_t bits = 0;
  std::memcpy(&bits, random.data(), sizeof(bits));
  return absl::StrFormat("%06d", bits % kCodes);
}

}  // namespace

absl::Status PhoneSignIn::SendCode(const CallTrace& trace, const std::string& phone) {
  ASSIGN_OR_RETURN(const std::string number, NumberOf(phone));
  const std::string code = CodeOf(random_.Bytes(sizeof(uint64_t)));
  RETURN_IF_ERROR(store_.PutSmsCode(trace.deadline, number, code, rules_, clock_.Now()));
  return sender_.SendCode(trace, number, code, rules_.lifetime);
}

absl::StatusOr<NewSession> PhoneSignIn::WithSms(absl::Time deadline, const std::string& phone,
                                                const std::string& code) {
  ASSIGN_OR_RETURN(const std::string number, NumberOf(phone));
  RETURN_IF_ERROR(store_.UseSmsCode(deadline, number, code, rules_, clock_.Now()));
  const int64_t new_id = ids_.Next();
  ASSIGN_OR_RETURN(
      const int64_t person_id,
      store_.EnsurePhonePerson(deadline, number, new_id, AliasOf(new_id), clock_.Now()));
  return sign_in_.Open(deadline, person_id, /*voter=*/true);
}

absl::Status PhoneSignIn::BindByWechat(const CallTrace& trace, const base::RequestKey& key,
                                       const std::string& phone_code) {
  // A repeated request brings a code that is used up.
  ASSIGN_OR_RETURN(const bool done, store_.WasDone(trace.deadline, key));
  if (done) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string told, wechat_.PhoneOf(trace, phone_code));
  ASSIGN_OR_RETURN(const std::string number, NumberOf(told));
  return store_.BindPhone(trace.deadline, key, number, clock_.Now());
}

absl::Status PhoneSignIn::BindBySms(absl::Time deadline, const base::RequestKey& key,
                                    const std::string& phone, const std::string& sms_code) {
  ASSIGN_OR_RETURN(const bool done, store_.WasDone(deadline, key));
  if (done) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string number, NumberOf(phone));
  RETURN_IF_ERROR(store_.UseSmsCode(deadline, number, sms_code, rules_, clock_.Now()));
  return store_.BindPhone(deadline, key, number, clock_.Now());
}

}  // namespace deputies::accounts
