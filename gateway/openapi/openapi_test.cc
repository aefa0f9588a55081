#include <string>

#include "gateway/openapi/openapi_document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/config/config.h"

namespace deputies::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::ApiOwner Owner() {
  v1::ApiOwner owner;
  owner.set_email("home@example.cn");
  return owner;
}

TEST(OpenApiTest, DescribesTheBoard) {
  const auto routes = CompileRoutes(*google::protobuf::DescriptorPool::generated_pool(),
                                    {"deputies.board.v1.MessageService"});
  ASSERT_TRUE(routes.ok());
  const auto descriptor_set = config::ReadFile(DESCRIPTOR_SET_FILE);
  ASSERT_TRUE(descriptor_set.ok());
  const auto document = OpenApiDocument(*routes, *descriptor_set, Owner());
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(*document, HasSubstr(R"("openapi":"3.1.0")"));
  EXPECT_THAT(*document, HasSubstr(R"("/v1/homes/{homeId}/messages/{messageId}:answer":{"post")"));
  EXPECT_THAT(*document, HasSubstr("Posts a voter's message to a home"));
  EXPECT_THAT(*document, HasSubstr(R"("subject":{"type":"string","minLength":2,"maxLength":50)"));
  EXPECT_THAT(*document, HasSubstr(R"("required":["requestId","subject","body","visibility"])"));
  EXPECT_THAT(*document, HasSubstr(R"("x-access":["VOTER"])"));
  EXPECT_THAT(*document, HasSubstr(R"("MESSAGE_NOT_FOUND")"));
  EXPECT_THAT(*document, HasSubstr("`PRIVATE`: Nobody else."));
  EXPECT_THAT(*document, Not(HasSubstr("ImportMessages")));
  EXPECT_THAT(*document, HasSubstr(R"("x-rate-class":"post")"));
  EXPECT_THAT(*document, HasSubstr(R"("429":{"$ref":"#/components/responses/RateLimited"})"));
  EXPECT_THAT(*document, HasSubstr(R"("example":{"requestId":"7c9e6679)"));
  EXPECT_THAT(*document, HasSubstr(R"("email":"home@example.cn")"));
  EXPECT_THAT(*document, HasSubstr(R"("name":"homeId","in":"path","description":"Which home.")"));
  EXPECT_THAT(*document, HasSubstr(R"({"name":"MessageService","description":"Voters' messages)"));
}

TEST(OpenApiTest, WorksWithoutComments) {
  const auto routes = CompileRoutes(*google::protobuf::DescriptorPool::generated_pool(),
                                    {"deputies.board.v1.MessageService"});
  EXPECT_TRUE(OpenApiDocument(*routes, "", Owner()).ok());
  EXPECT_FALSE(OpenApiDocument(*routes, "not a descriptor set", Owner()).ok());
}

}  // namespace
}  // namespace deputies::gateway
