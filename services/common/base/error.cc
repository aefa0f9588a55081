#include "services/common/base/error.h"

#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace deputies::base {
namespace {

constexpr char kReasonUrl[] = "deputies/reason";
constexpr char kFieldsUrl[] = "deputies/fields";
// Separators that no path or text of ours holds.
constexpr char kUnitSeparator = '\x1f';
constexpr char kRecordSeparator = '\x1e';

}  // namespace

absl::Status MakeError(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  absl::Status status(code, message);
  status.SetPayload(kReasonUrl, absl::Cord(reason));
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view description) {
  return InvalidFields({{std::string(field), std::string(description)}});
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  const FieldViolation& first = violations.front();
  absl::Status status = MakeError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID",
                                  absl::StrCat(first.field, "：", first.description));
  std::string encoded;
  for (const FieldViolation& violation : violations) {
    absl::StrAppend(&encoded, violation.field, std::string(1, kUnitSeparator),
                    violation.description, std::string(1, kRecordSeparator));
  }
  status.SetPayload(kFieldsUrl, absl::Cord(encoded));
  return status;
}

std::string ErrorReason(const absl::Status& status) {
  absl::optional<absl::Cord> payload = status.GetPayload(kReasonUrl);
  return payload.has_value() ? std::string(*payload) : std::string();
}

std::vector<FieldViolation> ErrorFields(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  absl::optional<absl::Cord> payload = status.GetPayload(kFieldsUrl);
  if (!payload.has_value()) return violations;
  const std::string encoded(*payload);
  for (absl::string_view record : absl::StrSplit(encoded, kRecordSeparator, absl::SkipEmpty())) {
    std::pair<std::string, std::string> parts =
        absl::StrSplit(record, absl::MaxSplits(kUnitSeparator, 1));
    violations.push_back({std::move(parts.first), std::move(parts.second)});
  }
  return violations;
}

}  // namespace deputies::base
