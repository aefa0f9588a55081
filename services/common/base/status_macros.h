// Early return on errors, as in Google's code bases (Abseil 20220623 ships none).
#ifndef SERVICES_COMMON_BASE_STATUS_MACROS_H_
#define SERVICES_COMMON_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define DEPUTIES_CONCAT_INNER_(a, b) a##b
#define DEPUTIES_CONCAT_(a, b) DEPUTIES_CONCAT_INNER_(a, b)

// RETURN_IF_ERROR(expression of type absl::Status);
// The counter keeps names apart when a lambda in the expression uses the macro, too.
#define RETURN_IF_ERROR(expression) \
  DEPUTIES_RETURN_IF_ERROR_(DEPUTIES_CONCAT_(return_status_, __COUNTER__), expression)

#define DEPUTIES_RETURN_IF_ERROR_(status, expression) \
  do {                                                \
    absl::Status status = (expression);               \
    if (!status.ok()) return status;                  \
  } while (false)

// ASSIGN_OR_RETURN(declaration or lvalue, expression of type absl::StatusOr<T>);
#define ASSIGN_OR_RETURN(left, expression) \
  DEPUTIES_ASSIGN_OR_RETURN_(DEPUTIES_CONCAT_(status_or_, __COUNTER__), left, expression)

#define DEPUTIES_ASSIGN_OR_RETURN_(status_or, left, expression) \
  auto status_or = (expression);                                \
  if (!status_or.ok()) return std::move(status_or).status();    \
  left = std::move(status_or).value()

#endif  // SERVICES_COMMON_BASE_STATUS_MACROS_H_
