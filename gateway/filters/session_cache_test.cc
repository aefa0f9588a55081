#include "gateway/filters/session_cache.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/filters/session_filter.h"
#include "gateway/http/request_id.h"
#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

CallerPointer Person(int64_t id) {
  common::v1::Caller caller;
  caller.set_person_id(id);
  return std::make_shared<const common::v1::Caller>(caller);
}

TEST(SessionCacheTest, KeepsUntilExpiry) {
  SessionCache cache(100);
  const absl::Time now = absl::FromUnixSeconds(1000);
  EXPECT_FALSE(cache.Find(KeyOf("a"), now).has_value());
  cache.Store(KeyOf("a"), Person(1), now + absl::Seconds(3), now);
  cache.Store(KeyOf("bad"), nullptr, now + absl::Seconds(1), now);
  ASSERT_TRUE(cache.Find(KeyOf("a"), now).has_value());
  EXPECT_EQ((*cache.Find(KeyOf("a"), now))->person_id(), 1);
  EXPECT_EQ(*cache.Find(KeyOf("bad"), now), nullptr);
  EXPECT_FALSE(cache.Find(KeyOf("bad"), now + absl::Seconds(1)).has_value());
  EXPECT_FALSE(cache.Find(KeyOf("a"), now + absl::Seconds(3)).has_value());
  cache.Store(KeyOf("late"), Person(1), now, now);
  EXPECT_EQ(cache.size(), 0u);
}

TEST(SessionCacheTest, Drops) {
  SessionCache cache(100);
  const absl::Time now = absl::FromUnixSeconds(1000);
  const absl::Time later = now + absl::Seconds(3);
  cache.Store(KeyOf("a"), Person(1), later, now);
  cache.Store(KeyOf("b"), Person(1), later, now);
  cache.Store(KeyOf("c"), Person(2), later, now);
  cache.Store(KeyOf("bad"), nullptr, later, now);
  cache.Drop(KeyOf("a"));
  EXPECT_FALSE(cache.Find(KeyOf("a"), now).has_value());
  cache.DropPerson(1);
  EXPECT_FALSE(cache.Find(KeyOf("b"), now).has_value());
  EXPECT_TRUE(cache.Find(KeyOf("c"), now).has_value());
  EXPECT_TRUE(cache.Find(KeyOf("bad"), now).has_value());
}

TEST(SessionCacheTest, StaysWithinCapacity) {
  SessionCache cache(64);
  const absl::Time now = absl::FromUnixSeconds(1000);
  for (int i = 0; i < 1000; ++i) {
    cache.Store(KeyOf(absl::StrCat(i)), nullptr, now + absl::Seconds(1), now);
    EXPECT_LE(cache.size(), 64u);
  }
  EXPECT_TRUE(cache.Find(KeyOf("999"), now).has_value());
}

TEST(BearerTokenTest, ReadsTheHeader) {
  EXPECT_EQ(BearerToken("Bearer abc"), "abc");
  EXPECT_EQ(BearerToken("bearer  abc "), "abc");
  EXPECT_EQ(BearerToken("Basic abc"), "");
  EXPECT_EQ(BearerToken("Bearer"), "");
  EXPECT_EQ(BearerToken(""), "");
}

TEST(RequestIdTest, KeepsGoodOnes) {
  EXPECT_EQ(RequestIdFrom("abc-DEF-123"), "abc-DEF-123");
  for (const std::string& bad : {std::string("short"), std::string(65, 'a'),
                                 std::string("has space1"), std::string("quote\"quote")}) {
    EXPECT_EQ(RequestIdFrom(bad).size(), 32u);
  }
  EXPECT_NE(NewRequestId(), NewRequestId());
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  EXPECT_EQ(TraceparentFrom(trace), trace);
  EXPECT_EQ(TraceparentFrom("00-xyz"), "");
  EXPECT_EQ(TraceparentFrom("ff" + trace.substr(2)), "");
}

}  // namespace
}  // namespace deputies::gateway
