#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/routing/route_table.h"
#include "gateway/routing/router.h"
#include "gateway/routing/uri.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A pool with one service, `rpcs` in the form of FileDescriptorProto's text.
class TestApi {
 public:
  explicit TestApi(const std::string& rpcs)
      : pool_(google::protobuf::DescriptorPool::generated_pool()) {
    google::protobuf::FileDescriptorProto file;
    const std::string text = absl::StrCat(
        R"pb(
          name: "test.proto"
          package: "test"
          syntax: "proto3"
          dependency: "google/api/annotations.proto"
          dependency: "deputies/common/v1/options.proto"
          dependency: "google/protobuf/struct.proto"
          message_type {
            name: "Request"
            field { name: "a" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL json_name: "a" }
            field { name: "b" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL json_name: "b" }
            field {
              name: "inner"
              number: 3
              type: TYPE_MESSAGE
              type_name: ".test.Inner"
              label: LABEL_OPTIONAL
              json_name: "inner"
            }
            field {
              name: "many"
              number: 4
              type: TYPE_STRING
              label: LABEL_REPEATED
              json_name: "many"
            }
          }
          message_type {
            name: "Inner"
            field {
              name: "name"
              number: 1
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              json_name: "name"
            }
          }
          message_type {
            name: "Dynamic"
            field {
              name: "any"
              number: 1
              type: TYPE_MESSAGE
              type_name: ".google.protobuf.Struct"
              label: LABEL_OPTIONAL
            }
          }
          message_type {
            name: "Loop"
            field {
              name: "loop"
              number: 1
              type: TYPE_MESSAGE
              type_name: ".test.Loop"
              label: LABEL_OPTIONAL
            }
          }
          service { name: "Service")pb",
        rpcs, "}");
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file)) << text;
    EXPECT_NE(pool_.BuildFile(file), nullptr);
  }

  absl::StatusOr<std::vector<Route>> Compile() const {
    return CompileRoutes(pool_, {"test.Service"});
  }
  std::string Error() const { return std::string(Compile().status().message()); }

 private:
  google::protobuf::DescriptorPool pool_;
};

constexpr char kRule[] = "[deputies.common.v1.method] { access: PUBLIC effect: READ }";

std::string Rpc(const std::string& name, const std::string& http, const std::string& rule = kRule,
                const std::string& type = "Request") {
  return absl::StrCat("method { name: '", name, "' input_type: '.test.", type,
                      "' output_type: '.test.Inner' options { ", rule,
                      http.empty() ? "" : absl::StrCat(" [google.api.http] { ", http, " }"),
                      " } }\n");
}

TEST(UriTest, PercentDecodeIsStrict) {
  std::string text;
  EXPECT_TRUE(PercentDecode("a%20b%E4%BA%BA+", false, &text));
  EXPECT_EQ(text, "a b人+");
  EXPECT_TRUE(PercentDecode("a+b", true, &text));
  EXPECT_EQ(text, "a b");
  for (const char* bad :
       {"%", "%4", "%zz", "%00", "%0a", "%7f", "%ff", "%c0%80", "%ed%a0%80", "a%"}) {
    EXPECT_FALSE(PercentDecode(bad, false, &text)) << bad;
  }
}

TEST(UriTest, ParseQuery) {
  QueryParameters parameters;
  EXPECT_EQ(ParseQuery("a=1&b=%E4%BA%BA&c&a=x%3Dy", &parameters), nullptr);
  EXPECT_EQ(parameters, (QueryParameters{{"a", "1"}, {"b", "人"}, {"c", ""}, {"a", "x=y"}}));
  EXPECT_NE(ParseQuery("a=%zz", &parameters), nullptr);
  EXPECT_NE(ParseQuery("=1", &parameters), nullptr);
  std::string many;
  for (int i = 0; i < 65; ++i) absl::StrAppend(&many, "a=1&");
  EXPECT_NE(ParseQuery(many, &parameters), nullptr);
}

TEST(PathTemplateTest, ReadsTheGrammar) {
  const auto path = ParsePathTemplate("/v1/{a.b=x/*}/**:go");
  ASSERT_TRUE(path.ok()) << path.status();
  EXPECT_EQ(path->verb, "go");
  ASSERT_EQ(path->segments.size(), 4u);
  ASSERT_EQ(path->variables.size(), 1u);
  EXPECT_THAT(path->variables[0].field_path, ElementsAre("a", "b"));
  EXPECT_EQ(path->variables[0].begin, 1);
  EXPECT_EQ(path->variables[0].end, 3);
  for (const char* bad :
       {"", "v1", "/", "//", "/v1/", "/v1/{", "/v1/{a", "/v1/{a}}", "/v1/{}", "/v1/{a={b}}",
        "/v1/**/x", "/v1:", "/v1/a b", "/v1/{a=}", "/v1/***", "/v1:a/b", "/{1a}"}) {
    EXPECT_FALSE(ParsePathTemplate(bad).ok()) << bad;
  }
}

TEST(RouteTableTest, ServesTheRealApi) {
  const auto routes = CompileRoutes(
      *google::protobuf::DescriptorPool::generated_pool(),
      {"deputies.board.v1.MessageService", "deputies.accounts.v1.AuthService",
       "deputies.accounts.v1.OrganizationService", "deputies.accounts.v1.DeputyService"});
  ASSERT_TRUE(routes.ok()) << routes.status();
  const Router router(*routes);
  RouteMatch match;
  ASSERT_EQ(router.Match("POST", "/v1/homes/7/messages/9:answer", &match), nullptr);
  EXPECT_EQ((*routes)[match.route].method->name(), "AnswerMessage");
  EXPECT_THAT(match.values, ElementsAre("7", "9"));
  ASSERT_EQ(router.Match("POST", "/v1/sessions:wechatLogin", &match), nullptr);
  EXPECT_EQ((*routes)[match.route].method->name(), "WechatLogin");
  // Not routed: INTERNAL.
  for (const Route& route : *routes) EXPECT_NE(route.method->name(), "CheckSession");
}

