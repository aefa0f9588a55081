#include "gateway/transcode/url_fields.h"

#include "gateway/transcode/scalar_text.h"
#include "gateway/transcode/table/wire.h"

namespace deputies::gateway {
namespace {

const google::protobuf::FieldDescriptor* RequestIdField(const Route& route) {
  const auto* const field = route.method->input_type()->FindFieldByName("request_id");
  const bool fits = field != nullptr && !field->is_repeated() &&
                    field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
  return fits ? field : nullptr;
}

}  // namespace

UrlFields::UrlFields(const Route& route)
    : route_(route), query_fields_(route), request_id_field_(RequestIdField(route)) {}

std::vector<UrlFields::Fixed> UrlFields::FixedInBody(const RequestParts& parts) const {
  std::vector<Fixed> fixed;
  const size_t above = route_.body == Route::Body::kField ? 1 : 0;
  for (size_t i = 0; i < route_.bindings.size(); ++i) {
    const FieldPath& path = route_.bindings[i].field_path;
    // Of deeper fields, the path's value wins: it comes last on the wire.
    if (path.size() != above + 1 || (above == 1 && path[0] != route_.body_field)) continue;
    fixed.push_back({path.back(), parts.path_values[i]});
  }
  if (above == 0 && request_id_field_ != nullptr && !parts.idempotency_key.empty()) {
    fixed.push_back({request_id_field_, std::string(parts.idempotency_key)});
  }
  return fixed;
}

ApiResult UrlFields::Append(const RequestParts& parts, std::string* wire) const {
  if (ApiResult error = query_fields_.Append(parts.query, wire)) return error;
  for (size_t i = 0; i < route_.bindings.size(); ++i) {
    const FieldPath& path = route_.bindings[i].field_path;
    std::string content;
    const std::string problem = AppendScalarText(*path.back(), parts.path_values[i], &content);
    if (!problem.empty()) return FieldInvalid(JsonPath(path), problem);
    AppendNested(path, std::move(content), wire);
  }
  if (request_id_field_ == nullptr) return nullptr;
  if (!parts.idempotency_key.empty()) {
    for (const auto& [name, value] : parts.query) {
      if (name == request_id_field_->json_name() && value != parts.idempotency_key) {
        return FieldInvalid(name, "与请求头 Idempotency-Key 不一致");
      }
    }
    const std::string problem = AppendScalarText(*request_id_field_, parts.idempotency_key, wire);
    if (!problem.empty()) return FieldInvalid("Idempotency-Key", problem);
  } else if (route_.rule.effect() == common::v1::WRITE && !HasRequestId(*wire)) {
    return FieldInvalid(request_id_field_->json_name(),
                        "不能为空：每次提交都要带编号（也可用请求头 Idempotency-Key）");
  }
  return nullptr;
}

bool UrlFields::HasRequestId(absl::string_view wire) const {
  table::WireReader reader(wire);
  bool found = false;
  uint32_t number = 0;
  uint32_t type = 0;
  while (!reader.AtEnd() && reader.ReadTag(&number, &type)) {
    if (number != static_cast<uint32_t>(request_id_field_->number())) {
      if (!reader.Skip(type)) return false;
      continue;
    }
    absl::string_view value;
    if (!reader.ReadBytes(&value)) return false;
    found = !value.empty();
  }
  return found;
}

}  // namespace deputies::gateway
