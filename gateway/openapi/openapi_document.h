// The OpenAPI 3.1 description of the routes, from the same descriptors that serve them.
#ifndef GATEWAY_OPENAPI_OPENAPI_DOCUMENT_H_
#define GATEWAY_OPENAPI_OPENAPI_DOCUMENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "deputies/gateway/v1/config.pb.h"
#include "gateway/routing/route_table.h"

namespace deputies::gateway {

// JSON text: paths, parameters, bodies, schemas with the limits of the field options, errors,
// bearer auth. `descriptor_set` is a serialised FileDescriptorSet with source info, for the
// descriptions; empty leaves them out. `owner`: who runs this installation. INVALID_ARGUMENT when
// it cannot be read.
absl::StatusOr<std::string> OpenApiDocument(const std::vector<Route>& routes,
                                            absl::string_view descriptor_set,
                                            const v1::ApiOwner& owner);

}  // namespace deputies::gateway

#endif  // GATEWAY_OPENAPI_OPENAPI_DOCUMENT_H_
