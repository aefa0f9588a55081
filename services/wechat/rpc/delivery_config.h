// Reads what the configuration says of notices.
#ifndef SERVICES_WECHAT_RPC_DELIVERY_CONFIG_H_
#define SERVICES_WECHAT_RPC_DELIVERY_CONFIG_H_

#include "absl/status/statusor.h"
#include "deputies/wechat/v1/config.pb.h"
#include "services/wechat/domain/notice_catalog.h"
#include "services/wechat/domain/notice_sender.h"

namespace deputies::wechat {

// INVALID_ARGUMENT names the template or kind that is wrong.
absl::StatusOr<NoticeCatalog> CatalogOf(const v1::WechatConfig& config);
// INVALID_ARGUMENT for hours past 23 or an unknown program_version.
absl::StatusOr<DeliveryRules> DeliveryRulesOf(const v1::WechatConfig& config);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_DELIVERY_CONFIG_H_
