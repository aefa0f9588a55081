#include "services/common/base/directory.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace deputies::base {

absl::Status HomeNotFound() {
  return MakeError(absl::StatusCode::kNotFound, "HOME_NOT_FOUND", "没有找到这个代表之家");
}

absl::Status DeputyNotFound() {
  return MakeError(absl::StatusCode::kNotFound, "DEPUTY_NOT_FOUND", "这个代表之家没有这位代表");
}

absl::Status HomeClosed(const std::string& successor) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "HOME_CLOSED",
                   successor.empty()
                       ? "这个代表之家已停用，请到您所在乡镇的代表之家反映"
                       : absl::StrCat("这个代表之家已停用，请到“", successor, "”反映"));
}

}  // namespace deputies::base
