#include "services/wechat/storage/consent_writes.h"

#include <optional>

#include "services/common/base/status_macros.h"

namespace deputies::wechat {
namespace {

// Between the two tellings of one acceptance: a phone may be off the network for a while.
constexpr absl::Duration kSameAcceptance = absl::Minutes(5);

constexpr db::Statement kMakeConsent{
    "/* wechat.MakeConsent */ INSERT INTO consents "
    "(person_id, template_id, one_time_left, standing, update_time) VALUES (?, ?, 0, 0, ?) "
    "ON DUPLICATE KEY UPDATE person_id = person_id"};
constexpr db::Statement kLockConsent{
    "/* wechat.LockConsent */ SELECT client_accept_time, push_accept_time FROM consents "
    "WHERE person_id = ? AND template_id = ? FOR UPDATE"};
constexpr db::Statement kAcceptConsent{
    "/* wechat.AcceptConsent */ UPDATE consents SET one_time_left = one_time_left + ?, "
    "standing = GREATEST(standing, ?), client_accept_time = ?, push_accept_time = ?, "
    "update_time = ? WHERE person_id = ? AND template_id = ?"};
constexpr db::Statement kRefuseConsent{
    "/* wechat.RefuseConsent */ INSERT INTO consents "
    "(person_id, template_id, one_time_left, standing, refuse_time, update_time) "
    "VALUES (?, ?, 0, 0, ?, ?) "
    "ON DUPLICATE KEY UPDATE standing = 0, refuse_time = VALUES(refuse_time), "
    "update_time = VALUES(update_time)"};
constexpr db::Statement kVoidConsent{
    "/* wechat.VoidConsent */ UPDATE consents SET one_time_left = 0, standing = 0, "
    "refuse_time = ?, update_time = ? WHERE person_id = ? AND template_id = ?"};

}  // namespace

absl::Status WriteAcceptance(db::Transaction& tx, int64_t person_id, const std::string& template_id,
                             bool long_term, ConsentWitness witness, absl::Time now) {
  RETURN_IF_ERROR(tx.Execute(kMakeConsent, {person_id, template_id, now}).status());
  ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kLockConsent, {person_id, template_id}));
  const auto time_of = [&](size_t column) {
    return rows[0].IsNull(column) ? std::nullopt : std::optional<absl::Time>(rows[0].Time(column));
  };
  // By witness: the acceptance that only this one has told of.
  std::optional<absl::Time> told[2] = {time_of(0), time_of(1)};
  const size_t own = witness == ConsentWitness::kClient ? 0 : 1;
  std::optional<absl::Time>& other = told[1 - own];
  const bool known = other.has_value() && absl::AbsDuration(now - *other) <= kSameAcceptance;
  other = std::nullopt;
  told[own] = known ? std::nullopt : std::optional<absl::Time>(now);
  return tx
      .Execute(kAcceptConsent, {long_term || known ? 0 : 1, long_term, told[0], told[1], now,
                                person_id, template_id})
      .status();
}

absl::Status WriteRefusal(db::Transaction& tx, int64_t person_id, const std::string& template_id,
                          absl::Time now) {
  return tx.Execute(kRefuseConsent, {person_id, template_id, now, now}).status();
}

absl::Status WriteVoid(db::Transaction& tx, int64_t person_id, const std::string& template_id,
                       absl::Time now) {
  return tx.Execute(kVoidConsent, {now, now, person_id, template_id}).status();
}

}  // namespace deputies::wechat
