#ifndef SERVICES_COMMON_LOG_REDACT_H_
#define SERVICES_COMMON_LOG_REDACT_H_

#include <string>

#include "google/protobuf/message.h"

namespace deputies::log {

// One-line text of a message for the log. Fields with (deputies.common.v1.field).sensitive show as
// "***", every other string or bytes field as its length, because free text may hold anything.
std::string Redacted(const google::protobuf::Message& message);

}  // namespace deputies::log

#endif  // SERVICES_COMMON_LOG_REDACT_H_
