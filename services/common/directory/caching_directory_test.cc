#include "services/common/directory/caching_directory.h"

#include "gtest/gtest.h"
#include "services/common/base/directory.h"
#include "services/common/base/error.h"

namespace deputies::directory {
namespace {

class SettableClock final : public base::Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::UnixEpoch() + absl::Hours(1);
};

class ScriptedDirectory final : public base::Directory {
 public:
  absl::Status CheckHome(const base::CallScope&, int64_t) override {
    ++calls;
    return answer;
  }
  absl::Status CheckOpenHome(const base::CallScope& scope, int64_t home_id) override {
    return CheckHome(scope, home_id);
  }
  absl::Status CheckDeputy(const base::CallScope&, int64_t, int64_t) override {
    ++calls;
    return answer;
  }
  absl::Status answer;
  int calls = 0;
};

class CachingDirectoryTest : public ::testing::Test {
 protected:
  base::Caller caller_;
  base::CallScope scope_{caller_, absl::InfiniteFuture(), "", ""};
  SettableClock clock_;
  ScriptedDirectory source_;
  CachingDirectory directory_{source_, clock_, absl::Seconds(60)};
};

TEST_F(CachingDirectoryTest, AsksOnceALifetime) {
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  clock_.now += absl::Seconds(59);
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  EXPECT_EQ(source_.calls, 1);
  clock_.now += absl::Seconds(2);
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  EXPECT_EQ(source_.calls, 2);
}

TEST_F(CachingDirectoryTest, HomesAndDeputiesAreApart) {
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  source_.answer = base::DeputyNotFound();
  EXPECT_EQ(base::ErrorReason(directory_.CheckDeputy(scope_, 1, 5)), "DEPUTY_NOT_FOUND");
  EXPECT_EQ(base::ErrorReason(directory_.CheckDeputy(scope_, 1, 0)), "DEPUTY_NOT_FOUND");
  EXPECT_EQ(base::ErrorReason(directory_.CheckHome(scope_, -1)), "HOME_NOT_FOUND");
  EXPECT_EQ(source_.calls, 2);
}

TEST_F(CachingDirectoryTest, ForgetsANoSoon) {
  source_.answer = base::HomeNotFound();
  EXPECT_EQ(base::ErrorReason(directory_.CheckHome(scope_, 1)), "HOME_NOT_FOUND");
  source_.answer = absl::OkStatus();
  EXPECT_EQ(base::ErrorReason(directory_.CheckHome(scope_, 1)), "HOME_NOT_FOUND");
  clock_.now += CachingDirectory::kNegativeLifetime;
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
}

TEST_F(CachingDirectoryTest, AnOldYesStandsWhileAccountsIsAway) {
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  source_.answer = absl::UnavailableError("down");
  clock_.now += absl::Hours(5);
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  EXPECT_EQ(source_.calls, 2);  // the second did not ask again at once
  clock_.now += CachingDirectory::kRefreshTime;
  source_.answer = base::HomeNotFound();
  EXPECT_EQ(base::ErrorReason(directory_.CheckHome(scope_, 1)), "HOME_NOT_FOUND");
}

TEST_F(CachingDirectoryTest, AFailureIsPassedOnAndNotKept) {
  source_.answer = absl::UnavailableError("down");
  EXPECT_TRUE(absl::IsUnavailable(directory_.CheckHome(scope_, 1)));
  source_.answer = absl::OkStatus();
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
}

TEST_F(CachingDirectoryTest, AClosedHomeIsThereButNotOpen) {
  EXPECT_TRUE(directory_.CheckOpenHome(scope_, 1).ok());
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  source_.answer = base::HomeClosed("新家");
  clock_.now += CachingDirectory::kNegativeLifetime;
  const absl::Status closed = directory_.CheckOpenHome(scope_, 1);
  EXPECT_EQ(base::ErrorReason(closed), "HOME_CLOSED");
  EXPECT_EQ(directory_.CheckOpenHome(scope_, 1), closed);
  EXPECT_TRUE(directory_.CheckHome(scope_, 1).ok());
  EXPECT_EQ(source_.calls, 3);
}

TEST_F(CachingDirectoryTest, MadeUpIdsDoNotFillTheMemory) {
  source_.answer = base::HomeNotFound();
  for (size_t id = 1; id <= CachingDirectory::kMaxEntries + 10; ++id) {
    EXPECT_FALSE(directory_.CheckHome(scope_, static_cast<int64_t>(id)).ok());
  }
  EXPECT_FALSE(directory_.CheckHome(scope_, 1).ok());
  EXPECT_EQ(source_.calls, static_cast<int>(CachingDirectory::kMaxEntries) + 11);
}

}  // namespace
}  // namespace deputies::directory
