#include "services/duty/composition/program.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deputies/duty/v1/config.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/config/config.h"
#include "services/common/db/open.h"
#include "services/common/db/request_keys.h"
#include "services/common/log/log.h"
#include "services/common/outbox/outbox.h"
#include "services/common/program/foundation.h"
#include "services/common/redis/redis.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/startup.h"
#include "services/duty/crypto/ed25519_signer.h"
#include "services/duty/crypto/keyed_attendance_codes.h"
#include "services/duty/crypto/sodium_ballot_sealer.h"
#include "services/duty/crypto/voter_pseudonyms.h"
#include "services/duty/domain/assessments.h"
#include "services/duty/domain/ledger_keeper.h"
#include "services/duty/domain/ledger_reader.h"
#include "services/duty/domain/rankings.h"
#include "services/duty/domain/rule_books.h"
#include "services/duty/domain/upkeep.h"
#include "services/duty/print/pango_archive_printer.h"
#include "services/duty/rpc/activity_service.h"
#include "services/duty/rpc/appraisal_service.h"
#include "services/duty/rpc/archive_service.h"
#include "services/duty/rpc/assessment_service.h"
#include "services/duty/rpc/award_service.h"
#include "services/duty/rpc/ballot_service.h"
#include "services/duty/rpc/duty_report_service.h"
#include "services/duty/rpc/event_consumer_service.h"
#include "services/duty/rpc/exam_service.h"
#include "services/duty/rpc/home_evidence_service.h"
#include "services/duty/rpc/ledger_service.h"
#include "services/duty/rpc/project_service.h"
#include "services/duty/rpc/ranking_service.h"
#include "services/duty/rpc/rule_book_service.h"
#include "services/duty/rpc/study_service.h"
#include "services/duty/storage/migrations.h"
#include "services/duty/storage/redis_ranking_board.h"
#include "services/duty/storage/sql_activity_store.h"
#include "services/duty/storage/sql_appraisal_store.h"
#include "services/duty/storage/sql_archive_print_store.h"
#include "services/duty/storage/sql_assessment_store.h"
#include "services/duty/storage/sql_ballot_store.h"
#include "services/duty/storage/sql_duty_report_store.h"
#include "services/duty/storage/sql_exam_store.h"
#include "services/duty/storage/sql_home_fact_store.h"
#include "services/duty/storage/sql_ledger_store.h"
#include "services/duty/storage/sql_note_store.h"
#include "services/duty/storage/sql_project_store.h"
#include "services/duty/storage/sql_ranking_store.h"
#include "services/duty/storage/sql_rule_book_store.h"
#include "services/duty/storage/sql_study_store.h"
#include "services/duty/upstream/accounts_directory.h"

namespace deputies::duty {
namespace {

constexpr char kProcessName[] = "duty";
constexpr uint32_t kDefaultDirectoryCacheSeconds = 300;
constexpr uint32_t kDefaultUpkeepIntervalSeconds = 600;
// The upkeep.
constexpr uint32_t kMoreThreads = 1;
// Heads are signed once a day, and rankings are compared with the ledger as often.
constexpr absl::Duration kDay = absl::Hours(24);

// Signs heads and recomputes every total once a day, rebuilds the rankings at every run.
class DailyWork {
 public:
  DailyWork(LedgerStore& store, LedgerKeeper& keeper, LedgerReader& reader, Rankings& rankings)
      : store_(store), keeper_(keeper), reader_(reader), rankings_(rankings) {}

  void Run(absl::Time deadline) {
    const absl::Status rebuilt = rankings_.Rebuild(deadline);
    if (!rebuilt.ok() && !absl::IsUnavailable(rebuilt)) {
      log::Error("Rankings could not be rebuilt", {{"error", rebuilt.ToString()}});
    }
    if (absl::Now() < next_day_) return;
    const absl::StatusOr<int> count = reader_.SignHeads(deadline);
    if (!count.ok()) {
      log::Error("Ledger heads could not be signed", {{"error", count.status().ToString()}});
      return;
    }
    if (!Recompute(deadline).ok()) return;
    next_day_ = absl::Now() + kDay;
  }

 private:
  absl::Status Recompute(absl::Time deadline) {
    base::Caller self;
    self.kind = base::Caller::Kind::kService;
    self.service = kProcessName;
    const base::CallScope scope{self, deadline, "duty-upkeep", ""};
    const absl::StatusOr<std::vector<int64_t>> homes = store_.ListLedgers(deadline);
    if (!homes.ok()) return homes.status();
    for (const int64_t home_id : *homes) {
      const absl::StatusOr<int> wrong = keeper_.Recompute(scope, home_id);
      if (!wrong.ok()) return wrong.status();
      if (*wrong > 0) {
        log::Error("Totals were not what the ledger makes of them; mended",
                   {{"home_id", absl::StrCat(home_id)}, {"totals", absl::StrCat(*wrong)}});
      }
    }
    return absl::OkStatus();
  }

