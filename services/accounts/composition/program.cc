#include "services/accounts/composition/program.h"

#include <optional>
#include <utility>
#include <vector>

#include "deputies/accounts/v1/config.pb.h"
#include "services/accounts/crypto/argon2_hasher.h"
#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/crypto/random_tokens.h"
#include "services/accounts/crypto/system_random.h"
#include "services/accounts/crypto/totp.h"
#include "services/accounts/domain/code_book.h"
#include "services/accounts/domain/directory.h"
#include "services/accounts/domain/home_settings.h"
#include "services/accounts/domain/import_desk.h"
#include "services/accounts/domain/login_guard.h"
#include "services/accounts/domain/mandates.h"
#include "services/accounts/domain/phone_sign_in.h"
#include "services/accounts/domain/registrar.h"
#include "services/accounts/domain/role_book.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/domain/tree_keeper.h"
#include "services/accounts/domain/voters.h"
#include "services/accounts/print/svg_poster.h"
#include "services/accounts/rpc/auth_service.h"
#include "services/accounts/rpc/code_service.h"
#include "services/accounts/rpc/directory_services.h"
#include "services/accounts/rpc/home_service.h"
#include "services/accounts/rpc/import_service.h"
#include "services/accounts/rpc/mandate_service.h"
#include "services/accounts/rpc/phone_service.h"
#include "services/accounts/rpc/privacy_service.h"
#include "services/accounts/rpc/role_service.h"
#include "services/accounts/rpc/staff_service.h"
#include "services/accounts/rpc/tree_service.h"
#include "services/accounts/rpc/voter_service.h"
#include "services/accounts/sheets/sheet_table_reader.h"
#include "services/accounts/storage/migrations.h"
#include "services/accounts/storage/session_retention.h"
#include "services/accounts/storage/sql_code_store.h"
#include "services/accounts/storage/sql_contact_store.h"
#include "services/accounts/storage/sql_directory_store.h"
#include "services/accounts/storage/sql_home_settings_store.h"
#include "services/accounts/storage/sql_identity_store.h"
#include "services/accounts/storage/sql_import_store.h"
#include "services/accounts/storage/sql_login_guard_store.h"
#include "services/accounts/storage/sql_mandate_store.h"
#include "services/accounts/storage/sql_phone_store.h"
#include "services/accounts/storage/sql_role_store.h"
#include "services/accounts/storage/sql_tree_store.h"
#include "services/accounts/storage/sql_voter_store.h"
#include "services/accounts/upstream/wechat_client.h"
#include "services/common/audit/anchor_journal.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/periodic_thread.h"
#include "services/common/db/open.h"
#include "services/common/db/request_keys.h"
#include "services/common/db/retention_sweeper.h"
#include "services/common/log/log.h"
#include "services/common/outbox/outbox.h"
#include "services/common/program/foundation.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/startup.h"

