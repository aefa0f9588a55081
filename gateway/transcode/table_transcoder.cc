#include "gateway/transcode/table_transcoder.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/transcode/body_check.h"
#include "gateway/transcode/http_body.h"
#include "gateway/transcode/scalar_text.h"
#include "gateway/transcode/table/json_reader.h"
#include "gateway/transcode/table/json_writer.h"
#include "gateway/transcode/url_fields.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

class TableCodec final : public MethodCodec {
 public:
  // A table is null where the route's body, or its response, is raw.
  TableCodec(const Route& route, const google::protobuf::Descriptor& body_type,
             const table::MessageTable* body_table, const table::MessageTable* response_table)
      : route_(route),
        body_type_(body_type),
        body_table_(body_table),
        response_table_(response_table),
        url_fields_(route) {}

  ApiResult EncodeRequest(const RequestParts& parts, std::string* wire) const override {
    if (route_.body == Route::Body::kNone) {
      if (!parts.body.empty()) return FieldInvalid("body", "这个地址不接受请求内容");
    } else if (route_.raw_body) {
      AppendHttpBody(route_, parts.content_type, parts.body, wire);
    } else if (!parts.body.empty()) {
      if (ApiResult error = AppendBody(parts, wire)) return error;
    }
    return url_fields_.Append(parts, wire);
  }

  absl::Status DecodeResponse(absl::string_view wire, std::string* json) const override {
    // JSON takes about one and a half times the bytes of our messages.
    json->reserve(json->size() + wire.size() + wire.size() / 2 + 256);
    if (table::WriteJson(*response_table_, wire, json)) return absl::OkStatus();
    return absl::InternalError(
        absl::StrCat("response of ", route_.method->full_name(), " cannot be read"));
  }

 private:
  ApiResult AppendBody(const RequestParts& parts, std::string* wire) const {
    std::vector<table::BoundField> bound;
    for (const UrlFields::Fixed& fixed : url_fields_.FixedInBody(parts)) {
      bound.push_back({static_cast<uint32_t>(fixed.field->number()), ""});
      const std::string problem = AppendScalarText(*fixed.field, fixed.text, &bound.back().wire);
      if (!problem.empty()) return FieldInvalid(fixed.field->json_name(), problem);
    }
    std::string content;
    std::string* const target = route_.body == Route::Body::kField ? &content : wire;
    table::JsonError error;
    if (!table::ReadJson(*body_table_, parts.body, bound, target, &error)) {
      return Explain(parts.body, error);
    }
    if (route_.body == Route::Body::kField) {
      AppendLengthDelimited(route_.body_field->number(), content, wire);
    }
    return nullptr;
  }

  ApiResult Explain(absl::string_view body, const table::JsonError& error) const {
    switch (error.kind) {
      case table::JsonError::Kind::kUnknownField:
        return FieldUnknown(error.path);
      case table::JsonError::Kind::kInvalidValue:
        return FieldInvalid(error.path, error.text);
      default:
        break;
    }
    // simdjson does not say where it stopped; the slow reader finds the place.
    if (ApiResult found = CheckJsonBody(body, body_type_, {})) return found;
    return JsonInvalid(0, error.text.empty() ? "不是有效的 JSON" : error.text);
  }

  const Route& route_;
  const google::protobuf::Descriptor& body_type_;
  const table::MessageTable* const body_table_;
  const table::MessageTable* const response_table_;
  const UrlFields url_fields_;
};

}  // namespace

std::unique_ptr<MethodCodec> TableTranscoder::Compile(const Route& route) const {
  const google::protobuf::Descriptor* body_type = route.body == Route::Body::kField
                                                      ? route.body_field->message_type()
                                                      : route.method->input_type();
  std::lock_guard<std::mutex> lock(mutex_);
  const auto table_of = [&](const google::protobuf::Descriptor* type) {
    const auto compiled = tables_.Compile(type);
    if (!compiled.ok()) {
      // CompileRoutes refuses such types before.
      log::Error("Message type cannot be transcoded", {{"method", route.method->full_name()}});
      std::abort();
    }
    return *compiled;
  };
  // Of a request that holds the raw body, only path and query are read by fields.
  const bool json_body = route.body != Route::Body::kNone && !route.raw_body;
  return std::make_unique<TableCodec>(
      route, *body_type, json_body ? table_of(body_type) : nullptr,
      route.raw_response ? nullptr : table_of(route.method->output_type()));
}

}  // namespace deputies::gateway
