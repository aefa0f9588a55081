#ifndef SERVICES_ACCOUNTS_STORAGE_IDENTITY_KIND_H_
#define SERVICES_ACCOUNTS_STORAGE_IDENTITY_KIND_H_

#include "absl/strings/string_view.h"

namespace deputies::accounts {

// `kind` of the table identities.
enum IdentityKind { kWechatOpenid = 1, kMobileNumber = 2 };

// Labels of their blind indexes.
inline constexpr absl::string_view kOpenidLabel = "openid";
inline constexpr absl::string_view kPhoneLabel = "phone";

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_IDENTITY_KIND_H_