  LedgerStore& store_;
  LedgerKeeper& keeper_;
  LedgerReader& reader_;
  Rankings& rankings_;
  absl::Time next_day_ = absl::InfinitePast();
};

}  // namespace

int Run(rpc::Host& host) {
  v1::DutyConfig config;
  host.Configure(kProcessName, &config);
  program::Foundation foundation(kProcessName, config, kMoreThreads);
  db::Database& database = foundation.database();
  const base::Clock& clock = foundation.clock();
  base::IdSource& ids = foundation.ids();
  const auth::PageTokens& page_tokens = foundation.page_tokens();
  const rpc::ServiceClient& client = foundation.client();

  const auto partner_key =
      rpc::OrDie("partner_key_file", config::ReadKey(config.partner_key_file()));
  const VoterPseudonyms pseudonyms(partner_key);
  const KeyedAttendanceCodes attendance_codes(partner_key);
  const Ed25519Signer signer(
      rpc::OrDie("signing_key_file", config::ReadKey(config.signing_key_file())));
  const std::unique_ptr<redis::Redis> redis = rpc::OrDie("redis", redis::OpenRedis(config.redis()));

  const program::Upstream accounts =
      foundation.UpstreamOf("deputies.accounts.v1.OrganizationService");
  AccountsDirectory directory(rpc::MakeChannel(accounts.address), client, accounts.timeout, clock,
                              absl::Seconds(rpc::OrDefault(config.directory_cache_seconds(),
                                                           kDefaultDirectoryCacheSeconds)));

  SqlLedgerStore ledger(database, clock);
  SqlRuleBookStore rule_book_store(database, clock);
  SqlRankingStore ranking_store(database, clock);
  SqlDutyReportStore report_store(database, ids, clock);
  SqlBallotStore ballot_store(database, ids, clock);
  const SodiumBallotSealer ballot_sealer;
  SqlActivityStore activity_store(database, ids, clock);
  SqlNoteStore note_store(database, clock);
  SqlStudyStore study_store(database, ids, clock);
  SqlArchivePrintStore print_store(database, clock);
  const PangoArchivePrinter archive_printer;
  SqlAppraisalStore appraisal_store(database, ids, clock);
  SqlExamStore exam_store(database, ids, clock);
  SqlProjectStore project_store(database, ids, clock);
  SqlHomeFactStore home_fact_store(database);
  SqlAssessmentStore assessment_store(database, ids, clock);
  RedisRankingBoard board(*redis);
  RuleBooks books(rule_book_store, directory, ledger, clock);
  LedgerKeeper keeper(ledger, books, directory, pseudonyms, board, clock);
  LedgerReader reader(ledger, books, directory, signer, clock);
  Rankings rankings(board, ranking_store, directory, ids, clock);
  Assessments assessments(home_fact_store, assessment_store, directory, ids, clock);

  const LedgerService ledger_service({keeper, reader, books, page_tokens, clock});
  const RuleBookService rule_book_service(books);
  const RankingService ranking_service(rankings, reader, directory, clock);
  const DutyReportService report_service({report_store, books, ids, page_tokens, clock});
  const BallotService ballot_service({ballot_store, ballot_sealer, directory, ids, clock});
  const ActivityService activity_service(
      {activity_store, attendance_codes, ids, page_tokens, clock});
  const ArchiveService archive_service({note_store, print_store, archive_printer, appraisal_store,
                                        reader, directory, ids, page_tokens, clock});
  const StudyService study_service({study_store, directory, ids, page_tokens, clock});
  const ExamService exam_service({exam_store, directory, ids, page_tokens, clock});
  const AppraisalService appraisal_service({appraisal_store, ballot_store, directory, ids, clock});
  const ProjectService project_service(
      {project_store, ballot_store, directory, ids, page_tokens, clock});
  const AssessmentService assessment_service(assessments, page_tokens);
  const AwardService award_service(assessments, assessment_store);
  const HomeEvidenceService evidence_service(
      {assessment_store, directory, ids, page_tokens, clock});
  const EventConsumerService event_consumer_service(keeper, home_fact_store, pseudonyms);

  foundation.StartRelay(config.event_consumer_addresses());
  foundation.StartSweeper({db::RequestKeyRetention(), outbox::SentEventRetention()});
  DailyWork daily_work(ledger, keeper, reader, rankings);
  Upkeep upkeep(absl::Seconds(rpc::OrDefault(config.upkeep_interval_seconds(),
                                             kDefaultUpkeepIntervalSeconds)),
                [&daily_work](absl::Time deadline) { daily_work.Run(deadline); });
  upkeep.Start(db::ThreadStart, db::ThreadStop);

  rpc::ServeOptions options = foundation.Options(Migrations(), [&] { upkeep.Stop(); });
  return host.Serve(
      options, foundation.caller_keys(),
      {&ledger_service.table(), &rule_book_service.table(), &ranking_service.table(),
       &report_service.table(), &ballot_service.table(), &activity_service.table(),
       &archive_service.table(), &study_service.table(), &exam_service.table(),
       &appraisal_service.table(), &project_service.table(), &assessment_service.table(),
       &award_service.table(), &evidence_service.table(), &event_consumer_service.table()});
}

}  // namespace deputies::duty
