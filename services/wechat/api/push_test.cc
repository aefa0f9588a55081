// WeChat's pushes from outside to inside. The first two signatures are WeChat's own examples; the
// encrypted push was made and checked with the npm package wechat-crypto 0.0.2.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/wechat/api/push_envelope.h"
#include "services/wechat/api/push_message.h"
#include "services/wechat/api/push_reader.h"

namespace deputies::wechat {
namespace {

constexpr char kToken[] = "AAAAA";
constexpr char kAesKey[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
constexpr char kAppId[] = "wx1234567890abcdef";
constexpr char kEncrypted[] =
    "Q3stYC6hdFzMh9T8HCvyDI4VA4AU34zWUwGuj/HaVsBPguC21Hh/"
    "0Jjtp9jDhF39yjgJI2fNj4NhLE8n+wPhethrY5uWBSb"
    "1kAn/fZLyS8S+LFTJJ/VTCap/"
    "+ouuMIeDlWp8QTeljxw+ynJpQs9TAkldqAU6E+zNLI3eQjsr6qFqY8OZJaeaEeg9uSH7Pe"
    "qI7ZLzrRWJQtEc2sK2TuSepqaGI+"
    "JSoXq4R3w1YHiH6Uz1xyhOzDMtFadwD4Ole5tFhMa4MY6FY4KOdMy3hzEbVrOkljxLD"
    "ateTT5K4qoLBEA=";
const absl::Time kThen = absl::FromUnixSeconds(1714037059);

PushCipher Cipher(absl::string_view app_id = kAppId) {
  return PushCipher::FromKey(kAesKey, app_id).value();
}

PushQuery SafeQuery() {
  return {"", "1714037059", "486452656", "aes", "5517ff8ffd00fb97d1f035bd00b60ba6e069e988"};
}

std::string SafeBody() {
  return absl::StrCat(R"({"ToUserName":"gh_97417a04a28d","Encrypt":")", kEncrypted, "\"}");
}

TEST(PushSignatureTest, IsWechats) {
  EXPECT_EQ(PushSignature({kToken, "1714036504", "1514711492"}),
            "f464b24fc39322e44b38aa78f5edd27bd1441696");
  EXPECT_EQ(PushSignature({kToken, "1714037059", "486452656"}),
            "899cf89e464efb63f54ddac96b0a0a235f53aa78");
  EXPECT_EQ(PushSignature({"486452656", kEncrypted, kToken, "1714037059"}),
            SafeQuery().msg_signature);
  EXPECT_TRUE(SameSignature("ab", "ab"));
  EXPECT_FALSE(SameSignature("ab", "ac"));
  EXPECT_FALSE(SameSignature("a", "ab"));
}

TEST(PushCipherTest, OpensWhatWasMadeForUs) {
  EXPECT_EQ(Cipher().Open(kEncrypted).value(),
            R"({"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY",)"
            R"("CreateTime":1714037059,"MsgType":"event","Event":"debug_demo",)"
            R"("debug_str":"hello world"})");
  EXPECT_FALSE(Cipher("wx1234567890abcdee").Open(kEncrypted).ok());
  EXPECT_FALSE(Cipher("").Open(kEncrypted).ok());
}

TEST(PushCipherTest, RefusesEverythingElse) {
  for (const absl::string_view bad :
       {"", "====", "Q3st", "not base64!", "Q3stYC6hdFzMh9T8HCvyDA=="}) {
    EXPECT_FALSE(Cipher().Open(bad).ok()) << bad;
  }
  // Any one block changed, or cut.
  const std::string text = kEncrypted;
  for (size_t i = 0; i < text.size() - 4; i += 7) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto opened = Cipher().Open(changed);
    // CBC lets a change before the owner pass (byte 187 is character 228 less a block): the
    // signature is what tells.
    EXPECT_TRUE(!opened.ok() || i < 228) << i;
  }
  EXPECT_FALSE(Cipher().Open(text.substr(0, 44)).ok());
  EXPECT_FALSE(PushCipher::FromKey("short", kAppId).ok());
  EXPECT_FALSE(PushCipher::FromKey(std::string(43, '!'), kAppId).ok());
}

TEST(PushReaderTest, TakesSafeModeWithinTheWindow) {
  const WechatPushReader reader(kToken, Cipher(), /*plain=*/false);
  const auto message = reader.Read(SafeQuery(), SafeBody(), kThen);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->from_user, "o9AgO5Kd5ggOC-bXrbNODIiE3bGY");
  EXPECT_EQ(message->created, "1714037059");
  EXPECT_EQ(message->event, "debug_demo");
  EXPECT_TRUE(reader
                  .Read(SafeQuery(),
                        absl::StrCat("<xml><Encrypt><![CDATA[", kEncrypted, "]]></Encrypt></xml>"),
                        kThen + absl::Minutes(5))
                  .ok());
  for (const absl::Duration away : {absl::Minutes(5) + absl::Seconds(1), absl::Hours(-1)}) {
    EXPECT_EQ(base::ErrorReason(reader.Read(SafeQuery(), SafeBody(), kThen + away).status()),
              "PUSH_INVALID");
  }
  PushQuery query = SafeQuery();
  query.msg_signature[0] = '6';
  EXPECT_FALSE(reader.Read(query, SafeBody(), kThen).ok());
  query = SafeQuery();
  query.nonce = "486452657";
  EXPECT_FALSE(reader.Read(query, SafeBody(), kThen).ok());
  EXPECT_FALSE(reader.Read(SafeQuery(), R"({"Encrypt":["a"]})", kThen).ok());
  EXPECT_FALSE(reader.Read(SafeQuery(), "{}", kThen).ok());
  EXPECT_FALSE(
      WechatPushReader(kToken, std::nullopt, true).Read(SafeQuery(), SafeBody(), kThen).ok());
}

