// What a page, one message and a post cost on a private MariaDB with 100,000 messages. Time is wall
// time with one caller; "db_cpu_us" is CPU of mariadbd per operation.
//   build/release/bin/board_message_store_benchmark
#include <atomic>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "benchmark/benchmark.h"
#include "services/board/domain/message_poster.h"
#include "services/board/storage/database_cpu.h"
#include "services/board/storage/migrations.h"
#include "services/board/storage/sql_message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/testing/test_database.h"

namespace deputies::board {
namespace {

constexpr int64_t kMessages = 100'000;
constexpr int64_t kHome = 1;

class AnyAddressee final : public base::Directory {
 public:
  absl::Status CheckHome(const CallScope&, int64_t) override { return absl::OkStatus(); }
  absl::Status CheckOpenHome(const CallScope& scope, int64_t home_id) override {
    return CheckHome(scope, home_id);
  }
  absl::Status CheckDeputy(const CallScope&, int64_t, int64_t) override { return absl::OkStatus(); }
};

struct World {
  World() {
    // Seven of ten messages are public; every second has an answer; 2,000 authors, 20 deputies.
    database.Run(absl::StrCat(
        "INSERT INTO messages (home_id, id, author_id, deputy_id, visibility, state, version, "
        "answer_count, create_time, subject, author_name, body) SELECT ",
        kHome,
        ", seq * 4194304, 1 + (seq * 7919) % 2000, IF(seq % 2, 0, 1 + seq % 20), "
        "IF(seq % 10 < 3, 1, 2), 1 + seq % 2, 1, seq % 2, '2026-01-01', '村口的路灯坏了', "
        "'选民ABCD', "
        "REPEAT('村口第三盏路灯坏了一个月', 10) FROM seq_1_to_",
        kMessages));
    database.Run(
        "INSERT INTO message_answers (home_id, message_id, id, deputy_id, responder_id, "
        "create_time, responder_name, body) SELECT home_id, id, id, deputy_id, 1, create_time, "
        "'王代表', "
        "REPEAT('已经联系电力部门', 10) FROM messages WHERE answer_count > 0");
    database.Run("ANALYZE TABLE messages, message_answers");
  }

  testing::TestDatabase database{Migrations()};
  base::TimeOrderedIdSource ids{base::Clock::System(), 1};
  SqlMessageStore store{database.database(), ids, base::Clock::System()};
  AnyAddressee directory;
  base::WorkCalendar calendar;
  MessagePoster poster{store, directory, calendar, ids, base::Clock::System()};
};

World& TheWorld() {
  static World* const world = new World;
  return *world;
}

void List(benchmark::State& state, const Viewer& viewer) {
  World& world = TheWorld();
  const DatabaseCpu cpu(state);
  ListQuery query;
  query.home_id = kHome;
  query.limit = 21;
  int64_t position = 0;
  for (auto _ : state) {
    // Pages all over the home.
    position = (position + 61'803) % kMessages;
    query.before_id = (1000 + position % (kMessages - 1000)) * 4194304;
    const auto page = world.store.ListMessages(absl::Now() + absl::Seconds(5), viewer, query);
    if (!page.ok() || page->size() != 21) state.SkipWithError("no full page");
  }
}
BENCHMARK_CAPTURE(List, anonymous, Viewer{});
BENCHMARK_CAPTURE(List, voter, (Viewer{5, 0, false}));
BENCHMARK_CAPTURE(List, deputy, (Viewer{5, 2, false}));
BENCHMARK_CAPTURE(List, staff, (Viewer{5, 0, true}));

void Get(benchmark::State& state) {
  World& world = TheWorld();
  const DatabaseCpu cpu(state);
  int64_t position = 0;
  for (auto _ : state) {
    position = (position + 61'803) % kMessages;
    const auto message =
        world.store.FindMessage(absl::Now() + absl::Seconds(5), kHome, (1 + position) * 4194304);
    if (!message.ok() || !message->has_value()) state.SkipWithError("no message");
  }
}
BENCHMARK(Get);

void Post(benchmark::State& state) {
  World& world = TheWorld();
  const DatabaseCpu cpu(state);
  base::Caller caller;
  caller.kind = base::Caller::Kind::kPerson;
  caller.person_id = 7 + state.thread_index();
  static std::atomic<int64_t> keys = 0;
  for (auto _ : state) {
    RequestKey key;
    key.home_id = kHome;
    key.person_id = caller.person_id;
    key.operation = "PostMessage";
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++keys);
    const auto posted =
        world.poster.Post({caller, absl::Now() + absl::Seconds(5), "benchmark", ""}, key,
                          {kHome, 0, Visibility::kPublic, "村口的路灯坏了",
                           "村口第三盏路灯坏了一个月，晚上看不见路"});
    if (!posted.ok()) state.SkipWithError(posted.status().ToString().c_str());
  }
}
BENCHMARK(Post)->UseRealTime();

}  // namespace
}  // namespace deputies::board

BENCHMARK_MAIN();
