#include <set>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/caller.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/id_source.h"

namespace deputies::base {
namespace {

class SetClock final : public Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'800'000'000);
};

TEST(ErrorTest, CarriesReasonAndFields) {
  const absl::Status status = InvalidFields({{"messages[3].body", "不能为空"}, {"homeId", "必填"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "FIELD_INVALID");
  ASSERT_EQ(ErrorFields(status).size(), 2u);
  EXPECT_EQ(ErrorFields(status)[0].field, "messages[3].body");
  EXPECT_EQ(ErrorFields(status)[1].description, "必填");
  EXPECT_EQ(ErrorReason(absl::InternalError("x")), "");
  EXPECT_TRUE(ErrorFields(absl::OkStatus()).empty());
}

TEST(TimeOrderedIdSourceTest, RisesEvenWhenTheClockStepsBack) {
  SetClock clock;
  TimeOrderedIdSource ids(clock, 1023);
  int64_t last = 0;
  for (int i = 0; i < 20'000; ++i) {
    if (i == 10'000) clock.now -= absl::Hours(1);
    const int64_t id = ids.Next();
    ASSERT_GT(id, last);
    last = id;
  }
}

TEST(TimeOrderedIdSourceTest, NodesNeverMeet) {
  SetClock clock;
  TimeOrderedIdSource one(clock, 1), two(clock, 2);
  std::set<int64_t> seen;
  for (int i = 0; i < 5'000; ++i) {
    EXPECT_TRUE(seen.insert(one.Next()).second);
    EXPECT_TRUE(seen.insert(two.Next()).second);
  }
}

TEST(TimeOrderedIdSourceTest, ThreadsNeverMeet) {
  TimeOrderedIdSource ids(Clock::System(), 0);
  std::vector<std::vector<int64_t>> made(4);
  std::vector<std::thread> threads;
  for (auto& mine : made) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5'000; ++i) mine.push_back(ids.Next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<int64_t> seen;
  for (const auto& mine : made) seen.insert(mine.begin(), mine.end());
  EXPECT_EQ(seen.size(), 20'000u);
}

TEST(TimeOrderedIdSourceTest, KeepsTheMillisecond) {
  SetClock clock;
  TimeOrderedIdSource ids(clock, 3);
  EXPECT_EQ(TimeOrderedIdSource::TimeOf(ids.Next()), clock.now);
  const absl::Time old = absl::FromUnixMillis(1'303'000'000'123);
  EXPECT_EQ(TimeOrderedIdSource::TimeOf(TimeOrderedIdSource::At(old, 4'194'303)), old);
  EXPECT_GE(TimeOrderedIdSource::At(absl::InfinitePast(), 0), 0);
  EXPECT_GT(TimeOrderedIdSource::At(absl::InfiniteFuture(), 0), 0);
}

TEST(CallerTest, RightsEndAtTheHome) {
  Caller caller;
  caller.kind = Caller::Kind::kPerson;
  caller.grants = {{Role::kDeputy, 1, {10}, 77}, {Role::kLiaison, 2, {20}, 0}};
  EXPECT_EQ(caller.DeputyIdAt(10), 77);
  EXPECT_EQ(caller.DeputyIdAt(20), 0);
  EXPECT_TRUE(caller.IsStaffOf(20));
  EXPECT_FALSE(caller.IsStaffOf(10));
  EXPECT_TRUE(caller.Has(Role::kLiaison));
  EXPECT_FALSE(caller.Has(Role::kChair));
}

}  // namespace
}  // namespace deputies::base
