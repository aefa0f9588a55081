#include "deputies/board/v1/message.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/validate/request_rules.h"
#include "services/common/validate/text.h"

namespace deputies::validate {
namespace {

std::string Kept(std::string text, bool multiline = false) {
  const TextResult result = NormalizeText(multiline, &text);
  return result.problem.empty() ? text : "!" + result.problem;
}

TEST(NormalizeTextTest, KeepsPlainText) {
  EXPECT_EQ(Kept("路灯坏了"), "路灯坏了");
  EXPECT_EQ(Kept("  　路灯 坏了\xc2\xa0 "), "路灯 坏了");
  EXPECT_EQ(Kept(""), "");
  EXPECT_EQ(Kept("   "), "");
  EXPECT_EQ(Kept("ᠮᠣᠩᠭᠣᠯ"), "ᠮᠣᠩᠭᠣᠯ");
  EXPECT_EQ(Kept("👍🏽"), "👍🏽");
}

TEST(NormalizeTextTest, ComposesToNfc) { EXPECT_EQ(Kept("e\xcc\x81"), "\xc3\xa9"); }

TEST(NormalizeTextTest, CountsCodePointsAfterTrimming) {
  std::string text = " 路灯e\xcc\x81 ";
  EXPECT_EQ(NormalizeText(false, &text).chars, 3u);
}

TEST(NormalizeTextTest, LineBreaksOnlyWhereAllowed) {
  EXPECT_EQ(Kept("一\n二"), "!不能换行");
  EXPECT_EQ(Kept("一\r\n二\r三\t四", true), "一\n二\n三\t四");
}

TEST(NormalizeTextTest, RefusesWhatHidesOrBreaks) {
  using std::string_literals::operator""s;
  for (const std::string& bad :
       {"a\0b"s, "a\x1b"s, "\x7f"s, "\xc2\x85"s, "\xe2\x80\xae"s, "\xe2\x81\xa6"s, "\xef\xbb\xbf"s,
        "\xef\xbf\xbe"s, "\xef\xb7\x90"s, "\xff"s, "\xed\xa0\x80"s, "\xc0\x80"s, "\xe8\xb7"s,
        "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86"s,
        "a\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b"s}) {
    EXPECT_EQ(Kept(bad, true)[0], '!') << testing::PrintToString(bad);
  }
}

board::v1::PostMessageRequest GoodPost() {
  board::v1::PostMessageRequest request;
  request.set_home_id(1);
  request.set_request_id("0b0e7f4e-6a52-4d0d-9c39-5f2f5a1c9f10");
  request.set_subject(" 路灯坏了 ");
  request.set_body("村口的路灯坏了三盏。\r\n晚上看不见路。");
  request.set_visibility(board::v1::PRIVATE);
  return request;
}

absl::Status Check(google::protobuf::Message* request) {
  return RequestRules(request->GetDescriptor()).NormalizeAndCheck(request);
}

std::string FirstBadField(board::v1::PostMessageRequest request) {
  const auto fields = base::ErrorFields(Check(&request));
  return fields.empty() ? "" : fields[0].field;
}

TEST(RequestRulesTest, NormalizesInPlace) {
  board::v1::PostMessageRequest request = GoodPost();
  ASSERT_TRUE(Check(&request).ok());
  EXPECT_EQ(request.subject(), "路灯坏了");
  EXPECT_EQ(request.body(), "村口的路灯坏了三盏。\n晚上看不见路。");
}

TEST(RequestRulesTest, NamesTheField) {
  auto with = [](auto change) {
    board::v1::PostMessageRequest request = GoodPost();
    change(&request);
    return FirstBadField(request);
  };
  EXPECT_EQ(with([](auto*) {}), "");
  EXPECT_EQ(with([](auto* r) { r->clear_home_id(); }), "homeId");
  EXPECT_EQ(with([](auto* r) { r->set_request_id("123"); }), "requestId");
  EXPECT_EQ(with([](auto* r) { r->set_request_id(std::string(36, 'a')); }), "requestId");
  EXPECT_EQ(with([](auto* r) { r->set_subject("  "); }), "subject");
  EXPECT_EQ(with([](auto* r) { r->set_subject("灯"); }), "subject");
  EXPECT_EQ(with([](auto* r) { r->set_subject("路\n灯"); }), "subject");
  std::string longest;
  for (int i = 0; i < 50; ++i) longest += "灯";
  EXPECT_EQ(with([&](auto* r) { r->set_subject(longest); }), "");
  EXPECT_EQ(with([&](auto* r) { r->set_subject(longest + "灯"); }), "subject");
  EXPECT_EQ(with([](auto* r) { r->clear_visibility(); }), "visibility");
  EXPECT_EQ(with([](auto* r) { r->set_visibility(static_cast<board::v1::Visibility>(9)); }),
            "visibility");
}

TEST(RequestRulesTest, WalksListsAndBounds) {
  board::v1::ImportMessagesRequest batch;
  batch.set_home_id(1);
  EXPECT_EQ(base::ErrorFields(Check(&batch))[0].field, "messages");
  board::v1::ImportedMessage* message = batch.add_messages();
  message->set_source_id("1");
  message->set_author_name("A");
  message->set_subject("s");
  const auto fields = base::ErrorFields(Check(&batch));
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].field, "messages[0].body");
  EXPECT_EQ(fields[1].field, "messages[0].postTime");

  board::v1::ListMessagesRequest list;
  list.set_home_id(1);
  list.set_page_size(51);
  EXPECT_EQ(base::ErrorFields(Check(&list))[0].field, "pageSize");
  list.set_page_size(-1);
  EXPECT_EQ(base::ErrorFields(Check(&list))[0].field, "pageSize");
  list.set_page_size(0);
  EXPECT_TRUE(Check(&list).ok());
}

}  // namespace
}  // namespace deputies::validate
