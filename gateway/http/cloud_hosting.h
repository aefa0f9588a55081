// WeChat's cloud hosting (云托管): its front adds X-WX-* headers, which say who the client is.
// Anywhere else they are the client's own word and mean nothing.
#ifndef GATEWAY_HTTP_CLOUD_HOSTING_H_
#define GATEWAY_HTTP_CLOUD_HOSTING_H_

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "gateway/http/exchange.h"

namespace deputies::gateway {

class CloudHosting {
 public:
  // `app_id`: of the mini-program; empty when this is not cloud hosting.
  explicit CloudHosting(std::string app_id = "") : app_id_(std::move(app_id)) {}

  // Openid that WeChat vouches for; empty when it vouches for none.
  absl::string_view OpenidOf(const Exchange& exchange) const;

  // Header in which the proxies in front name the client's address.
  absl::string_view AddressHeader() const {
    return app_id_.empty() ? "x-forwarded-for" : "x-original-forwarded-for";
  }

 private:
  std::string app_id_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_CLOUD_HOSTING_H_
