#ifndef SERVICES_ACCOUNTS_DOMAIN_PHONE_SIGN_IN_H_
#define SERVICES_ACCOUNTS_DOMAIN_PHONE_SIGN_IN_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/random_source.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/domain/wechat_exchange.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

struct SmsRules {
  absl::Duration lifetime = absl::Minutes(5);
  absl::Duration apart = absl::Seconds(60);  // between two codes to one number
  int per_day = 10;                          // codes to one number a day
  int attempts = 5;                          // guesses at one code
};

// Numbers and the codes sent to them. Every call ends by `deadline`.
class PhoneStore {
 public:
  virtual ~PhoneStore() = default;

  // Keeps the code for the number. RESOURCE_EXHAUSTED/SMS_TOO_OFTEN.
  virtual absl::Status PutSmsCode(absl::Time deadline, const std::string& phone,
                                  const std::string& code, const SmsRules& rules,
                                  absl::Time now) = 0;
  // Uses the number's code up; a wrong guess counts. INVALID_ARGUMENT/SMS_CODE_INVALID.
  virtual absl::Status UseSmsCode(absl::Time deadline, const std::string& phone,
                                  const std::string& code, const SmsRules& rules,
                                  absl::Time now) = 0;

  // The person who holds the number; made when there is none. One number has one person.
  virtual absl::StatusOr<int64_t> EnsurePhonePerson(absl::Time deadline, const std::string& phone,
                                                    int64_t new_person_id,
                                                    const std::string& new_name,
                                                    absl::Time now) = 0;
  // True when the write of this key was done before.
  virtual absl::StatusOr<bool> WasDone(absl::Time deadline, const base::RequestKey& key) = 0;
  // Gives the number to the key's person, in place of an earlier one. ALREADY_EXISTS/PHONE_TAKEN.
  virtual absl::Status BindPhone(absl::Time deadline, const base::RequestKey& key,
                                 const std::string& phone, absl::Time now) = 0;
};

class SmsSender {
 public:
  virtual ~SmsSender() = default;
  // UNAVAILABLE when the message was not taken.
  virtual absl::Status SendCode(const CallTrace& trace, const std::string& phone,
                                const std::string& code, absl::Duration lifetime) = 0;
};

// Log-in by a code sent to a telephone, and which number belongs to whom.
class PhoneSignIn {
 public:
  // All must outlive it.
  PhoneSignIn(PhoneStore& store, SmsSender& sender, WechatExchange& wechat, SignIn& sign_in,
              const RandomSource& random, const base::Clock& clock, base::IdSource& ids,
              const SmsRules& rules)
      : store_(store),
        sender_(sender),
        wechat_(wechat),
        sign_in_(sign_in),
        random_(random),
        clock_(clock),
        ids_(ids),
        rules_(rules) {}

  // Answers alike whether or not anybody holds the number. INVALID_ARGUMENT/FIELD_INVALID,
  // RESOURCE_EXHAUSTED/SMS_TOO_OFTEN, UNAVAILABLE.
  absl::Status SendCode(const CallTrace& trace, const std::string& phone);
  // A first log-in makes the person. INVALID_ARGUMENT/SMS_CODE_INVALID.
  absl::StatusOr<NewSession> WithSms(absl::Time deadline, const std::string& phone,
                                     const std::string& code);

  // Binds the number behind a code of WeChat's phone button.
  absl::Status BindByWechat(const CallTrace& trace, const base::RequestKey& key,
                            const std::string& phone_code);
  absl::Status BindBySms(absl::Time deadline, const base::RequestKey& key, const std::string& phone,
                         const std::string& sms_code);

 private:
  PhoneStore& store_;
  SmsSender& sender_;
  WechatExchange& wechat_;
  SignIn& sign_in_;
  const RandomSource& random_;
  const base::Clock& clock_;
  base::IdSource& ids_;
  const SmsRules rules_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_PHONE_SIGN_IN_H_
