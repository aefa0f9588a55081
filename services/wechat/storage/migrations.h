#ifndef SERVICES_WECHAT_STORAGE_MIGRATIONS_H_
#define SERVICES_WECHAT_STORAGE_MIGRATIONS_H_

#include <vector>

#include "services/common/db/database.h"

namespace deputies::wechat {

// The history of the wechat schema, embedded from services/wechat/migrations.
const std::vector<db::Migration>& Migrations();

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_STORAGE_MIGRATIONS_H_
