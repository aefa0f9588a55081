#include "services/wechat/rpc/delivery_config.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace deputies::wechat {
namespace {

absl::StatusOr<ValueSource> SourceOf(v1::NoticeTemplateConfig::Source source) {
  switch (source) {
    case v1::NoticeTemplateConfig::HEADLINE:
      return ValueSource::kHeadline;
    case v1::NoticeTemplateConfig::TITLE:
      return ValueSource::kTitle;
    case v1::NoticeTemplateConfig::DETAIL:
      return ValueSource::kDetail;
    case v1::NoticeTemplateConfig::EVENT_TIME:
      return ValueSource::kEventTime;
    default:
      return absl::InvalidArgumentError("a template's field without a source");
  }
}

}  // namespace

absl::StatusOr<NoticeCatalog> CatalogOf(const v1::WechatConfig& config) {
  NoticeCatalog catalog;
  for (const v1::NoticeTemplateConfig& from : config.notice_templates()) {
    NoticeTemplate entry;
    entry.template_id = from.template_id();
    entry.long_term = from.long_term();
    for (const v1::NoticeTemplateConfig::Field& field : from.fields()) {
      ASSIGN_OR_RETURN(const ValueSource source, SourceOf(field.source()));
      entry.fields.emplace_back(field.name(), source);
    }
    RETURN_IF_ERROR(catalog.AddTemplate(std::move(entry)));
  }
  for (const v1::NoticeKindConfig& from : config.notice_kinds()) {
    RETURN_IF_ERROR(
        catalog.AddKind(from.kind(), {from.headline(), from.page(), from.template_id()}));
  }
  return catalog;
}

absl::StatusOr<DeliveryRules> DeliveryRulesOf(const v1::WechatConfig& config) {
  DeliveryRules rules;
  if (config.quiet_begin_hour() > 23 || config.quiet_end_hour() > 23) {
    return absl::InvalidArgumentError("quiet hours are 0 to 23");
  }
  if (config.quiet_begin_hour() != 0 || config.quiet_end_hour() != 0) {
    rules.quiet_begin_hour = static_cast<int>(config.quiet_begin_hour());
    rules.quiet_end_hour = static_cast<int>(config.quiet_end_hour());
  }
  if (config.notice_fallback_minutes() != 0) {
    rules.fallback_after = absl::Minutes(config.notice_fallback_minutes());
  }
  if (config.notice_lease_seconds() != 0)
    rules.lease = absl::Seconds(config.notice_lease_seconds());
  if (config.program_version() == "trial") {
    rules.program_state = "trial";
  } else if (config.program_version() == "develop") {
    rules.program_state = "developer";
  } else if (!config.program_version().empty() && config.program_version() != "release") {
    return absl::InvalidArgumentError("program_version is release, trial or develop");
  }
  return rules;
}

}  // namespace deputies::wechat
