#include "services/reception/composition/program.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "deputies/reception/v1/config.pb.h"
#include "services/common/auth/caller_context.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/periodic_thread.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/open.h"
#include "services/common/db/readiness.h"
#include "services/common/db/request_keys.h"
#include "services/common/db/retention_sweeper.h"
#include "services/common/directory/accounts_directory.h"
#include "services/common/directory/caching_directory.h"
#include "services/common/log/log.h"
#include "services/common/outbox/grpc_consumer.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/relay.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/startup.h"
#include "services/reception/calendar/ical_recurrence.h"
#include "services/reception/calendar/ical_writer.h"
#include "services/reception/domain/booking_desk.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/host_roster.h"
#include "services/reception/domain/plan_maker.h"
#include "services/reception/domain/queue_desk.h"
#include "services/reception/domain/visit_recorder.h"
#include "services/reception/rpc/booking_service.h"
#include "services/reception/rpc/coverage_service.h"
#include "services/reception/rpc/day_service.h"
#include "services/reception/rpc/event_consumer_service.h"
#include "services/reception/rpc/plan_service.h"
#include "services/reception/rpc/queue_service.h"
#include "services/reception/rpc/record_service.h"
#include "services/reception/storage/migrations.h"
#include "services/reception/storage/sql_person_eraser.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/upstream/accounts_role_holders.h"

namespace deputies::reception {
namespace {

constexpr char kProcessName[] = "reception";
constexpr uint32_t kDefaultWorkerThreads = 8;
constexpr uint32_t kDefaultUpstreamTimeoutMs = 5000;
constexpr uint32_t kDefaultDirectoryCacheSeconds = 60;
constexpr uint32_t kDefaultJobIntervalMs = 1000;
// Relay, sweeper, jobs and health check use the database besides the workers.
constexpr uint32_t kBackgroundThreads = 4;
// Longest run of one job; the next run goes on where it ended.
constexpr absl::Duration kJobTimeLimit = absl::Seconds(30);

void LogFailure(const char* job, const absl::Status& status) {
  if (!status.ok()) log::Warning("Job failed", {{"job", job}, {"error", status.ToString()}});
}

absl::StatusOr<base::WorkCalendar> ReadCalendar(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError("cannot read " + path);
  return base::WorkCalendar::Parse(
      std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
}

}  // namespace

int Run(rpc::Host& host) {
  v1::ReceptionConfig config;
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

  const base::Clock& clock = base::Clock::System();
  base::TimeOrderedIdSource ids(clock, config.server().node_number());
  SqlReceptionStore store(*database, ids, clock);

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

  CheckInCodes codes;
  DayBook days(store, directory, ids, clock);
  HostRoster hosts(store, directory, ids);
  BookingDesk desk(store, ids, codes, clock);
  QueueDesk queue_desk(store, ids, codes, clock);
  AccountsRoleHolders role_holders(
      rpc::MakeChannel(accounts.address()), client,
      absl::Milliseconds(rpc::OrDefault(accounts.timeout_ms(), kDefaultUpstreamTimeoutMs)));
  const base::WorkCalendar calendar =
      rpc::OrDie("holidays_file", ReadCalendar(config.holidays_file()));
  VisitRecorder recorder(store, role_holders, calendar, ids, codes, clock);
  const IcalRecurrence recurrence;
  PlanMaker plans(store, directory, recurrence, calendar, ids, clock);
  const DayService day_service(days, hosts, clock);
  const BookingService booking_service(desk, page_tokens, clock);
  const QueueService queue_service(queue_desk);
  const PlanService plan_service(plans);
  const IcalWriter calendar_writer;
  const CoverageService coverage_service(days, hosts, calendar_writer, clock);
  const RecordService record_service(recorder, page_tokens);
  SqlPersonEraser eraser(*database);
  const EventConsumerService event_consumer_service(eraser);

  outbox::Relay relay(*database, clock,
                      outbox::GrpcConsumers({config.event_consumer_addresses().begin(),
                                             config.event_consumer_addresses().end()},
                                            caller_keys, kProcessName));
  relay.Start();
  db::RetentionSweeper sweeper(*database, clock,
                               {db::RequestKeyRetention(), outbox::SentEventRetention()});
  sweeper.Start();
  base::PeriodicThread jobs(
      absl::Milliseconds(rpc::OrDefault(config.job_interval_ms(), kDefaultJobIntervalMs)),
      [&] {
        const auto deadline = [&] { return clock.Now() + kJobTimeLimit; };
        LogFailure("ExpirePlaces", desk.ExpirePlaces(deadline()).status());
        LogFailure("SendReminders", desk.SendReminders(deadline()).status());
        LogFailure("RemindOfMissing", recorder.RemindOfMissing(deadline()).status());
        LogFailure("CloseOverDays", days.CloseOverDays(deadline()).status());
      },
      db::ThreadStart, db::ThreadStop);

  db::Readiness readiness(*database, Migrations());
  rpc::ServeOptions options;
  options.server = config.server();
  options.worker_start = db::ThreadStart;
  options.worker_stop = db::ThreadStop;
  options.ready = [&readiness] { return readiness.Check(); };
  options.before_exit = [&] {
    jobs.Stop();
    relay.Stop();
    sweeper.Stop();
  };
  return host.Serve(options, caller_keys,
                    {&day_service.table(), &booking_service.table(), &queue_service.table(),
                     &record_service.table(), &plan_service.table(), &coverage_service.table(),
                     &event_consumer_service.table()});
}

}  // namespace deputies::reception
