#ifndef SERVICES_ACCOUNTS_DOMAIN_IDENTITY_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_IDENTITY_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/accounts/domain/records.h"

namespace deputies::accounts {

// People, how they prove who they are, and their sessions. Every call ends by `deadline`.
// Errors besides those named: as db::Database.
class IdentityStore {
 public:
  virtual ~IdentityStore() = default;

  // The person behind a WeChat identity; made with `new_person_id` and `new_name` when there is
  // none. However many calls race, one openid has one person.
  virtual absl::StatusOr<int64_t> EnsureWechatPerson(absl::Time deadline, absl::string_view openid,
                                                     int64_t new_person_id,
                                                     absl::string_view new_name,
                                                     absl::Time now) = 0;

  // Name and the roles in force at `now`, deputies' mandates included. NOT_FOUND/PERSON_NOT_FOUND.
  virtual absl::StatusOr<Person> LoadPerson(absl::Time deadline, int64_t person_id,
                                            absl::Time now) = 0;

  // Absent when there is no such account.
  virtual absl::StatusOr<std::optional<StaffAccount>> FindStaffAccount(
      absl::Time deadline, absl::string_view username) = 0;
  virtual absl::StatusOr<std::optional<StaffAccount>> FindStaffAccountOf(absl::Time deadline,
                                                                         int64_t person_id) = 0;
  // Keeps a secret that is not confirmed yet, in place of another such. False when a confirmed one
  // is there.
  virtual absl::StatusOr<bool> SetSecondFactor(absl::Time deadline, int64_t person_id,
                                               const std::string& secret) = 0;
  // Uses a step's password up and confirms the second factor. False when this step or a later one
  // was used before.
  virtual absl::StatusOr<bool> UseSecondFactor(absl::Time deadline, int64_t person_id,
                                               int64_t step) = 0;

  struct StaffChange {
    int64_t new_person_id = 0;  // used when the username is new
    std::string username;
    std::string password_hash;
    std::string display_name;
    base::Role role = base::Role::kUnspecified;
    std::string organization_code;  // empty: the whole installation
    std::optional<absl::Time> role_end;
    absl::Time now;
  };
  // Makes or changes a console account and gives it the role. Returns its person.
  // NOT_FOUND/ORGANIZATION_NOT_FOUND.
  virtual absl::StatusOr<int64_t> SetStaffAccount(absl::Time deadline,
                                                  const StaffChange& change) = 0;

  // Adds a session and ends the person's longest unused ones beyond `most`.
  virtual absl::Status AddSession(absl::Time deadline, absl::string_view token_hash,
                                  const SessionRecord& session, int most) = 0;
  virtual absl::StatusOr<std::optional<SessionRecord>> FindSession(
      absl::Time deadline, absl::string_view token_hash) = 0;
  virtual absl::Status TouchSession(absl::Time deadline, absl::string_view token_hash,
                                    absl::Time now) = 0;
  // False when the person has no such session.
  virtual absl::StatusOr<bool> DeleteSession(absl::Time deadline, int64_t person_id,
                                             int64_t session_id) = 0;
  // Last used first.
  virtual absl::StatusOr<std::vector<SessionRecord>> ListSessions(absl::Time deadline,
                                                                  int64_t person_id) = 0;
  // Returns how many there were.
  virtual absl::StatusOr<int> DeleteSessions(absl::Time deadline, int64_t person_id) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_IDENTITY_STORE_H_
