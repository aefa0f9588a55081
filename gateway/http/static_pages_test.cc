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
    std::filesystem::create_directories(folder_ + "/console/assets");
    Write("index.html", "<p>home");
    Write("console/index.html", "<p>console");
    Write("console/app.js", "go()");
    Write("console/.env", "secret");
    Write("console/node_modules/x.js", "x");
    std::filesystem::create_symlink("/etc/passwd", folder_ + "/link.txt");
    Write("console/assets/index-DxK3b_9a.js", std::string(5000, 'a'));
    Write("console/assets/long-elements.css", "p{}");
    Write("console/inline.html", "<script>go()</script><script src='a.js'></script>");
    EXPECT_TRUE(pages_.AddFolder("/", folder_, false).ok());
    EXPECT_TRUE(pages_.AddFolder("/admin/", folder_ + "/console", true).ok());
  }
  ~StaticPagesTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
  }
  int Get(const std::string& path, const std::string& method = "GET") {
    answer_ = Response();
    if (!pages_.Answer({method, path, etag_, accept_encoding_, accept_}, &answer_)) return 404;
    return answer_.code;
  }

  const std::string folder_ = ::testing::TempDir() + "pages" + std::to_string(::getpid());
  StaticPages pages_;
  Response answer_;
  std::string etag_;
  std::string accept_encoding_;
  std::string accept_;
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
  EXPECT_FALSE(StaticPages().AddFolder("/", folder_ + "/absent", false).ok());
  EXPECT_FALSE(StaticPages().AddFolder("console", folder_, false).ok());
}

TEST_F(StaticPagesTest, SendsTheIndexForPathsThatTheClientRoutes) {
  accept_ = "text/html,application/xhtml+xml";
  EXPECT_EQ(Get("/admin/homes/7/messages"), 200);
  EXPECT_EQ(*answer_.shared_body, "<p>console");
  EXPECT_EQ(Get("/nope"), 404) << "no fallback was asked for";
  EXPECT_EQ(Get("/administrator"), 404);
  accept_ = "*/*";
  EXPECT_EQ(Get("/admin/assets/gone-1a2b3c4d.js"), 404) << "a missing script is no page";
}

TEST_F(StaticPagesTest, KeepsHashedFilesForEverAndAsksForTheRest) {
  EXPECT_EQ(Get("/console/assets/index-DxK3b_9a.js"), 200);
  EXPECT_THAT(answer_.headers, HasSubstr("max-age=31536000, immutable"));
  for (const char* path : {"/", "/console/app.js", "/console/assets/long-elements.css"}) {
    EXPECT_EQ(Get(path), 200);
    EXPECT_THAT(answer_.headers, HasSubstr("Cache-Control: no-cache")) << path;
  }
}

TEST_F(StaticPagesTest, CompressesForThoseWhoAsk) {
  EXPECT_EQ(Get("/console/assets/index-DxK3b_9a.js"), 200);
  EXPECT_EQ(answer_.shared_body->size(), 5000u);
  EXPECT_THAT(answer_.headers, HasSubstr("Vary: Accept-Encoding"));
  const std::string plain_headers = answer_.headers;
  accept_encoding_ = "gzip, deflate, br";
  EXPECT_EQ(Get("/console/assets/index-DxK3b_9a.js"), 200);
  EXPECT_THAT(answer_.headers, HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_LT(answer_.shared_body->size(), 200u);
  EXPECT_EQ(answer_.shared_body->substr(0, 2), "\x1f\x8b");
  EXPECT_NE(answer_.headers.substr(answer_.headers.find("ETag")),
            plain_headers.substr(plain_headers.find("ETag")));
}

TEST_F(StaticPagesTest, NamesInlineScriptsByTheirHash) {
  EXPECT_EQ(Get("/console/inline.html"), 200);
  // printf 'go()' | openssl dgst -sha256 -binary | base64
  EXPECT_THAT(
      answer_.headers,
      HasSubstr("script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; "));
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
