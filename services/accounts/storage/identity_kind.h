#ifndef SERVICES_ACCOUNTS_STORAGE_IDENTITY_KIND_H_
#define SERVICES_ACCOUNTS_STORAGE_IDENTITY_KIND_H_

namespace deputies::accounts {

// `kind` of the table identities.
enum IdentityKind { kWechatOpenid = 1, kMobileNumber = 2 };

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_IDENTITY_KIND_H_