namespace deputies::accounts {
namespace {

constexpr char kProcessName[] = "accounts";
// The anchors.
constexpr uint32_t kMoreThreads = 1;
// How soon after midnight, or after a failure, the day's anchors are written.
constexpr absl::Duration kAnchorPause = absl::Minutes(10);

SignInRules RulesOf(const v1::AccountsConfig& config) {
  SignInRules rules;
  const auto set = [](uint32_t value, absl::Duration unit, absl::Duration* rule) {
    if (value > 0) *rule = value * unit;
  };
  set(config.session_idle_days(), absl::Hours(24), &rules.voter_idle);
  set(config.session_absolute_days(), absl::Hours(24), &rules.absolute);
  set(config.console_session_idle_minutes(), absl::Minutes(1), &rules.console_idle);
  rules.second_factor_required = config.second_factor_required();
  if (config.sessions_per_person() > 0) {
    rules.most_sessions = static_cast<int>(config.sessions_per_person());
  }
  return rules;
}

GuardRules GuardRulesOf(const v1::AccountsConfig& config) {
  GuardRules rules;
  if (config.login_failure_limit() > 0) {
    rules.account_limit = static_cast<int>(config.login_failure_limit());
  }
  if (config.login_lock_minutes() > 0) rules.lock = absl::Minutes(config.login_lock_minutes());
  return rules;
}

}  // namespace

int Run(rpc::Host& host) {
  v1::AccountsConfig config;
  host.Configure(kProcessName, &config);
  program::Foundation foundation(kProcessName, config, kMoreThreads);
  db::Database& database = foundation.database();
  const base::Clock& clock = foundation.clock();
  base::IdSource& ids = foundation.ids();
  const auth::PageTokens& page_tokens = foundation.page_tokens();
  const rpc::ServiceClient& client = foundation.client();

  const FieldCipher cipher =
      rpc::OrDie("field_keys_file", FieldCipher::FromFile(config.field_keys_file()));
  const BlindIndex index =
      rpc::OrDie("index_key_file", BlindIndex::FromFile(config.index_key_file()));
  const audit::AuditTrail trail =
      rpc::OrDie("audit_key_file", audit::AuditTrail::FromFile(config.audit_key_file()));
  const program::Upstream wechat = foundation.UpstreamOf("deputies.wechat.v1.ExchangeService");

  SqlIdentityStore identities(database, cipher, index);
  SqlDirectoryStore directory_store(database, cipher, clock, ids);
  SqlContactStore contact_store(database, cipher, index);
  SqlCodeStore code_store(database, trail, clock);
  SqlLoginGuardStore login_guard_store(database, index);
  SqlPhoneStore phone_store(database, cipher, index);
  SqlRoleStore role_store(database, cipher, trail);
  SqlVoterStore voter_store(database, cipher, index, trail, ids);
  SqlMandateStore mandate_store(database, index, trail, ids);
  SqlImportStore import_store(database, cipher, index, trail, clock, ids);
  SqlTreeStore tree_store(database, trail, ids);
  SqlHomeSettingsStore home_settings_store(database, trail, clock);
  WechatClient wechat_client(wechat.address, client, wechat.timeout);
  const Argon2Hasher hasher;
  const RandomTokens tokens;

  const Totp totp;
  const SystemRandom random;

  LoginGuard login_guard(login_guard_store, clock, GuardRulesOf(config));
  SignIn sign_in(identities, login_guard, wechat_client, hasher, totp, tokens, clock, ids,
                 RulesOf(config));
  PhoneSignIn phone_sign_in(phone_store, wechat_client, wechat_client, sign_in, random, clock, ids,
                            SmsRules());
  Directory directory(directory_store, clock);
  RoleBook role_book(role_store, directory, hasher, clock, ids);
  TreeKeeper tree_keeper(tree_store, directory, clock);
  const SheetTableReader table_reader;
  ImportDesk import_desk(import_store, table_reader, clock, ids);
  Voters voters(voter_store, clock, ids);
  Mandates mandates(mandate_store, random, clock, ids);
  const SvgPoster poster(config.public_url());
  CodeBook code_book(code_store, directory, poster, wechat_client, random, clock, ids);
  HomeSettings home_settings(home_settings_store, directory);
  Registrar registrar(directory_store, identities, hasher, clock, ids);
  const AuthService auth_service(sign_in, identities, contact_store, clock);
  const OrganizationService organization_service(directory, registrar, page_tokens);
  const DeputyService deputy_service(directory, registrar, page_tokens);
  const CodeService code_service(code_book, page_tokens);
  const HomeService home_service(home_settings, page_tokens);
  const StaffService staff_service(registrar, contact_store, clock);

  const PhoneService phone_service(phone_sign_in);
  const PrivacyService privacy_service(voter_store, identities, contact_store, sign_in, clock);
  const VoterService voter_service(voters, page_tokens);
  const ImportService import_service(import_desk, page_tokens);
  const TreeService tree_service(tree_keeper);
  const RoleService role_service(role_book, page_tokens);
  const MandateService mandate_service(mandates, page_tokens);

  foundation.StartRelay(config.event_consumer_addresses());
  std::vector<db::RetentionRule> retention = LoginGuardRetention();
  for (const db::RetentionRule& rule : MandateRetention()) retention.push_back(rule);
  retention.insert(retention.end(), {SessionRetention(), ImportPartRetention(),
                                     db::RequestKeyRetention(), outbox::SentEventRetention()});
  foundation.StartSweeper(std::move(retention));

  audit::AnchorJournal anchors(database, clock, kProcessName, config.audit_anchor_file());
  std::optional<base::PeriodicThread> anchoring;
  if (!config.audit_anchor_file().empty()) {
    anchoring.emplace(
        kAnchorPause,
        [&anchors] {
          const absl::Status added = anchors.AppendDaily().status();
          if (!added.ok()) log::Error("Audit anchors were not written", {{"status", added}});
        },
        db::ThreadStart, db::ThreadStop);
  }

  rpc::ServeOptions options = foundation.Options(Migrations(), [&anchoring] {
    if (anchoring.has_value()) anchoring->Stop();
  });
  return host.Serve(
      options, foundation.caller_keys(),
      {&auth_service.table(), &organization_service.table(), &deputy_service.table(),
       &home_service.table(), &code_service.table(), &staff_service.table(), &phone_service.table(),
       &role_service.table(), &mandate_service.table(), &voter_service.table(),
       &privacy_service.table(), &import_service.table(), &tree_service.table()});
}

}  // namespace deputies::accounts
