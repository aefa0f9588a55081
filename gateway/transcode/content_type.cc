#include "gateway/transcode/content_type.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace deputies::gateway {
namespace {

// "application/json", and nothing but "charset=utf-8" after it.
bool IsJsonContentType(absl::string_view value) {
  bool first = true;
  for (absl::string_view part : absl::StrSplit(value, ';')) {
    part = absl::StripAsciiWhitespace(part);
    if (first ? !absl::EqualsIgnoreCase(part, "application/json")
              : !absl::EqualsIgnoreCase(part, "charset=utf-8") &&
                    !absl::EqualsIgnoreCase(part, "charset=\"utf-8\"")) {
      return false;
    }
    first = false;
  }
  return true;
}

// What stands before the parameters is among the types that the route takes.
bool IsOneOf(const common::v1::RawBody& rule, absl::string_view content_type) {
  const absl::string_view type =
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';')));
  return (rule.request_types().empty() && !type.empty()) ||
         std::any_of(rule.request_types().begin(), rule.request_types().end(),
                     [&](const std::string& one) { return absl::EqualsIgnoreCase(one, type); });
}

}  // namespace

ApiResult CheckContentType(const Route& route, absl::string_view content_type) {
  if (!route.raw_body) {
    return IsJsonContentType(content_type) ? nullptr : ContentTypeUnsupported();
  }
  const common::v1::RawBody& rule = route.rule.raw();
  if (IsOneOf(rule, content_type)) return nullptr;
  ApiResult error = ContentTypeUnsupported();
  if (!rule.request_types().empty()) {
    error->message =
        absl::StrCat("只接受这些类型的内容：", absl::StrJoin(rule.request_types(), "、"));
  }
  return error;
}

}  // namespace deputies::gateway
