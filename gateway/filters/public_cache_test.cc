#include "gateway/filters/public_cache.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

class Follower final : public PublicCache::Waiter {
 public:
  void OnPage(const PublicPagePointer& page, const ApiError* error) override {
    heard.push_back(page != nullptr ? *page->json : error->reason);
  }
  std::vector<std::string> heard;
};

PublicPagePointer Page(const std::string& json) {
  auto page = std::make_shared<PublicPage>();
  page->json = std::make_shared<const std::string>(json);
  return page;
}

class PublicCacheTest : public ::testing::Test {
 protected:
  void Read(const std::string& target, int64_t home_id, const std::string& json) {
    ASSERT_EQ(cache_.Join(target, home_id, nullptr), PublicCache::Part::kLead);
    cache_.Fill(target, Page(json), now_);
  }
  bool Kept(const std::string& target) { return cache_.Find(target, now_) != nullptr; }

  PublicCache cache_{absl::Seconds(1)};
  absl::Time now_ = absl::FromUnixSeconds(1'000'000);
};

TEST_F(PublicCacheTest, KeepsAPageForItsTime) {
  EXPECT_FALSE(Kept("/v1/homes/7"));
  Read("/v1/homes/7", 7, "{}");
  EXPECT_TRUE(Kept("/v1/homes/7"));
  EXPECT_FALSE(Kept("/v1/homes/8"));
  now_ += absl::Milliseconds(999);
  EXPECT_TRUE(Kept("/v1/homes/7"));
  now_ += absl::Milliseconds(1);
  EXPECT_FALSE(Kept("/v1/homes/7"));
  EXPECT_EQ(cache_.bytes(), 0u);
}

TEST_F(PublicCacheTest, AWriteEndsThePagesOfItsHomeAndOfNoHome) {
  const auto read_all = [this] {
    Read("/7", 7, "7");
    Read("/8", 8, "8");
    Read("/homes", 0, "all");
  };
  read_all();
  cache_.Changed(7);
  EXPECT_FALSE(Kept("/7"));
  EXPECT_TRUE(Kept("/8"));
  EXPECT_FALSE(Kept("/homes"));
  now_ += absl::Seconds(2);
  read_all();
  cache_.Changed(0);
  EXPECT_FALSE(Kept("/7") || Kept("/8") || Kept("/homes"));
}

TEST_F(PublicCacheTest, APageReadBeforeAWriteIsNotKeptAfterIt) {
  Follower before;
  Follower after;
  ASSERT_EQ(cache_.Join("/7", 7, nullptr), PublicCache::Part::kLead);
  EXPECT_EQ(cache_.Join("/7", 7, &before), PublicCache::Part::kFollow);
  cache_.Changed(7);
  // Whoever comes after the write must see it.
  EXPECT_EQ(cache_.Join("/7", 7, &after), PublicCache::Part::kAlone);
  cache_.Fill("/7", Page("old"), now_);
  EXPECT_EQ(before.heard, std::vector<std::string>{"old"});
  EXPECT_TRUE(after.heard.empty());
  EXPECT_FALSE(Kept("/7"));
}

TEST_F(PublicCacheTest, ConcurrentReadersShareOneCallAndItsError) {
  Follower a;
  Follower b;
  ASSERT_EQ(cache_.Join("/7", 7, nullptr), PublicCache::Part::kLead);
  EXPECT_EQ(cache_.Join("/7", 7, &a), PublicCache::Part::kFollow);
  EXPECT_EQ(cache_.Join("/7", 7, &b), PublicCache::Part::kFollow);
  cache_.Fail("/7", *BackendUnavailable());
  EXPECT_EQ(a.heard, std::vector<std::string>{"BACKEND_UNAVAILABLE"});
  EXPECT_EQ(b.heard, a.heard);
  EXPECT_FALSE(Kept("/7"));
  Read("/7", 7, "new");
  EXPECT_TRUE(Kept("/7"));
}

TEST_F(PublicCacheTest, IsBounded) {
  Read("/huge", 7, std::string(PublicCache::kMaxPageBytes + 1, 'x'));
  EXPECT_FALSE(Kept("/huge"));
  for (int i = 0; i < 200; ++i) Read("/" + std::to_string(i), 7, std::string(200'000, 'x'));
  EXPECT_LE(cache_.bytes(), PublicCache::kMaxBytes);
  EXPECT_GT(cache_.bytes(), PublicCache::kMaxBytes / 2);
  // Room comes back with time.
  now_ += absl::Seconds(1);
  Read("/late", 7, std::string(200'000, 'x'));
  EXPECT_TRUE(Kept("/late"));
}

}  // namespace
}  // namespace deputies::gateway
