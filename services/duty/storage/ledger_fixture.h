// The ledger over a real database and a real Redis, for the tests of this folder.
#ifndef SERVICES_DUTY_STORAGE_LEDGER_FIXTURE_H_
#define SERVICES_DUTY_STORAGE_LEDGER_FIXTURE_H_

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/open.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"
#include "services/common/testing/test_redis.h"
#include "services/duty/crypto/ed25519_signer.h"
#include "services/duty/crypto/voter_pseudonyms.h"
#include "services/duty/domain/errors.h"
#include "services/duty/domain/ledger_export.h"
#include "services/duty/domain/ledger_keeper.h"
#include "services/duty/domain/ledger_reader.h"
#include "services/duty/domain/rankings.h"
#include "services/duty/storage/migrations.h"
#include "services/duty/storage/redis_ranking_board.h"
#include "services/duty/storage/sql_ledger_store.h"
#include "services/duty/storage/sql_ranking_store.h"
#include "services/duty/storage/sql_rule_book_store.h"

namespace deputies::duty {

inline constexpr int64_t kCounty = 77;

// Homes 1-9 of one county; every deputy is a township deputy of every home.
class FakeDirectory final : public Directory {
 public:
  absl::StatusOr<HomeCard> Home(const base::CallScope&, int64_t home_id) override {
    if (home_id > 9) return HomeNotFound();
    return HomeCard{home_id, absl::StrCat("家", home_id), home_id, kCounty};
  }
  absl::Status CheckOpenHome(const base::CallScope& scope, int64_t home_id) override {
    return Home(scope, home_id).status();
  }
  absl::StatusOr<DeputyCard> Deputy(const base::CallScope&, int64_t, int64_t deputy_id) override {
    DeputyCard card;
    card.deputy_id = deputy_id;
    card.name = absl::StrCat("代表", deputy_id);
    card.level = 1;
    return card;
  }
  absl::StatusOr<std::vector<DeputyCard>> Deputies(const base::CallScope&, int64_t) override {
    return std::vector<DeputyCard>();
  }
  absl::StatusOr<std::vector<int64_t>> Leaders(const base::CallScope&, int64_t home_id) override {
    return std::vector<int64_t>{home_id * 100};
  }
};

// 2026-02-01 at noon and days after it.
inline absl::Time Day(int number) {
  return base::StartOfShanghaiDay(absl::CivilDay(2026, 2, 1) + number) + absl::Hours(12);
}

inline DutyFact Fact(int64_t home_id, int64_t deputy_id, const std::string& item, int64_t source_id,
                     absl::Time time = Day(0)) {
  DutyFact fact;
  fact.home_id = home_id;
  fact.deputy_id = deputy_id;
  fact.item = item;
  fact.source_type = "message";
  fact.source_id = source_id;
  fact.perform_time = time;
  return fact;
}

class LedgerTest : public ::testing::Test {
 protected:
  base::CallScope Scope(absl::Duration limit = absl::Seconds(60)) {
    return {caller_, absl::Now() + limit, "test", ""};
  }
  base::RequestKey Key(const char* operation, int number, int64_t home_id = 1) {
    base::RequestKey key;
    key.home_id = home_id;
    key.person_id = 5;
    key.operation = operation;
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", number);
    return key;
  }
  // So many messages received, and so many of them answered.
  std::vector<DutyFact> Messages(int64_t home_id, int64_t deputy_id, int received, int answered) {
    std::vector<DutyFact> facts;
    for (int i = 0; i < received; ++i) {
      facts.push_back(Fact(home_id, deputy_id, "message_received", deputy_id * 1000 + i, Day(i)));
      if (i < answered) {
        facts.push_back(Fact(home_id, deputy_id, "message_answered", deputy_id * 1000 + i, Day(i)));
      }
    }
    return facts;
  }
  RankingQuery Query(bool of_county, int offset = 0, int limit = 20) {
    RankingQuery query;
    query.key = {of_county, of_county ? kCounty : 1, 1, "2026"};
    query.offset = offset;
    query.limit = limit;
    query.own_home_id = 1;
    query.own_deputy_id = 3;
    return query;
  }

  std::vector<std::string> ExportOf(int64_t home_id) {
    std::vector<std::string> lines;
    int64_t from = 0;
    while (true) {
      const LedgerReader::ExportPage page = reader_.Export(Scope(), home_id, from).value();
      lines.insert(lines.end(), page.lines.begin(), page.lines.end());
      if (!page.next_from.has_value()) return lines;
      from = *page.next_from;
    }
  }
  // What the verifier that shares no code with the service makes of the home's export: 0 for no
  // fault.
  int VerifyByOthers(int64_t home_id) {
    const std::string path = absl::StrCat(::testing::TempDir(), "/ledger_", getpid(), ".txt");
    std::ofstream file(path);
    for (const std::string& line : ExportOf(home_id)) file << line << "\n";
    file.close();
    const std::string program = DEPUTIES_SOURCE_DIR "/tests/verifier/ledger.py";
    const int code =
        std::system(absl::StrCat("/usr/bin/python3 ", program, " ", path, " >/dev/null").c_str());
    std::remove(path.c_str());
    return code;
  }

  base::Caller caller_;
  testing::TestDatabase database_{Migrations()};
  testing::TestRedis redis_;
  testing::FakeClock clock_;
  testing::SequentialIdSource ids_;
  FakeDirectory directory_;
  VoterPseudonyms pseudonyms_{{1, 2, 3}};
  Ed25519Signer signer_{{4, 5, 6}};
  SqlLedgerStore store_{database_.database(), clock_};
  SqlRuleBookStore rule_book_store_{database_.database(), clock_};
  SqlRankingStore ranking_store_{database_.database(), clock_};
  RedisRankingBoard board_{redis_.redis()};
  RuleBooks books_{rule_book_store_, directory_, store_, clock_};
  LedgerKeeper keeper_{store_, books_, directory_, pseudonyms_, board_, clock_};
  LedgerReader reader_{store_, books_, directory_, signer_, clock_};
  Rankings rankings_{board_, ranking_store_, directory_, ids_, clock_};
};

// Drills in their full form, for a release.
inline bool FullDrills() {
  const char* const full = std::getenv("DEPUTIES_FULL_DRILLS");
  return full != nullptr && std::string(full) == "1";
}

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_LEDGER_FIXTURE_H_
