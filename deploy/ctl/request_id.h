#ifndef DEPLOY_CTL_REQUEST_ID_H_
#define DEPLOY_CTL_REQUEST_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::ctl {

// A UUID made of what the request is about, which a repeat of the same work finds again.
std::string RequestIdOf(absl::string_view subject);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_REQUEST_ID_H_
