#ifndef GATEWAY_TRANSCODE_URL_FIELDS_H_
#define GATEWAY_TRANSCODE_URL_FIELDS_H_

#include <string>
#include <utility>
#include <vector>

#include "gateway/http/api_error.h"
#include "gateway/routing/route_table.h"
#include "gateway/transcode/query_fields.h"
#include "gateway/transcode/transcoder.h"

namespace deputies::gateway {

// What a request says outside of its body: path variables, query parameters and Idempotency-Key.
class UrlFields {
 public:
  explicit UrlFields(const Route& route);

  // A field on the body's own level that is set outside of it; the body may only repeat it.
  struct Fixed {
    const google::protobuf::FieldDescriptor* field;
    std::string text;
  };
  std::vector<Fixed> FixedInBody(const RequestParts& parts) const;

  // Appends everything as wire fields, after the body's. FIELD_UNKNOWN or FIELD_INVALID name the
  // parameter; a write without its request id is refused, too.
  ApiResult Append(const RequestParts& parts, std::string* wire) const;

 private:
  const Route& route_;
  const QueryFields query_fields_;
  bool HasRequestId(absl::string_view wire) const;

  // The field that an Idempotency-Key fills: `request_id`. Null where there is none.
  const google::protobuf::FieldDescriptor* const request_id_field_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_URL_FIELDS_H_
