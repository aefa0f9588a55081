#include "services/common/config/config.h"

#include <cstdio>
#include <fstream>

#include "deputies/board/v1/config.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace deputies::config {
namespace {

using ::testing::HasSubstr;

std::string WriteTemp(const std::string& text) {
  const std::string path = testing::TempDir() + "/config_test_" +
                           testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(path) << text;
  return path;
}

TEST(LoadTest, ReadsFileThenEnvironment) {
  const std::string path = WriteTemp("server { worker_threads: 2 queue_capacity: 9 }");
  board::v1::BoardConfig config;
  ASSERT_TRUE(Load(path,
                   {"PATH=/bin", "DEPUTIES_CONFIG__SERVER__WORKER_THREADS=4",
                    "DEPUTIES_CONFIG__DATABASE__SCHEMA=b\"oard"},
                   &config)
                  .ok());
  EXPECT_EQ(config.server().worker_threads(), 4u);
  EXPECT_EQ(config.server().queue_capacity(), 9u);
  EXPECT_EQ(config.database().schema(), "b\"oard");
}

TEST(LoadTest, NamesWhatIsWrong) {
  board::v1::BoardConfig config;
  EXPECT_THAT(Load("/nonexistent", {}, &config).ToString(), HasSubstr("/nonexistent"));
  EXPECT_THAT(Load(WriteTemp("server {\n  threads: 2\n}"), {}, &config).ToString(),
              HasSubstr(":2:"));
  const std::string good = WriteTemp("");
  for (const char* variable :
       {"DEPUTIES_CONFIG__SERVER__THREADS=1", "DEPUTIES_CONFIG__SERVER=1",
        "DEPUTIES_CONFIG__SERVER__WORKER_THREADS=many", "DEPUTIES_CONFIG__UPSTREAMS__ADDRESS=x"}) {
    EXPECT_THAT(Load(good, {variable}, &config).ToString(),
                HasSubstr(std::string(variable).substr(0, std::string(variable).find('='))));
  }
}

TEST(ReadKeyTest, WantsSixtyFourHexDigits) {
  EXPECT_TRUE(ReadKey(WriteTemp(std::string(64, 'a') + "\n")).ok());
  EXPECT_FALSE(ReadKey(WriteTemp(std::string(63, 'a'))).ok());
  EXPECT_FALSE(ReadKey(WriteTemp(std::string(63, 'a') + "g")).ok());
  EXPECT_FALSE(ReadKey(WriteTemp("")).ok());
}

}  // namespace
}  // namespace deputies::config
