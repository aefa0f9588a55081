// The fields of a request that a query string may set.
#ifndef GATEWAY_TRANSCODE_QUERY_FIELDS_H_
#define GATEWAY_TRANSCODE_QUERY_FIELDS_H_

#include <map>
#include <string>
#include <vector>

#include "gateway/http/api_error.h"
#include "gateway/routing/route_table.h"
#include "gateway/routing/uri.h"

namespace deputies::gateway {

using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

// "rating.score": JSON names joined by dots.
std::string JsonPath(const FieldPath& path);

class QueryFields {
 public:
  explicit QueryFields(const Route& route);

  // Appends the parameters as wire fields. FIELD_UNKNOWN or FIELD_INVALID name the parameter.
  ApiResult Append(const QueryParameters& parameters, std::string* wire) const;

  // By parameter name.
  const std::map<std::string, FieldPath>& fields() const { return fields_; }

 private:
  void Collect(const Route& route, const google::protobuf::Descriptor& type, FieldPath above);

  std::map<std::string, FieldPath> fields_;
  const bool passes_over_unknown_;
  // Names that the path sets.
  std::vector<std::string> bound_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_QUERY_FIELDS_H_
