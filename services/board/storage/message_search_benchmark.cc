// What a search of one two-character word costs on a private MariaDB with DEPUTIES_MESSAGES
// (100,000 unless set) messages in 50 homes, one of which has a tenth of them: words that stand in
// every second, every tenth and every thousandth message, on the first page and on far ones.
// "db_cpu_us" is CPU of mariadbd per search.
//   DEPUTIES_MESSAGES=1000000 build/release/bin/board_message_search_benchmark
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "benchmark/benchmark.h"
#include "services/board/domain/message_search.h"
#include "services/board/domain/text_grams.h"
#include "services/board/storage/database_cpu.h"
#include "services/board/storage/migrations.h"
#include "services/board/storage/sql_message_search.h"
#include "services/board/storage/sql_message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/testing/test_database.h"

namespace deputies::board {
namespace {

constexpr int64_t kLargeHome = 1;
constexpr int64_t kHomes = 50;
constexpr int kBatch = 500;

int64_t Messages() {
  const char* named = std::getenv("DEPUTIES_MESSAGES");
  int64_t messages = 0;
  return named != nullptr && absl::SimpleAtoi(named, &messages) ? messages : 100'000;
}

int64_t HomeOf(int64_t i) { return i % 10 == 0 ? kLargeHome : 2 + i % (kHomes - 1); }
int64_t IdOf(int64_t i) { return (i + 1) * 4194304; }

struct World {
  World() {
    database.Run("ALTER TABLE message_grams DROP KEY idx_message_grams");
    // Pairs of characters that no other pair makes: words of the made-up language of this test.
    static constexpr const char* kFill[] = {"道路", "供水", "学校", "公园", "医保", "渠道", "林带",
                                            "班车", "低保", "噪音", "停车", "垃圾", "井盖", "电梯"};
    std::mt19937_64 random(1);
    const int64_t count = Messages();
    for (int64_t first = 0; first < count; first += kBatch) {
      std::string messages =
          "INSERT INTO messages (home_id, id, author_id, deputy_id, visibility, state, version, "
          "answer_count, create_time, subject, author_name, body) VALUES ";
      std::string grams = "INSERT INTO message_grams (home_id, message_id, part_id, grams) VALUES ";
      for (int64_t i = first; i < std::min(first + kBatch, count); ++i) {
        std::string body;
        for (int word = 0; word < 20; ++word) {
          absl::StrAppend(&body, kFill[random() % 14], word % 4 == 3 ? "，" : "");
        }
        if (random() % 2 == 0) absl::StrAppend(&body, "。路灯");
        if (random() % 10 == 0) absl::StrAppend(&body, "。供暖");
        if (random() % 1000 == 0) absl::StrAppend(&body, "。沼气");
        const char* comma = i == first ? "" : ",";
        absl::StrAppend(&messages, comma, "(", HomeOf(i), ",", IdOf(i),
                        ",5,0,2,1,1,0,'2026-01-01','主题','选民ABCD','", body, "')");
        absl::StrAppend(&grams, comma, "(", HomeOf(i), ",", IdOf(i), ",0,'",
                        GramWords(HomeOf(i), Bigrams(body)), "')");
      }
      database.Run(messages);
      database.Run(grams);
    }
    // A million messages take minutes.
    database.Run("ALTER TABLE message_grams ADD FULLTEXT KEY idx_message_grams (grams)",
                 absl::Hours(1));
    database.Run("ANALYZE TABLE messages, message_grams", absl::Hours(1));
  }

  testing::TestDatabase database{Migrations()};
  base::TimeOrderedIdSource ids{base::Clock::System(), 1};
  SqlMessageStore store{database.database(), ids, base::Clock::System()};
  SqlMessageSearch search{database.database(), store};
  MessageSearcher searcher{search, base::Clock::System()};
};

World& TheWorld() {
  static World* const world = new World;
  return *world;
}

// `far`: from a random place of the home on, as pages far down are.
void Search(benchmark::State& state, const char* word, int64_t home_id, bool far) {
  World& world = TheWorld();
  const base::Caller nobody;
  SearchFilters filters;
  filters.words = word;
  std::mt19937_64 random(2);
  const auto search = [&] {
    std::optional<int64_t> before;
    if (far) before = IdOf(Messages() / 2 + static_cast<int64_t>(random() % 1000));
    return world.searcher.Search({nobody, absl::Now() + absl::Seconds(30), "benchmark", ""},
                                 home_id, filters, before, 20);
  };
  search().IgnoreError();
  const DatabaseCpu cpu(state);
  for (auto _ : state) {
    const auto page = search();
    if (!page.ok() || page->messages.empty()) state.SkipWithError("nothing found");
  }
}
BENCHMARK_CAPTURE(Search, home_every_2nd, "路灯", 7, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, home_every_2nd_far, "路灯", 7, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, home_every_10th, "供暖", 7, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, home_every_10th_far, "供暖", 7, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, home_rare, "沼气", 7, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, large_home_every_2nd, "路灯", kLargeHome, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, large_home_every_10th, "供暖", kLargeHome, false)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, large_home_every_10th_far, "供暖", kLargeHome, true)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Search, large_home_rare, "沼气", kLargeHome, false)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace deputies::board

BENCHMARK_MAIN();
