#include "gateway/transcode/query_fields.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/transcode/scalar_text.h"

namespace deputies::gateway {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

std::string JsonPath(const FieldPath& path) {
  std::string text;
  for (const FieldDescriptor* field : path) {
    absl::StrAppend(&text, text.empty() ? "" : ".", field->json_name());
  }
  return text;
}

QueryFields::QueryFields(const Route& route) : passes_over_unknown_(route.rule.foreign_callers()) {
  for (const PathBinding& binding : route.bindings) bound_.push_back(JsonPath(binding.field_path));
  if (route.body != Route::Body::kWhole) Collect(route, *route.method->input_type(), {});
}

void QueryFields::Collect(const Route& route, const Descriptor& type, FieldPath above) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const field = type.field(i);
    if (above.empty() && field == route.body_field) continue;
    FieldPath path = above;
    path.push_back(field);
    if (std::any_of(route.bindings.begin(), route.bindings.end(),
                    [&](const PathBinding& binding) { return binding.field_path == path; })) {
      continue;
    }
    if (HasScalarText(*field)) {
      fields_.emplace(JsonPath(path), path);
    } else if (!field->is_repeated()) {
      Collect(route, *field->message_type(), path);
    }
  }
}

ApiResult QueryFields::Append(const QueryParameters& parameters, std::string* wire) const {
  for (size_t i = 0; i < parameters.size(); ++i) {
    const auto& [name, value] = parameters[i];
    const auto found = fields_.find(name);
    if (found == fields_.end()) {
      if (std::count(bound_.begin(), bound_.end(), name) > 0) {
        return FieldInvalid(name, "已在地址中给出");
      }
      if (passes_over_unknown_) continue;
      return FieldUnknown(name);
    }
    const FieldPath& path = found->second;
    if (!path.back()->is_repeated() &&
        std::any_of(parameters.begin(), parameters.begin() + static_cast<ptrdiff_t>(i),
                    [&name = name](const auto& other) { return other.first == name; })) {
      return FieldInvalid(name, "只能给出一次");
    }
    std::string content;
    const std::string problem = AppendScalarText(*path.back(), value, &content);
    if (!problem.empty()) return FieldInvalid(name, problem);
    AppendNested(path, std::move(content), wire);
  }
  return nullptr;
}

}  // namespace deputies::gateway
