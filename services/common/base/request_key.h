// What makes a write happen once, however often its request arrives.
#ifndef SERVICES_COMMON_BASE_REQUEST_KEY_H_
#define SERVICES_COMMON_BASE_REQUEST_KEY_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace deputies::base {

// Identity of one write. Scoped to the signed-in person, so that another's key reveals nothing.
struct RequestKey {
  int64_t home_id = 0;  // 0 for writes that concern no home
  int64_t person_id = 0;
  absl::string_view operation;                   // "PostMessage"; must outlive the call
  std::string request_id;                        // UUID in its 36-character form, either case
  std::array<unsigned char, 32> request_hash{};  // of the request's canonical bytes without the id
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_REQUEST_KEY_H_
