// Errors that reach clients: an absl::Status with a stable reason and, for bad input, the field's
// path.
//
// Each service lists its errors as named functions that call MakeError; clients switch on the
// reason, never on the text. Every reason is an entry of deputies.common.v1.ErrorReason (tests/lint
// checks it).
#ifndef SERVICES_COMMON_BASE_ERROR_H_
#define SERVICES_COMMON_BASE_ERROR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace deputies::base {

// What is wrong with one field of a request.
struct FieldViolation {
  std::string field;        // path as in the JSON body: "messages[3].postTime"
  std::string description;  // Chinese, for people
};

// `message` is Chinese text for the person at the other end.
absl::Status MakeError(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// INVALID_ARGUMENT / FIELD_INVALID naming one field.
absl::Status InvalidField(absl::string_view field, absl::string_view description);

// INVALID_ARGUMENT / FIELD_INVALID naming several fields; `violations` must not be empty.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// Empty when the status carries none.
std::string ErrorReason(const absl::Status& status);
std::vector<FieldViolation> ErrorFields(const absl::Status& status);

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_ERROR_H_
