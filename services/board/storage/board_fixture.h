// What the storage tests of the board share.
#ifndef SERVICES_BOARD_STORAGE_BOARD_FIXTURE_H_
#define SERVICES_BOARD_STORAGE_BOARD_FIXTURE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "deputies/events/v1/event.pb.h"
#include "gtest/gtest.h"
#include "services/board/domain/stable_hash.h"
#include "services/board/storage/migrations.h"
#include "services/board/storage/sql_message_store.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"

namespace deputies::board {

// Answers as told.
class FakeDirectory final : public base::Directory {
 public:
  absl::Status CheckHome(const CallScope&, int64_t) override { return home; }
  absl::Status CheckOpenHome(const CallScope& scope, int64_t home_id) override {
    return CheckHome(scope, home_id);
  }
  absl::Status CheckDeputy(const CallScope&, int64_t, int64_t) override { return deputy; }
  absl::Status home;
  absl::Status deputy;
};

inline base::Caller Person(int64_t person_id) {
  base::Caller caller;
  caller.kind = base::Caller::Kind::kPerson;
  caller.person_id = person_id;
  caller.display_name = absl::StrCat("person ", person_id);
  caller.voter = true;
  return caller;
}

inline base::Caller WithRole(int64_t person_id, base::Role role, int64_t home_id,
                             int64_t deputy_id = 0) {
  base::Caller caller = Person(person_id);
  caller.grants.push_back({role, 1, {home_id}, deputy_id});
  return caller;
}

inline CallScope Scope(const base::Caller& caller) {
  return {caller, absl::Now() + absl::Seconds(60), "test", ""};
}

// `key` numbers the request id, `body` stands for the request's content.
inline RequestKey Key(absl::string_view operation, int64_t home_id, int64_t person_id, int key,
                      absl::string_view body) {
  RequestKey result;
  result.home_id = home_id;
  result.person_id = person_id;
  result.operation = operation;
  result.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", key);
  uint64_t hash = StableHash(body);
  for (unsigned char& byte : result.request_hash) {
    byte = static_cast<unsigned char>(hash);
    hash = hash * 6364136223846793005u + 1442695040888963407u;
    hash ^= hash >> 29;
  }
  return result;
}

// A schema of its own for each test.
class BoardFixture : public ::testing::Test {
 protected:
  SqlMessageStore& store() { return store_; }
  int64_t Count(absl::string_view table) {
    return database_.QueryInt(absl::StrCat("SELECT COUNT(*) FROM ", table));
  }
  // The outbox in the order of its ids.
  std::vector<events::v1::Event> Events() {
    std::vector<events::v1::Event> events;
    for (const db::Row& row : database_.Query("SELECT payload FROM outbox ORDER BY id")) {
      EXPECT_TRUE(events.emplace_back().ParseFromString(row.String(0)));
    }
    return events;
  }
  // The same without notices to people.
  std::vector<events::v1::Event> Facts() {
    std::vector<events::v1::Event> all = Events(), facts;
    for (events::v1::Event& event : all) {
      if (!event.has_notice_requested()) facts.push_back(std::move(event));
    }
    return facts;
  }

  // Rows and index entries that the server has read so far, over all connections.
  int64_t RowsTouched() {
    return database_.QueryInt(
        "SELECT CAST(SUM(variable_value) AS SIGNED) FROM information_schema.global_status "
        "WHERE variable_name LIKE 'HANDLER\\_READ\\_%'");
  }

  testing::TestDatabase database_{Migrations()};
  testing::FakeClock clock_;
  base::TimeOrderedIdSource ids_{clock_, 1};

 private:
  SqlMessageStore store_{database_.database(), ids_, clock_};
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_BOARD_FIXTURE_H_
