// The routes of the public API, read from the descriptors: the only place where they are written is
// the proto files.
#ifndef GATEWAY_ROUTING_ROUTE_TABLE_H_
#define GATEWAY_ROUTING_ROUTE_TABLE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "deputies/common/v1/options.pb.h"
#include "gateway/routing/path_template.h"
#include "google/protobuf/descriptor.h"

namespace deputies::gateway {

// A path variable with the field that it fills.
struct PathBinding {
  std::vector<const google::protobuf::FieldDescriptor*> field_path;
  int begin = 0;
  int end = 0;
};

// One HTTP binding of one method.
struct Route {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string http_method;  // GET, POST, PUT or DELETE
  PathTemplate path;
  std::vector<PathBinding> bindings;  // in the order of path.variables
  // Where the JSON body goes. kField: into `body_field`, a message.
  enum class Body { kNone, kWhole, kField };
  Body body = Body::kNone;
  const google::protobuf::FieldDescriptor* body_field = nullptr;
  // The body is bytes of any type: `body_field`, or the whole request, is a google.api.HttpBody.
  bool raw_body = false;
  // The response is a google.api.HttpBody.
  bool raw_response = false;
  // A server-streaming method: its messages are server-sent events, their ids the `cursor` of each;
  // a client comes back with the last one. Null: not streaming.
  const google::protobuf::FieldDescriptor* request_cursor = nullptr;
  const google::protobuf::FieldDescriptor* response_cursor = nullptr;
  common::v1::MethodRule rule;

  bool streams() const { return response_cursor != nullptr; }
  bool IsPublic() const;
};

// Compiles the routes of `services` (full proto names), in their order, additional bindings
// included. INVALID_ARGUMENT lists every mistake: an unknown service, a method without access or
// effect, an INTERNAL method with a route or another without one, PATCH or a custom HTTP method, a
// bad template, fields that do not exist or do not fit, a stream of requests or one without
// cursors, a response_body, a recursive or dynamic type, two routes that answer the same path.
absl::StatusOr<std::vector<Route>> CompileRoutes(const google::protobuf::DescriptorPool& pool,
                                                 const std::set<std::string>& services);

}  // namespace deputies::gateway

#endif  // GATEWAY_ROUTING_ROUTE_TABLE_H_
