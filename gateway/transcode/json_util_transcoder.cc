#include "gateway/transcode/json_util_transcoder.h"

#include "absl/strings/str_cat.h"
#include "gateway/transcode/body_check.h"
#include "gateway/transcode/scalar_text.h"
#include "gateway/transcode/url_fields.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"

namespace deputies::gateway {
namespace {

namespace util = google::protobuf::util;

// json_util knows Timestamp and its like only under this prefix.
constexpr char kUrlPrefix[] = "type.googleapis.com";

class JsonUtilCodec final : public MethodCodec {
 public:
  JsonUtilCodec(const Route& route, util::TypeResolver* resolver)
      : route_(route), resolver_(resolver), url_fields_(route) {
    const google::protobuf::Descriptor* const body = route.body == Route::Body::kField
                                                         ? route.body_field->message_type()
                                                         : route.method->input_type();
    body_type_ = body;
    body_url_ = absl::StrCat(kUrlPrefix, "/", body->full_name());
    response_url_ = absl::StrCat(kUrlPrefix, "/", route.method->output_type()->full_name());
  }

  ApiResult EncodeRequest(const RequestParts& parts, std::string* wire) const override {
    if (route_.body == Route::Body::kNone) {
      if (!parts.body.empty()) return FieldInvalid("body", "这个地址不接受请求内容");
    } else if (!parts.body.empty()) {
      if (ApiResult error = AppendBody(parts, wire)) return error;
    }
    return url_fields_.Append(parts, wire);
  }

  absl::Status DecodeResponse(absl::string_view wire, std::string* json) const override {
    util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    google::protobuf::io::ArrayInputStream input(wire.data(), static_cast<int>(wire.size()));
    google::protobuf::io::StringOutputStream output(json);
    const auto status =
        util::BinaryToJsonStream(resolver_, response_url_, &input, &output, options);
    if (!status.ok()) {
      return absl::InternalError(absl::StrCat("response of ", route_.method->full_name(),
                                              " cannot be read: ", std::string(status.message())));
    }
    return absl::OkStatus();
  }

 private:
  ApiResult AppendBody(const RequestParts& parts, std::string* wire) const {
    FixedFields fixed;
    for (const UrlFields::Fixed& one : url_fields_.FixedInBody(parts)) {
      fixed.emplace_back(one.field->json_name(), one.text);
    }
    if (ApiResult error = CheckJsonBody(parts.body, *body_type_, fixed)) return error;
    util::JsonParseOptions options;
    options.ignore_unknown_fields = false;
    std::string content;
    const auto status = util::JsonToBinaryString(
        resolver_, body_url_, {parts.body.data(), parts.body.size()}, &content, options);
    // CheckJsonBody knows every rule but the grammar of Duration and FieldMask.
    if (!status.ok()) return FieldInvalid("body", "有一个值的写法不正确");
    if (route_.body == Route::Body::kField) {
      AppendLengthDelimited(route_.body_field->number(), content, wire);
    } else {
      wire->append(content);
    }
    return nullptr;
  }

  const Route& route_;
  util::TypeResolver* const resolver_;
  const UrlFields url_fields_;
  const google::protobuf::Descriptor* body_type_;
  std::string body_url_;
  std::string response_url_;
};

}  // namespace

JsonUtilTranscoder::JsonUtilTranscoder(const google::protobuf::DescriptorPool& pool)
    : resolver_(util::NewTypeResolverForDescriptorPool(kUrlPrefix, &pool)) {}

JsonUtilTranscoder::~JsonUtilTranscoder() = default;

std::unique_ptr<MethodCodec> JsonUtilTranscoder::Compile(const Route& route) const {
  return std::make_unique<JsonUtilCodec>(route, resolver_.get());
}

}  // namespace deputies::gateway
