#include "deploy/ctl/request_id.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/digest.h"

namespace deputies::ctl {

std::string RequestIdOf(absl::string_view subject) {
  std::string hex = absl::BytesToHexString(base::Sha256(subject).substr(0, 16));
  hex[12] = '8';
  hex[16] = '8';
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace deputies::ctl