TEST(RouteTableTest, RefusesMistakes) {
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a'", "")).Error(), HasSubstr("no access or effect"));
  EXPECT_THAT(
      TestApi(Rpc("A", "get: '/a'", "[deputies.common.v1.method] { access: PUBLIC }")).Error(),
      HasSubstr("no access or effect"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a'",
                          "[deputies.common.v1.method] { access: INTERNAL effect: READ }"))
                  .Error(),
              HasSubstr("INTERNAL with a route"));
  EXPECT_THAT(TestApi(Rpc("A", "")).Error(), HasSubstr("no route"));
  EXPECT_THAT(TestApi(Rpc("A", "patch: '/a'")).Error(), HasSubstr("PATCH"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a/{nope}'")).Error(), HasSubstr("path variable nope"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a/{many}'")).Error(), HasSubstr("path variable many"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a/{inner}'")).Error(), HasSubstr("is a message"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a/{a}/{a}'")).Error(), HasSubstr("stands twice"));
  EXPECT_THAT(TestApi(Rpc("A", "post: '/a' body: 'nope'")).Error(), HasSubstr("body field nope"));
  EXPECT_THAT(TestApi(Rpc("A", "post: '/a' body: 'a'")).Error(), HasSubstr("not a single message"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a' body: '*'")).Error(), HasSubstr("GET with a body"));
  EXPECT_THAT(TestApi(Rpc("A", "get: 'a'")).Error(), HasSubstr("must start with"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a'", kRule, "Dynamic")).Error(),
              HasSubstr("google.protobuf.Struct"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a'", kRule, "Loop")).Error(), HasSubstr("holds itself"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a/{a}'") + Rpc("B", "get: '/a/{b}'")).Error(),
              HasSubstr("overlaps"));
  EXPECT_THAT(TestApi(Rpc("A", "get: '/a/{a}/x'") + Rpc("B", "get: '/a/y/{b}'")).Error(),
              HasSubstr("overlaps"));
  EXPECT_FALSE(
      CompileRoutes(*google::protobuf::DescriptorPool::generated_pool(), {"no.Such"}).ok());
}

TEST(RouterTest, MatchesTemplates) {
  const TestApi api(
      Rpc("Literal", "get: '/v1/x/mine'") + Rpc("One", "get: '/v1/x/{a}'") +
      Rpc("Verb", "post: '/v1/x/{a}:go' body: '*'") +
      Rpc("Nested",
          "get: '/v1/{inner.name=y/*}' additional_bindings { get: '/v1/alt/{inner.name}' }") +
      Rpc("Rest", "get: '/files/{a=**}'") + Rpc("Put", "put: '/v1/x/{a}' body: 'inner'"));
  const auto routes = api.Compile();
  ASSERT_TRUE(routes.ok()) << routes.status();
  const Router router(*routes);
  const auto find = [&](const char* method, const char* path) {
    RouteMatch match;
    const ApiResult error = router.Match(method, path, &match);
    if (error != nullptr) return absl::StrCat(error->http_code, " ", error->allow);
    return absl::StrCat((*routes)[match.route].method->name(), " ",
                        match.values.empty() ? "" : match.values[0]);
  };
  EXPECT_EQ(find("GET", "/v1/x/mine"), "Literal ");
  EXPECT_EQ(find("GET", "/v1/x/other"), "One other");
  EXPECT_EQ(find("GET", "/v1/x/a%2Fb%3Ac"), "One a/b:c");
  EXPECT_EQ(find("POST", "/v1/x/7:go"), "Verb 7");
  EXPECT_EQ(find("GET", "/v1/y/7"), "Nested y/7");
  EXPECT_EQ(find("GET", "/v1/alt/7"), "Nested 7");
  EXPECT_EQ(find("GET", "/files/a/b/c"), "Rest a/b/c");
  EXPECT_EQ(find("GET", "/files"), "Rest ");
  EXPECT_EQ(find("PUT", "/v1/x/7"), "Put 7");
  EXPECT_EQ(find("PUT", "/v1/x/mine"), "Put mine");
  EXPECT_EQ(find("DELETE", "/v1/x/7"), "405 GET, PUT");
  EXPECT_EQ(find("GET", "/v1/x/7:go"), "405 POST");
  EXPECT_EQ(find("GET", "/v1/x/7:stop"), "404 ");
  EXPECT_EQ(find("GET", "/v1/x/"), "404 ");
  EXPECT_EQ(find("GET", "/v1//x/7"), "404 ");
  EXPECT_EQ(find("GET", "/v1/x/.."), "404 ");
  EXPECT_EQ(find("GET", "/v1/x/%2e%2e"), "404 ");
  EXPECT_EQ(find("GET", "/v1/x/%zz"), "400 ");
  EXPECT_EQ(find("GET", "/v1/x/7:"), "404 ");
  EXPECT_EQ(find("GET", "/"), "404 ");
  EXPECT_EQ(find("GET", std::string(200, '/').c_str()), "404 ");
}

}  // namespace
}  // namespace deputies::gateway
