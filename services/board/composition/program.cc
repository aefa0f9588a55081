#include "services/board/composition/program.h"

#include <optional>
#include <vector>

#include "deputies/board/v1/config.pb.h"
#include "services/board/composition/desk_jobs.h"
#include "services/board/composition/desk_services.h"
#include "services/board/composition/event_reception.h"
#include "services/board/composition/message_board.h"
#include "services/board/composition/photo_shop.h"
#include "services/board/domain/subject_classifier.h"
#include "services/board/storage/migrations.h"
#include "services/board/upstream/accounts_bodies.h"
#include "services/board/upstream/accounts_lineage.h"
#include "services/board/upstream/accounts_role_holders.h"
#include "services/board/upstream/wechat_photo_checker.h"
#include "services/board/upstream/wechat_text_checker.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/common/config/config.h"
#include "services/common/db/observed_database.h"
#include "services/common/db/request_keys.h"
#include "services/common/directory/accounts_directory.h"
#include "services/common/directory/caching_directory.h"
#include "services/common/outbox/outbox.h"
#include "services/common/program/foundation.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/reply_cache.h"
#include "services/common/rpc/startup.h"

namespace deputies::board {
namespace {

constexpr char kProcessName[] = "board";
constexpr uint32_t kDefaultDirectoryCacheSeconds = 60;
// Jobs use the database besides the workers.
constexpr uint32_t kMoreThreads =
    MessageBoard::kBackgroundThreads + DeskJobs::kBackgroundThreads + PhotoShop::kBackgroundThreads;
constexpr uint32_t kDefaultClockIntervalSeconds = 10;

}  // namespace

int Run(rpc::Host& host) {
  v1::BoardConfig config;
  host.Configure(kProcessName, &config);
  program::Foundation foundation(kProcessName, config, kMoreThreads);
  db::Database& database = foundation.database();
  const base::Clock& clock = foundation.clock();
  base::IdSource& ids = foundation.ids();
  const auth::PageTokens& page_tokens = foundation.page_tokens();
  const rpc::ServiceClient& client = foundation.client();

  rpc::ReplyCache replies(absl::Milliseconds(config.server().reply_cache_ms()));
  // What the desks write ends the replies; relay, sweeper and probes change nothing that they show.
  db::ObservedDatabase board_database(database, [&replies] { replies.Changed(); });

  const base::WorkCalendar calendar = program::ReadWorkCalendar(config.holidays_file());

  // Homes and deputies are served by one process, so one upstream stands for both services.
  const program::Upstream accounts =
      foundation.UpstreamOf("deputies.accounts.v1.OrganizationService");
  directory::AccountsDirectory accounts_directory(rpc::MakeChannel(accounts.address), client,
                                                  accounts.timeout);
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
  AccountsRoleHolders role_holders(rpc::MakeChannel(accounts.address), client, accounts.timeout);
  rpc::WatchHub watches;
  MessageBoard messages({board_database, directory, role_holders, calendar, classifier, ids, clock,
                         page_tokens, watches,
                         absl::Seconds(rpc::OrDefault(config.clock_interval_seconds(),
                                                      kDefaultClockIntervalSeconds))});

  AccountsLineage lineage(rpc::MakeChannel(accounts.address), client, accounts.timeout, clock,
                          absl::Seconds(rpc::OrDefault(config.directory_cache_seconds(),
                                                       kDefaultDirectoryCacheSeconds)));
  AccountsBodies bodies(rpc::MakeChannel(accounts.address), client, accounts.timeout);
  const DeskServices desks(
      {board_database, ids, clock, calendar, directory, lineage, bodies, page_tokens});

  const EventReception events(board_database, role_holders, calendar, ids, clock);

  const program::Upstream wechat = foundation.UpstreamOf("deputies.wechat.v1.ContentCheckService");
  WechatTextChecker checker(rpc::MakeChannel(wechat.address), client, wechat.timeout);
  std::optional<WechatPhotoChecker> photo_checker;
  if (!config.public_url().empty()) {
    photo_checker.emplace(rpc::MakeChannel(wechat.address), client, wechat.timeout,
                          config.public_url());
  }
  DeskJobs desk_jobs(board_database, checker, photo_checker ? &*photo_checker : nullptr, bodies,
                     calendar, ids, clock);

  PhotoShop photos({board_database, messages.reader(), directory, ids, clock},
                   rpc::OrDie("photos", OpenPhotoFiles(config.photos())),
                   config.photos().cleaner_program());

  messages.Start();
  desk_jobs.Start();
  photos.Start();
  foundation.StartRelay(config.event_consumer_addresses());
  foundation.StartSweeper({db::RequestKeyRetention(), outbox::SentEventRetention()});

  rpc::ServeOptions options = foundation.Options(Migrations(), [&messages, &desk_jobs, &photos] {
    messages.Stop();
    photos.Stop();
    desk_jobs.Stop();
  });
  options.replies = config.server().reply_cache_ms() > 0 ? &replies : nullptr;
  options.watches = &watches;
  std::vector<const rpc::ServiceTable*> tables = desks.tables();
  for (const rpc::ServiceTable* table : messages.tables()) tables.push_back(table);
  tables.push_back(photos.table());
  tables.push_back(events.table());
  return host.Serve(options, foundation.caller_keys(), tables);
}

}  // namespace deputies::board
