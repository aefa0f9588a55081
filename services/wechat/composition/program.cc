#include "services/wechat/composition/program.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deputies/wechat/v1/config.pb.h"
#include "prometheus/counter.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "services/common/db/open.h"
#include "services/common/db/request_keys.h"
#include "services/common/log/log.h"
#include "services/common/metrics/metrics.h"
#include "services/common/outbox/outbox.h"
#include "services/common/program/foundation.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/startup.h"
#include "services/wechat/api/http_client.h"
#include "services/wechat/api/http_sms_sender.h"
#include "services/wechat/api/push_reader.h"
#include "services/wechat/api/wechat_http_api.h"
#include "services/wechat/domain/access_token.h"
#include "services/wechat/domain/circuit_breaker.h"
#include "services/wechat/domain/code_image_painter.h"
#include "services/wechat/domain/content_checker.h"
#include "services/wechat/domain/login_code_exchanger.h"
#include "services/wechat/domain/notice_sender.h"
#include "services/wechat/domain/phone_code_exchanger.h"
#include "services/wechat/domain/push_handler.h"
#include "services/wechat/domain/sending_loop.h"
#include "services/wechat/domain/token_caller.h"
#include "services/wechat/rpc/code_image_service.h"
#include "services/wechat/rpc/content_check_service.h"
#include "services/wechat/rpc/delivery_config.h"
#include "services/wechat/rpc/event_consumer_service.h"
#include "services/wechat/rpc/exchange_service.h"
#include "services/wechat/rpc/notification_service.h"
#include "services/wechat/rpc/push_service.h"
#include "services/wechat/rpc/sms_service.h"
#include "services/wechat/storage/migrations.h"
#include "services/wechat/storage/sql_delivery_store.h"
#include "services/wechat/storage/sql_inbox_store.h"
#include "services/wechat/storage/sql_notice_store.h"
#include "services/wechat/storage/sql_push_store.h"
#include "services/wechat/upstream/accounts_contacts.h"

