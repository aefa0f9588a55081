#include "services/board/composition/program.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "deputies/board/v1/config.pb.h"
#include "services/board/composition/desk_jobs.h"
#include "services/board/composition/desk_services.h"
#include "services/board/composition/event_reception.h"
#include "services/board/composition/message_board.h"
#include "services/board/domain/subject_classifier.h"
#include "services/board/storage/migrations.h"
#include "services/board/upstream/accounts_bodies.h"
#include "services/board/upstream/accounts_lineage.h"
#include "services/board/upstream/accounts_role_holders.h"
#include "services/board/upstream/wechat_text_checker.h"
#include "services/common/auth/caller_context.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/common/config/config.h"
#include "services/common/db/observed_database.h"
#include "services/common/db/open.h"
#include "services/common/db/readiness.h"
#include "services/common/db/request_keys.h"
#include "services/common/db/retention_sweeper.h"
#include "services/common/directory/accounts_directory.h"
#include "services/common/directory/caching_directory.h"
#include "services/common/outbox/grpc_consumer.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/relay.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/reply_cache.h"
#include "services/common/rpc/startup.h"

namespace deputies::board {
namespace {

constexpr char kProcessName[] = "board";
constexpr uint32_t kDefaultWorkerThreads = 8;
constexpr uint32_t kDefaultUpstreamTimeoutMs = 5000;
constexpr uint32_t kDefaultDirectoryCacheSeconds = 60;
// Relay, sweeper and health check use the database besides the workers.
constexpr uint32_t kBackgroundThreads =
    3 + MessageBoard::kBackgroundThreads + DeskJobs::kBackgroundThreads;
constexpr uint32_t kDefaultClockIntervalSeconds = 10;

}  // namespace

int Run(rpc::Host& host) {
  v1::BoardConfig config;
  host.Configure(kProcessName, &config);
  const auth::CallerKeys caller_keys = rpc::OrDie(
      "caller_keys_file", auth::CallerKeys::FromFile(config.server().caller_keys_file()));
  const auth::PageTokens page_tokens =
      rpc::OrDie("page_token_key_file", auth::PageTokens::FromFile(config.page_token_key_file()));
  const std::unique_ptr<db::Database> database = rpc::OrDie(
      "database",
      db::OpenDatabase(config.database(),
                       rpc::OrDefault(config.server().worker_threads(), kDefaultWorkerThreads) +
                           kBackgroundThreads));

  rpc::ReplyCache replies(absl::Milliseconds(config.server().reply_cache_ms()));
  // What the desks write ends the replies; relay, sweeper and probes change nothing that they show.
  db::ObservedDatabase board_database(*database, [&replies] { replies.Changed(); });

  const base::WorkCalendar calendar =
      rpc::OrDie("holidays_file", base::WorkCalendar::Parse(rpc::OrDie(
                                      "holidays_file", config::ReadFile(config.holidays_file()))));

  const base::Clock& clock = base::Clock::System();
  base::TimeOrderedIdSource ids(clock, config.server().node_number());

  // Homes and deputies are served by one process, so one upstream stands for both services.
  const common::v1::UpstreamConfig accounts =
      rpc::OrDie("upstreams",
                 rpc::FindUpstream(config.upstreams(), "deputies.accounts.v1.OrganizationService"));
  const rpc::ServiceClient client(caller_keys, kProcessName);
  directory::AccountsDirectory accounts_directory(
      rpc::MakeChannel(accounts.address()), client,
      absl::Milliseconds(rpc::OrDefault(accounts.timeout_ms(), kDefaultUpstreamTimeoutMs)));
  directory::CachingDirectory directory(
      accounts_directory, clock,
      absl::Seconds(
          rpc::OrDefault(config.directory_cache_seconds(), kDefaultDirectoryCacheSeconds)));

  SubjectClassifier classifier;
  if (!config.subject_model_file().empty()) {
    classifier =
        rpc::OrDie("subject_model_file",
                   SubjectClassifier::Parse(rpc::OrDie(
                       "subject_model_file", config::ReadFile(config.subject_model_file()))));
  }
  AccountsRoleHolders role_holders(
      rpc::MakeChannel(accounts.address()), client,
      absl::Milliseconds(rpc::OrDefault(accounts.timeout_ms(), kDefaultUpstreamTimeoutMs)));
  MessageBoard messages({board_database, directory, role_holders, calendar, classifier, ids, clock,
                         page_tokens,
                         absl::Seconds(rpc::OrDefault(config.clock_interval_seconds(),
                                                      kDefaultClockIntervalSeconds))});

  AccountsLineage lineage(
      rpc::MakeChannel(accounts.address()), client,
      absl::Milliseconds(rpc::OrDefault(accounts.timeout_ms(), kDefaultUpstreamTimeoutMs)), clock,
      absl::Seconds(
          rpc::OrDefault(config.directory_cache_seconds(), kDefaultDirectoryCacheSeconds)));
  AccountsBodies bodies(
      rpc::MakeChannel(accounts.address()), client,
      absl::Milliseconds(rpc::OrDefault(accounts.timeout_ms(), kDefaultUpstreamTimeoutMs)));
  const DeskServices desks(
      {board_database, ids, clock, calendar, directory, lineage, bodies, page_tokens});

  const EventReception events(board_database, role_holders, calendar, ids, clock);

  const common::v1::UpstreamConfig wechat = rpc::OrDie(
      "upstreams", rpc::FindUpstream(config.upstreams(), "deputies.wechat.v1.ContentCheckService"));
  WechatTextChecker checker(
      rpc::MakeChannel(wechat.address()), client,
      absl::Milliseconds(rpc::OrDefault(wechat.timeout_ms(), kDefaultUpstreamTimeoutMs)));
  DeskJobs desk_jobs(board_database, checker, bodies, calendar, ids, clock);

  messages.Start();
  desk_jobs.Start();
  outbox::Relay relay(*database, clock,
                      outbox::GrpcConsumers({config.event_consumer_addresses().begin(),
                                             config.event_consumer_addresses().end()},
                                            caller_keys, kProcessName));
  relay.Start();
  db::RetentionSweeper sweeper(*database, clock,
                               {db::RequestKeyRetention(), outbox::SentEventRetention()});
  sweeper.Start();

  db::Readiness readiness(*database, Migrations());
  rpc::ServeOptions options;
  options.server = config.server();
  options.worker_start = db::ThreadStart;
  options.worker_stop = db::ThreadStop;
  options.replies = config.server().reply_cache_ms() > 0 ? &replies : nullptr;
  options.ready = [&readiness] { return readiness.Check(); };
  options.before_exit = [&relay, &sweeper, &messages, &desk_jobs] {
    messages.Stop();
    desk_jobs.Stop();
    relay.Stop();
    sweeper.Stop();
  };
  std::vector<const rpc::ServiceTable*> tables = desks.tables();
  for (const rpc::ServiceTable* table : messages.tables()) tables.push_back(table);
  tables.push_back(events.table());
  return host.Serve(options, caller_keys, tables);
}

}  // namespace deputies::board
