#include "gateway/http/static_pages.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

using ::testing::HasSubstr;

class StaticPagesTest : public ::testing::Test {
 protected:
  StaticPagesTest() {
    std::filesystem::create_directories(folder_ + "/console/node_modules");
    Write("index.html", "<p>home");
    Write("console/index.html", "<p>console");
    Write("console/app.js", "go()");
    Write("console/.env", "secret");
    Write("console/node_modules/x.js", "x");
    std::filesystem::create_symlink("/etc/passwd", folder_ + "/link.txt");
    EXPECT_TRUE(pages_.AddFolder(folder_).ok());
  }
  ~StaticPagesTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
  }
  int Get(const std::string& path, const std::string& method = "GET") {
    answer_ = Response();
    if (!pages_.Answer(method, path, etag_, &answer_)) return 404;
    return answer_.code;
  }

  const std::string folder_ = ::testing::TempDir() + "pages" + std::to_string(::getpid());
  StaticPages pages_;
  Response answer_;
  std::string etag_;
};

TEST_F(StaticPagesTest, ServesTheFolderAndNothingElse) {
  EXPECT_EQ(Get("/"), 200);
  EXPECT_EQ(*answer_.shared_body, "<p>home");
  EXPECT_EQ(answer_.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(answer_.headers, HasSubstr("default-src 'self'"));
  EXPECT_EQ(Get("/console/app.js"), 200);
  EXPECT_EQ(answer_.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(Get("/console/", "HEAD"), 200);
  EXPECT_EQ(Get("/console"), 308);
  EXPECT_THAT(answer_.headers, HasSubstr("Location: /console/\r\n"));
  for (const char* path :
       {"/nope", "/../etc/passwd", "/console/../index.html", "/%2e%2e/etc/passwd", "/link.txt",
        "/console/.env", "/console/node_modules/x.js", "//", "/console/app.js/", "/%00", "/%zz"}) {
    EXPECT_EQ(Get(path), 404) << path;
  }
  EXPECT_EQ(Get("/", "POST"), 404);
  EXPECT_FALSE(StaticPages().AddFolder(folder_ + "/absent").ok());
}

TEST_F(StaticPagesTest, AnswersNotModified) {
  ASSERT_EQ(Get("/"), 200);
  const size_t at = answer_.headers.find("ETag: ") + 6;
  etag_ = answer_.headers.substr(at, answer_.headers.find("\r\n", at) - at);
  EXPECT_EQ(Get("/"), 304);
  EXPECT_EQ(Get("/console/"), 200);
}

}  // namespace
}  // namespace deputies::gateway
