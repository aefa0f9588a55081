// Cross-origin requests (Fetch standard): pages of other origins may call the API when their origin
// is listed.
#ifndef GATEWAY_HTTP_CORS_H_
#define GATEWAY_HTTP_CORS_H_

#include <string>
#include <vector>

#include "gateway/http/exchange.h"

namespace deputies::gateway {

class Cors {
 public:
  explicit Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {}

  bool enabled() const { return !origins_.empty(); }
  // Answers an OPTIONS request that asks for leave; false for any other request.
  bool AnswerPreflight(const Exchange& exchange, Response* response) const;
  // Lets the asking page read the answer.
  void AddHeaders(const Exchange& exchange, Response* response) const;

 private:
  bool Lists(absl::string_view origin) const;

  const std::vector<std::string> origins_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_CORS_H_
