#ifndef GATEWAY_HTTP_RESPONSE_HEAD_H_
#define GATEWAY_HTTP_RESPONSE_HEAD_H_

#include <string>

#include "gateway/http/exchange.h"

namespace deputies::gateway {

enum class KeepAlive { kDefault, kClose, kKeepOld /* to an HTTP/1.0 client that asked for it */ };

// Appends status line and headers, up to and with the empty line. `body_bytes` is the length of the
// body that a GET would get.
void AppendResponseHead(const Response& response, std::optional<size_t> body_bytes,
                        KeepAlive keep_alive, std::string* out);

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_RESPONSE_HEAD_H_
