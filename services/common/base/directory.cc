#include "services/common/base/directory.h"

#include "services/common/base/error.h"

namespace deputies::base {

absl::Status HomeNotFound() {
  return MakeError(absl::StatusCode::kNotFound, "HOME_NOT_FOUND", "没有找到这个代表之家");
}

absl::Status DeputyNotFound() {
  return MakeError(absl::StatusCode::kNotFound, "DEPUTY_NOT_FOUND", "这个代表之家没有这位代表");
}

}  // namespace deputies::base
