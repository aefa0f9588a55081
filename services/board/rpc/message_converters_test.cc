#include "services/board/rpc/message_converters.h"

#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

v1::PostMessageRequest Post() {
  v1::PostMessageRequest request;
  request.set_home_id(7);
  request.set_request_id("6f1c1d9e-0a2b-4c3d-8e4f-5a6b7c8d9e0f");
  request.set_subject("路灯坏了");
  request.set_body("村口第三盏路灯坏了一个月");
  request.set_visibility(v1::PUBLIC);
  return request;
}

// The field that a status complains about.
std::string FieldOf(const absl::Status& status) {
  const std::vector<base::FieldViolation> fields = base::ErrorFields(status);
  return fields.empty() ? "" : fields.front().field;
}

TEST(FromProtoTest, Draft) {
  v1::PostMessageRequest request = Post();
  request.set_deputy_id(5);
  const absl::StatusOr<MessageDraft> draft = FromProto(request);
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ(draft->home_id, 7);
  EXPECT_EQ(draft->deputy_id, 5);
  EXPECT_EQ(draft->visibility, Visibility::kPublic);
  EXPECT_EQ(draft->subject, "路灯坏了");
  for (int unknown : {0, 4, -1, 1000}) {
    request.set_visibility(static_cast<v1::Visibility>(unknown));
    EXPECT_EQ(FieldOf(FromProto(request).status()), "visibility");
  }
}

TEST(FromProtoTest, ReplyAndItsTimeComeTogether) {
  v1::ImportMessagesRequest request;
  request.add_messages()->mutable_post_time()->set_seconds(1'500'000'000);
  v1::ImportedMessage& message = *request.add_messages();
  message.set_source_id("2549");
  message.mutable_post_time()->set_seconds(1'500'000'000);
  ASSERT_TRUE(FromProto(request).ok());
  EXPECT_FALSE((*FromProto(request))[1].reply.has_value());
  message.set_reply("已修好");
  EXPECT_EQ(FieldOf(FromProto(request).status()), "messages[1].replyTime");
  message.mutable_reply_time()->set_seconds(1'500'000'001);
  message.mutable_reply_time()->set_nanos(5'000'000);
  ASSERT_TRUE(FromProto(request).ok());
  EXPECT_EQ((*FromProto(request))[1].reply->create_time, absl::FromUnixMillis(1'500'000'001'005));
  message.clear_reply();
  EXPECT_EQ(FieldOf(FromProto(request).status()), "messages[1].reply");
}

TEST(FromProtoTest, TimesOutOfRangeAreNamed) {
  v1::ImportMessagesRequest request;
  v1::ImportedMessage& message = *request.add_messages();
  message.mutable_post_time()->set_seconds(int64_t{1} << 62);
  EXPECT_EQ(FieldOf(FromProto(request).status()), "messages[0].postTime");
  message.mutable_post_time()->set_seconds(0);
  message.mutable_post_time()->set_nanos(-1);
  EXPECT_EQ(FieldOf(FromProto(request).status()), "messages[0].postTime");
}

TEST(ToProtoTest, WholeMessage) {
  Message message;
  message.home_id = 7;
  message.id = 100;
  message.author_id = 9;
  message.deputy_id = 5;
  message.visibility = Visibility::kPublic;
  message.state = MessageState::kRated;
  message.version = 3;
  message.subject = "主题";
  message.body = "内容";
  message.author_name = "选民ABCD";
  message.create_time = absl::FromUnixMillis(1'500'000'000'123);
  message.answers.push_back(
      {200, 5, 77, "王代表", "已经修好", absl::FromUnixMillis(1'500'000'001'000)});
  message.rating = Rating{5, "谢谢", absl::FromUnixMillis(1'500'000'002'000)};
  v1::Message proto;
  ToProto(message, 9, &proto);
  EXPECT_EQ(proto.ShortDebugString(),
            "message_id: 100 home_id: 7 deputy_id: 5 state: RATED "
            "subject: \"\\344\\270\\273\\351\\242\\230\" body: \"\\345\\206\\205\\345\\256\\271\" "
            "visibility: PUBLIC author_name: \"\\351\\200\\211\\346\\260\\221ABCD\" "
            "create_time { seconds: 1500000000 nanos: 123000000 } "
            "answers { answer_id: 200 deputy_id: 5 "
            "responder_name: \"\\347\\216\\213\\344\\273\\243\\350\\241\\250\" "
            "body: \"\\345\\267\\262\\347\\273\\217\\344\\277\\256\\345\\245\\275\" "
            "create_time { seconds: 1500000001 } } "
            "rating { score: 5 comment: \"\\350\\260\\242\\350\\260\\242\" "
            "create_time { seconds: 1500000002 } } version: 3 mine: true "
            "kind: MESSAGE limit_class: NORMAL");
  v1::Message others;
  ToProto(message, 10, &others);
  EXPECT_FALSE(others.mine());
  message.author_id = 0;
  v1::Message imported;
  ToProto(message, 0, &imported);
  EXPECT_FALSE(imported.mine());
}

TEST(PageTokenTest, GoesRoundAndBelongsToOneHome) {
  const auth::PageTokens tokens{{1, 2, 3}};
  MessagePage page;
  page.next_before_id = 4242;
  v1::ListMessagesResponse response;
  ToProto(page, 7, 0, tokens, &response);
  const absl::StatusOr<std::optional<int64_t>> before =
      ReadPageToken(tokens, 7, response.next_page_token());
  ASSERT_TRUE(before.ok());
  EXPECT_EQ(*before, 4242);
  EXPECT_FALSE(ReadPageToken(tokens, 7, "")->has_value());
  for (const std::string& bad :
       {std::string("x"), std::string("AAAA"), response.next_page_token()}) {
    const absl::Status status = ReadPageToken(tokens, 8, bad).status();
    EXPECT_EQ(base::ErrorReason(status), "PAGE_TOKEN_INVALID") << bad;
  }
}

}  // namespace
}  // namespace deputies::board