namespace deputies::wechat {
namespace {

constexpr char kProcessName[] = "wechat";
constexpr uint32_t kDefaultApiTimeoutMs = 3000;
// Log-in waits for it.
constexpr absl::Duration kUsualUpstreamTimeout = absl::Seconds(2);
constexpr uint32_t kDefaultNoticeSenders = 2;

// deputies_wechat_notice_attempts_total{channel,outcome}.
void CountAttempt(Channel channel, const std::string& outcome) {
  static auto& family = prometheus::BuildCounter()
                            .Name("deputies_wechat_notice_attempts_total")
                            .Help("Attempts to deliver a notice by channel and outcome")
                            .Register(metrics::Registry());
  const char* const name = channel == Channel::kWechat ? "wechat"
                           : channel == Channel::kSms  ? "sms"
                           : channel == Channel::kCall ? "call"
                                                       : "none";
  family.Add({{"channel", name}, {"outcome", outcome}}).Increment();
}

// Nobody sits at customer service: whoever writes there is led to where every word is answered.
constexpr char kCustomerReply[] =
    "您好！这里没有人值守。您的问题和建议请在小程序里留言，代表会答复您："
    "<a data-miniprogram-path=\"pages/index/index\" data-miniprogram-appid=\"";
constexpr char kCustomerReplyEnd[] = "\" href=\"\">打开网上代表之家</a>";

absl::StatusOr<std::unique_ptr<PushReader>> MakePushReader(const v1::WechatConfig& config) {
  ASSIGN_OR_RETURN(std::string token, config::ReadSecret(config.push().token_file()));
  std::optional<PushCipher> cipher;
  if (!config.push().aes_key_file().empty()) {
    ASSIGN_OR_RETURN(const std::string key, config::ReadSecret(config.push().aes_key_file()));
    ASSIGN_OR_RETURN(cipher, PushCipher::FromKey(key, config.app_id()));
  } else if (!config.push().plain()) {
    return absl::InvalidArgumentError("neither aes_key_file nor plain: no push could be taken");
  }
  return std::make_unique<WechatPushReader>(std::move(token), std::move(cipher),
                                            config.push().plain());
}

}  // namespace

int Run(rpc::Host& host) {
  v1::WechatConfig config;
  host.Configure(kProcessName, &config);
  const absl::Status base_url = HttpClient::CheckBaseUrl(config.api_base_url());
  if (!base_url.ok()) rpc::Die("api_base_url", base_url);
  if (config.app_id().empty()) rpc::Die("app_id", absl::InvalidArgumentError("is empty"));
  std::string app_secret =
      rpc::OrDie("app_secret_file", config::ReadSecret(config.app_secret_file()));
  program::Foundation foundation(kProcessName, config,
                                 rpc::OrDefault(config.notice_senders(), kDefaultNoticeSenders));
  db::Database& database = foundation.database();
  const base::Clock& clock = foundation.clock();
  base::IdSource& ids = foundation.ids();
  const auth::PageTokens& page_tokens = foundation.page_tokens();
  const rpc::ServiceClient& client = foundation.client();

  const NoticeCatalog catalog = rpc::OrDie("notice_templates", CatalogOf(config));
  const DeliveryRules rules = rpc::OrDie("delivery", DeliveryRulesOf(config));

  HttpClient http({.base_url = config.api_base_url(),
                   .timeout = absl::Milliseconds(
                       rpc::OrDefault(config.api_timeout_ms(), kDefaultApiTimeoutMs))});
  WechatHttpApi api(http, config.app_id(), std::move(app_secret));
  CircuitBreaker breaker(clock);
  const auto sleep = [](absl::Duration pause) { absl::SleepFor(pause); };
  LoginCodeExchanger login_codes(api, breaker, sleep);
  AccessToken access_token(api, breaker, clock);
  TokenCaller token_caller(access_token, breaker, sleep);
  PhoneCodeExchanger phone_codes(api, token_caller);
  CodeImagePainter painter(api, token_caller);
  ContentChecker checker(api, token_caller);

  const program::Upstream accounts =
      foundation.UpstreamOf("deputies.accounts.v1.StaffService", kUsualUpstreamTimeout);
  AccountsContacts contacts(accounts.address, client, accounts.timeout);

  const ExchangeService exchange_service(login_codes, phone_codes);
  const CodeImageService code_image_service(
      painter, config.program_version().empty() ? "release" : config.program_version());
  SqlPushStore pushes(database);
  const ContentCheckService content_check_service(checker, contacts, pushes);
  const std::unique_ptr<PushReader> push_reader =
      config.has_push() ? rpc::OrDie("push", MakePushReader(config)) : nullptr;
  PushHandler push_handler({pushes, contacts, api, token_caller, catalog, clock},
                           config.push().customer_reply().empty()
                               ? absl::StrCat(kCustomerReply, config.app_id(), kCustomerReplyEnd)
                               : config.push().customer_reply());
  const PushService push_service(push_reader.get(), push_handler, clock);

  SqlNoticeStore notices(database, ids, clock);
  const EventConsumerService event_consumer_service(notices);

  SqlInboxStore inbox(database);
  const NotificationService notification_service(inbox, catalog, page_tokens, clock);

  std::unique_ptr<HttpClient> sms_http;
  std::unique_ptr<HttpSmsSender> sms;
  if (!config.sms().base_url().empty()) {
    const absl::Status sms_url = HttpClient::CheckBaseUrl(config.sms().base_url());
    if (!sms_url.ok()) rpc::Die("sms.base_url", sms_url);
    sms_http =
        std::make_unique<HttpClient>(HttpClient::Options{.base_url = config.sms().base_url()});
    sms = std::make_unique<HttpSmsSender>(*sms_http, config.sms().path());
  }
  const SmsService sms_service(sms.get());
  SqlDeliveryStore deliveries(database);
  NoticeSender sender(
      {deliveries, contacts, api, token_caller, sms.get(), catalog, clock, CountAttempt}, rules);
  SendingLoop::Options loop_options;
  loop_options.threads =
      static_cast<int>(rpc::OrDefault(config.notice_senders(), kDefaultNoticeSenders));
  loop_options.thread_start = db::ThreadStart;
  loop_options.thread_stop = db::ThreadStop;
  loop_options.on_error = [](const absl::Status& status) {
    log::Warning("notices wait", {{"error", status}});
  };
  SendingLoop loop(sender, std::move(loop_options));
  loop.Start();

  foundation.StartSweeper(
      {outbox::ReceiptRetention(), db::RequestKeyRetention(), VerdictRetention()});

  rpc::ServeOptions options = foundation.Options(Migrations(), [&loop] { loop.Stop(); });
  return host.Serve(options, foundation.caller_keys(),
                    {&exchange_service.table(), &code_image_service.table(),
                     &content_check_service.table(), &notification_service.table(),
                     &event_consumer_service.table(), &sms_service.table(), &push_service.table()});
}

}  // namespace deputies::wechat
