// The limiter against a real Redis, and without one.
#include "gateway/filters/rate_limiter.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/testing/test_redis.h"

namespace deputies::gateway {
namespace {

constexpr size_t kPost = 1;

class RateLimiterTest : public ::testing::Test {
 protected:
  static std::vector<RateLimit> Limits() { return {{"read", 10, 20}, {"post", 0.5, 5}}; }
  // What a gateway does when this many calls come at once: how many it lets through.
  static int Burst(RateLimiter* limiter, const RateLimiter::Subject& who, int calls,
                   absl::Time now = absl::Now()) {
    int allowed = 0;
    for (int i = 0; i < calls; ++i) allowed += limiter->Charge(kPost, who, now).allowed ? 1 : 0;
    return allowed;
  }
  static bool Eventually(const std::function<bool()>& condition) {
    const absl::Time end = absl::Now() + absl::Seconds(5);
    while (!condition()) {
      if (absl::Now() > end) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }

  testing::TestRedis redis_;
  const RateLimiter::Subject person_ = RateLimiter::Subject::Person(42);
  const RateLimiter::Subject other_ = RateLimiter::Subject::Person(43);
};

TEST_F(RateLimiterTest, AllowsABurstAndThenTheRate) {
  RateLimiter limiter(Limits(), &redis_.redis());
  const absl::Time now = absl::Now();
  for (uint64_t left = 5; left-- > 0;) {
    const RateLimiter::Verdict verdict = limiter.Charge(kPost, person_, now);
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.limit, 5u);
    EXPECT_EQ(verdict.remaining, left);
  }
  RateLimiter::Verdict verdict = limiter.Charge(kPost, person_, now);
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.remaining, 0u);
  EXPECT_EQ(verdict.retry_after, absl::Seconds(2));
  EXPECT_EQ(verdict.reset, absl::Seconds(10));
  // Others, and other classes, are not touched.
  EXPECT_EQ(Burst(&limiter, other_, 10, now), 5);
  EXPECT_TRUE(limiter.Charge(0, person_, now).allowed);
  verdict = limiter.Charge(kPost, person_, now + absl::Milliseconds(1900));
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.retry_after, absl::Milliseconds(100));
  EXPECT_EQ(Burst(&limiter, person_, 10, now + absl::Seconds(4)), 2);
}

TEST_F(RateLimiterTest, AnAddressMayCallFiftyTimesAsOften) {
  RateLimiter limiter(Limits(), &redis_.redis());
  const auto village = RateLimiter::Subject::Address(*ParseClientAddress("192.0.2.1"));
  const absl::Time now = absl::Now();
  EXPECT_EQ(Burst(&limiter, village, 1000, now), 250);
  EXPECT_EQ(limiter.Charge(kPost, village, now).retry_after, absl::Milliseconds(40));
  limiter.Refund(kPost, village);
  EXPECT_EQ(Burst(&limiter, village, 10, now), 1);
}

TEST_F(RateLimiterTest, GatewaysSeeEachOthersCalls) {
  RateLimiter here(Limits(), &redis_.redis());
  RateLimiter there(Limits(), &redis_.redis());
  EXPECT_EQ(Burst(&here, person_, 5), 5);
  // The other one knows nothing yet: its first call may pass, and brings the sum back.
  EXPECT_TRUE(Eventually([&] {
    const auto keys = redis_.redis().Command({"KEYS", "rate:post:p:*"});
    return keys.ok() && keys->elements.size() == 1;
  }));
  EXPECT_TRUE(there.Charge(kPost, person_, absl::Now()).allowed);
  EXPECT_TRUE(Eventually([&] { return !there.Charge(kPost, person_, absl::Now()).allowed; }));
  EXPECT_EQ(Burst(&there, other_, 10), 5);
  // What is counted in Redis goes by itself.
  const auto ttl = redis_.redis().Command({"PTTL", "rate:post:p:2a000000000000000000000000000000"});
  ASSERT_TRUE(ttl.ok()) << ttl.status();
  EXPECT_GT(ttl->integer, 5000);
  EXPECT_LE(ttl->integer, 20'000);
}

TEST_F(RateLimiterTest, LimitsWithoutRedisToo) {
  RateLimiter limiter(Limits(), &redis_.redis());
  EXPECT_EQ(Burst(&limiter, other_, 1), 1);
  EXPECT_TRUE(Eventually([&] { return limiter.shared(); }));
  redis_.Kill();
  const absl::Time begin = absl::Now();
  EXPECT_EQ(Burst(&limiter, person_, 100), 5);
  EXPECT_LT(absl::Now() - begin, absl::Milliseconds(200)) << "no call waits for Redis";
  EXPECT_TRUE(Eventually([&] { return !limiter.shared(); }));
  redis_.Start();
  EXPECT_TRUE(Eventually([&] {
    Burst(&limiter, RateLimiter::Subject::Person(absl::GetCurrentTimeNanos()), 1);
    return limiter.shared();
  }));
}

TEST_F(RateLimiterTest, KeepsItsMemoryBounded) {
  RateLimiter limiter(Limits(), &redis_.redis());
  const absl::Time now = absl::Now();
  for (int64_t i = 1; i <= 300'000; ++i) {
    limiter.Charge(kPost, RateLimiter::Subject::Person(i), now);
  }
  EXPECT_LE(limiter.size(), 16u * 16384);
}

}  // namespace
}  // namespace deputies::gateway
