#include "services/accounts/storage/sql_phone_store.h"

#include <optional>

#include "services/accounts/domain/errors.h"
#include "services/accounts/storage/person_rows.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/request_keys.h"

namespace deputies::accounts {
namespace {

constexpr db::Statement kLockSmsCode{
    "/* accounts.LockSmsCode */ SELECT code_index, expire_time, attempts, sent_time, day, "
    "sent_count FROM sms_codes WHERE phone_index = ? FOR UPDATE"};
constexpr db::Statement kPutSmsCode{
    "/* accounts.PutSmsCode */ INSERT INTO sms_codes "
    "(phone_index, code_index, expire_time, attempts, sent_time, day, sent_count) "
    "VALUES (?, ?, ?, 0, ?, ?, ?) ON DUPLICATE KEY UPDATE code_index = VALUES(code_index), "
    "expire_time = VALUES(expire_time), attempts = 0, sent_time = VALUES(sent_time), "
    "day = VALUES(day), sent_count = VALUES(sent_count)"};
constexpr db::Statement kUseUpSmsCode{
    "/* accounts.UseUpSmsCode */ UPDATE sms_codes SET expire_time = ? WHERE phone_index = ?"};
constexpr db::Statement kCountWrongGuess{
    "/* accounts.CountWrongGuess */ UPDATE sms_codes SET attempts = attempts + 1 "
    "WHERE phone_index = ?"};

constexpr db::Statement kLockDataKey{
    "/* accounts.LockDataKey */ SELECT data_key FROM persons WHERE person_id = ? FOR UPDATE"};
constexpr db::Statement kFindPhoneHolder{
    "/* accounts.FindPhoneHolder */ SELECT person_id FROM identities "
    "WHERE kind = 2 AND subject_index = ? FOR UPDATE"};
constexpr db::Statement kForgetPhone{
    "/* accounts.ForgetPhone */ DELETE FROM identities WHERE person_id = ? AND kind = 2"};
constexpr db::Statement kInsertPhone{
    "/* accounts.InsertPhone */ INSERT INTO identities "
    "(kind, subject_index, person_id, subject, create_time) VALUES (2, ?, ?, ?, ?)"};

}  // namespace

absl::Status SqlPhoneStore::PutSmsCode(absl::Time deadline, const std::string& phone,
                                       const std::string& code, const SmsRules& rules,
                                       absl::Time now) {
  const std::string index = PhoneIndex(phone);
  const int today = base::DayNumber(base::ShanghaiDay(now));
  return database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const db::Rows known, tx.Query(kLockSmsCode, {index}));
    int64_t sent_count = 0;
    if (!known.empty()) {
      if (now < known[0].Time(3) + rules.apart) return SmsTooOften();
      if (known[0].Int(4) == today) sent_count = known[0].Int(5);
      if (sent_count >= rules.per_day) return SmsTooOften();
    }
    return tx
        .Execute(kPutSmsCode,
                 {index, CodeIndex(phone, code), now + rules.lifetime, now, today, sent_count + 1})
        .status();
  });
}

absl::Status SqlPhoneStore::UseSmsCode(absl::Time deadline, const std::string& phone,
                                       const std::string& code, const SmsRules& rules,
                                       absl::Time now) {
  const std::string index = PhoneIndex(phone);
  bool right = false;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    right = false;
    ASSIGN_OR_RETURN(const db::Rows known, tx.Query(kLockSmsCode, {index}));
    if (known.empty() || known[0].Time(1) <= now || known[0].Int(2) >= rules.attempts) {
      return absl::OkStatus();
    }
    right = known[0].String(0) == CodeIndex(phone, code);
    // A wrong guess must be counted, so it is no error of the transaction.
    return right ? tx.Execute(kUseUpSmsCode, {now, index}).status()
                 : tx.Execute(kCountWrongGuess, {index}).status();
  }));
  return right ? absl::OkStatus() : SmsCodeInvalid();
}

absl::StatusOr<int64_t> SqlPhoneStore::EnsurePhonePerson(absl::Time deadline,
                                                         const std::string& phone,
                                                         int64_t new_person_id,
                                                         const std::string& new_name,
                                                         absl::Time now) {
  return EnsurePerson(database_, cipher_, deadline, kMobileNumber, PhoneIndex(phone), phone,
                      {new_person_id, new_name}, now);
}

absl::StatusOr<bool> SqlPhoneStore::WasDone(absl::Time deadline, const base::RequestKey& key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                   db::FindRequest(database_, deadline, key));
  return earlier.has_value();
}

absl::Status SqlPhoneStore::BindPhone(absl::Time deadline, const base::RequestKey& key,
                                      const std::string& phone, absl::Time now) {
  const int64_t person_id = key.person_id;
  const std::string index = PhoneIndex(phone);
  const auto closure = [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, db::ClaimRequest(tx, key, "", now));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows person, tx.Query(kLockDataKey, {person_id}));
    if (person.empty()) return PersonNotFound();
    ASSIGN_OR_RETURN(const db::Rows holder, tx.Query(kFindPhoneHolder, {index}));
    if (!holder.empty()) return holder[0].Int(0) == person_id ? absl::OkStatus() : PhoneTaken();
    ASSIGN_OR_RETURN(const std::string data_key,
                     cipher_.Open(person[0].String(0), {"persons", "data_key", person_id}));
    RETURN_IF_ERROR(tx.Execute(kForgetPhone, {person_id}).status());
    const absl::Status inserted =
        tx.Execute(kInsertPhone, {index, person_id,
                                  FieldCipher::FromKey(data_key).Seal(
                                      phone, {"identities", "subject", person_id}),
                                  now})
            .status();
    return db::IsDuplicateKey(inserted) ? PhoneTaken() : inserted;
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

}  // namespace deputies::accounts
