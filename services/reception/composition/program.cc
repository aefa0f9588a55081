#include "services/reception/composition/program.h"

#include "deputies/reception/v1/config.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/periodic_thread.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/open.h"
#include "services/common/db/request_keys.h"
#include "services/common/directory/accounts_directory.h"
#include "services/common/directory/caching_directory.h"
#include "services/common/log/log.h"
#include "services/common/outbox/outbox.h"
#include "services/common/program/foundation.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/startup.h"
#include "services/reception/calendar/ical_recurrence.h"
#include "services/reception/calendar/ical_writer.h"
#include "services/reception/domain/booking_desk.h"
#include "services/reception/domain/calendar_feeds.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/host_reminders.h"
#include "services/reception/domain/host_roster.h"
#include "services/reception/domain/host_succession.h"
#include "services/reception/domain/plan_maker.h"
#include "services/reception/domain/queue_desk.h"
#include "services/reception/domain/visit_recorder.h"
#include "services/reception/rpc/booking_service.h"
#include "services/reception/rpc/calendar_service.h"
#include "services/reception/rpc/coverage_service.h"
#include "services/reception/rpc/day_service.h"
#include "services/reception/rpc/event_consumer_service.h"
#include "services/reception/rpc/plan_service.h"
#include "services/reception/rpc/queue_service.h"
#include "services/reception/rpc/queue_watch_service.h"
#include "services/reception/rpc/record_service.h"
#include "services/reception/storage/migrations.h"
#include "services/reception/storage/sql_person_eraser.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/upstream/accounts_role_holders.h"

namespace deputies::reception {
namespace {

constexpr char kProcessName[] = "reception";
constexpr uint32_t kDefaultDirectoryCacheSeconds = 60;
constexpr uint32_t kDefaultJobIntervalMs = 1000;
// The jobs.
constexpr uint32_t kMoreThreads = 1;
// Longest run of one job; the next run goes on where it ended.
constexpr absl::Duration kJobTimeLimit = absl::Seconds(30);

void LogFailure(const char* job, const absl::Status& status) {
  if (!status.ok()) log::Warning("Job failed", {{"job", job}, {"error", status.ToString()}});
}

}  // namespace

int Run(rpc::Host& host) {
  v1::ReceptionConfig config;
  host.Configure(kProcessName, &config);
  program::Foundation foundation(kProcessName, config, kMoreThreads);
  db::Database& database = foundation.database();
  const base::Clock& clock = foundation.clock();
  base::IdSource& ids = foundation.ids();
  const auth::PageTokens& page_tokens = foundation.page_tokens();
  const rpc::ServiceClient& client = foundation.client();

  SqlReceptionStore store(database, ids, clock);

  const program::Upstream accounts =
      foundation.UpstreamOf("deputies.accounts.v1.OrganizationService");
  directory::AccountsDirectory accounts_directory(rpc::MakeChannel(accounts.address), client,
                                                  accounts.timeout);
  directory::CachingDirectory directory(
      accounts_directory, clock,
      absl::Seconds(
          rpc::OrDefault(config.directory_cache_seconds(), kDefaultDirectoryCacheSeconds)));

  CheckInCodes codes;
  DayBook days(store, directory, ids, clock);
  HostRoster hosts(store, directory, ids);
  BookingDesk desk(store, directory, ids, codes, clock);
  QueueDesk queue_desk(store, ids, codes, clock);
  AccountsRoleHolders role_holders(rpc::MakeChannel(accounts.address), client, accounts.timeout);
  const base::WorkCalendar calendar = program::ReadWorkCalendar(config.holidays_file());
  VisitRecorder recorder(store, role_holders, calendar, ids, codes, clock);
  const IcalRecurrence recurrence;
  PlanMaker plans(store, directory, recurrence, calendar, ids, clock);
  const DayService day_service(days, hosts, clock);
  const BookingService booking_service(desk, page_tokens, clock);
  rpc::WatchHub watches;
  const QueueService queue_service(queue_desk, watches);
  const QueueWatchService queue_watch_service(queue_desk);
  const PlanService plan_service(plans);
  const IcalWriter calendar_writer;
  CalendarFeeds feeds(store, days, directory, ids, clock);
  const CalendarService calendar_service(feeds, calendar_writer, page_tokens, clock);
  const CoverageService coverage_service(store, days, hosts, clock);
  const RecordService record_service(recorder, page_tokens);
  SqlPersonEraser eraser(database);
  HostSuccession succession(store, role_holders, ids, clock);
  HostReminders host_reminders(store, role_holders, clock);
  const EventConsumerService event_consumer_service(eraser, succession, store);

  foundation.StartRelay(config.event_consumer_addresses());
  foundation.StartSweeper({db::RequestKeyRetention(), outbox::SentEventRetention()});
  base::PeriodicThread jobs(
      absl::Milliseconds(rpc::OrDefault(config.job_interval_ms(), kDefaultJobIntervalMs)),
      [&] {
        const auto deadline = [&] { return clock.Now() + kJobTimeLimit; };
        LogFailure("ExpirePlaces", desk.ExpirePlaces(deadline()).status());
        LogFailure("SendReminders", desk.SendReminders(deadline()).status());
        LogFailure("RemindHosts", host_reminders.Send(deadline()).status());
        LogFailure("RemindOfMissing", recorder.RemindOfMissing(deadline()).status());
        LogFailure("CloseOverDays", days.CloseOverDays(deadline()).status());
      },
      db::ThreadStart, db::ThreadStop);

  rpc::ServeOptions options = foundation.Options(Migrations(), [&] { jobs.Stop(); });
  options.watches = &watches;
  return host.Serve(
      options, foundation.caller_keys(),
      {&day_service.table(), &booking_service.table(), &queue_service.table(),
       &queue_watch_service.table(), &record_service.table(), &plan_service.table(),
       &coverage_service.table(), &calendar_service.table(), &event_consumer_service.table()});
}

}  // namespace deputies::reception