TEST(PushReaderTest, TakesPlainModeWhereItIsAllowed) {
  const PushQuery query = {"899cf89e464efb63f54ddac96b0a0a235f53aa78", "1714037059", "486452656",
                           "", ""};
  const std::string body = R"({"FromUserName":"o1","CreateTime":1,"MsgType":"text","MsgId":7})";
  const WechatPushReader both(kToken, Cipher(), /*plain=*/true);
  EXPECT_EQ(both.Read(query, body, kThen)->message_id, "7");
  EXPECT_FALSE(both.Read(query, body, kThen + absl::Hours(1)).ok());
  EXPECT_FALSE(WechatPushReader(kToken, Cipher(), false).Read(query, body, kThen).ok());
  EXPECT_TRUE(both.IsAddressCheck(query, kThen));
  EXPECT_FALSE(both.IsAddressCheck(query, kThen - absl::Hours(1)));
  EXPECT_FALSE(WechatPushReader("BBBBB", Cipher(), true).IsAddressCheck(query, kThen));
}

TEST(PushMessageTest, ReadsListsOfOneAndOfMany) {
  const std::string entry =
      R"({"TemplateId":"t1","SubscribeStatusString":"accept","PopupScene":"0"})";
  const std::string json = R"({"FromUserName":"o1","CreateTime":"1620963428","MsgType":"event",)"
                           R"("Event":"subscribe_msg_popup_event","List":$0})";
  const auto one = ParsePushMessage(absl::StrReplaceAll(json, {{"$0", entry}}));
  ASSERT_TRUE(one.ok()) << one.status();
  ASSERT_EQ(one->consents.size(), 1u);
  EXPECT_EQ(one->consents[0].template_id, "t1");
  EXPECT_EQ(one->consents[0].status, "accept");
  const auto two = ParsePushMessage(
      absl::StrReplaceAll(json, {{"$0", absl::StrCat("[", entry, ",", entry, "]")}}));
  EXPECT_EQ(two->consents.size(), 2u);
  EXPECT_FALSE(ParsePushMessage(absl::StrReplaceAll(json, {{"$0", "3"}})).ok());

  const auto xml = ParsePushMessage(
      "<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName>"
      "<CreateTime>1610969440</CreateTime><MsgType><![CDATA[event]]></MsgType>"
      "<Event><![CDATA[subscribe_msg_sent_event]]></Event><SubscribeMsgSentEvent><List>"
      "<TemplateId><![CDATA[t1]]></TemplateId><ErrorCode>43101</ErrorCode></List><List>"
      "<TemplateId>t2</TemplateId><ErrorCode>0</ErrorCode></List></SubscribeMsgSentEvent></xml>");
  ASSERT_TRUE(xml.ok()) << xml.status();
  ASSERT_EQ(xml->consents.size(), 2u);
  EXPECT_EQ(xml->consents[0].error_code, 43101);
  EXPECT_EQ(xml->created, "1610969440");
}

TEST(PushMessageTest, ReadsMediaVerdicts) {
  const auto message = ParsePushMessage(
      R"({"FromUserName":"o1","CreateTime":1,"MsgType":"event","Event":"wxa_media_check",)"
      R"("trace_id":"abc","version":2,"result":{"suggest":"risky","label":"20002"},"detail":[]})");
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->verdict, ContentVerdict::kRisky);
  EXPECT_EQ(message->label, 20002);
  EXPECT_EQ(message->trace_id, "abc");
  EXPECT_FALSE(ParsePushMessage(R"({"FromUserName":"o1","MsgType":"event",)"
                                R"("Event":"wxa_media_check","trace_id":"abc"})")
                   .ok());
}

TEST(PushMessageTest, RefusesWhatIsNoPush) {
  for (const absl::string_view bad :
       {"", " ", "[]", "null", "{", "{}", "<xml>", "<xml></xml>", "<a></a>", "\xff\xfe",
        R"({"FromUserName":{},"MsgType":"text"})", R"({"FromUserName":"o1"})",
        "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><FromUserName>&e;"
        "</FromUserName><MsgType>text</MsgType></xml>"}) {
    EXPECT_FALSE(ParsePushMessage(bad).ok()) << bad;
  }
  EXPECT_FALSE(ParsePushMessage(std::string(100'000, '[')).ok());
  std::string deep = "<xml>";
  for (int i = 0; i < 20'000; ++i) deep += "<a>";
  EXPECT_FALSE(ParsePushMessage(deep).ok());
}

}  // namespace
}  // namespace deputies::wechat
