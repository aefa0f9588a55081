#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "deputies/board/v1/message.pb.h"
#include "gateway/transcode/json_reader.h"
#include "gateway/transcode/json_util_transcoder.h"
#include "gateway/transcode/table_transcoder.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

using ::testing::HasSubstr;

// Both transcoders follow the same rules; json_util is the oracle of the one that serves.
enum class Kind { kTable, kJsonUtil };

std::unique_ptr<Transcoder> MakeTranscoder(Kind kind,
                                           const google::protobuf::DescriptorPool& pool) {
  if (kind == Kind::kTable) return std::make_unique<TableTranscoder>();
  return std::make_unique<JsonUtilTranscoder>(pool);
}

// One method over a message with a field of every kind.
class TranscodeTest : public ::testing::TestWithParam<Kind> {
 protected:
  TranscodeTest()
      : pool_(google::protobuf::DescriptorPool::generated_pool()),
        transcoder_(MakeTranscoder(GetParam(), pool_)) {
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(
          name: "kinds.proto"
          package: "test"
          syntax: "proto3"
          dependency: "google/protobuf/timestamp.proto"
          dependency: "google/protobuf/wrappers.proto"
          enum_type {
            name: "Color"
            value { name: "NONE" number: 0 }
            value { name: "RED" number: 1 }
          }
          message_type {
            name: "Inner"
            field {
              name: "score"
              number: 1
              type: TYPE_INT32
              label: LABEL_OPTIONAL
              json_name: "score"
            }
            field {
              name: "deep_name"
              number: 2
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              json_name: "deepName"
            }
          }
          message_type {
            name: "Kinds"
            field {
              name: "home_id"
              number: 1
              type: TYPE_INT64
              label: LABEL_OPTIONAL
              json_name: "homeId"
            }
            field {
              name: "text"
              number: 2
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              json_name: "text"
            }
            field {
              name: "small"
              number: 3
              type: TYPE_INT32
              label: LABEL_OPTIONAL
              json_name: "small"
            }
            field { name: "flag" number: 4 type: TYPE_BOOL label: LABEL_OPTIONAL json_name: "flag" }
            field {
              name: "color"
              number: 5
              type: TYPE_ENUM
              type_name: ".test.Color"
              label: LABEL_OPTIONAL
              json_name: "color"
            }
            field {
              name: "inner"
              number: 6
              type: TYPE_MESSAGE
              type_name: ".test.Inner"
              label: LABEL_OPTIONAL
              json_name: "inner"
            }
            field { name: "ids" number: 7 type: TYPE_INT64 label: LABEL_REPEATED json_name: "ids" }
            field {
              name: "inners"
              number: 8
              type: TYPE_MESSAGE
              type_name: ".test.Inner"
              label: LABEL_REPEATED
              json_name: "inners"
            }
            field {
              name: "time"
              number: 9
              type: TYPE_MESSAGE
              type_name: ".google.protobuf.Timestamp"
              label: LABEL_OPTIONAL
              json_name: "time"
            }
            field {
              name: "one"
              number: 10
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              json_name: "one"
              oneof_index: 0
            }
            field {
              name: "two"
              number: 11
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              json_name: "two"
              oneof_index: 0
            }
            field {
              name: "data"
              number: 12
              type: TYPE_BYTES
              label: LABEL_OPTIONAL
              json_name: "data"
            }
            field {
              name: "number"
              number: 13
              type: TYPE_DOUBLE
              label: LABEL_OPTIONAL
              json_name: "number"
            }
            field {
              name: "map"
              number: 14
              type: TYPE_MESSAGE
              type_name: ".test.Kinds.MapEntry"
              label: LABEL_REPEATED
              json_name: "map"
            }
            field {
              name: "wrapped"
              number: 15
              type: TYPE_MESSAGE
              type_name: ".google.protobuf.StringValue"
              label: LABEL_OPTIONAL
              json_name: "wrapped"
            }
            field {
              name: "positive"
              number: 16
              type: TYPE_UINT32
              label: LABEL_OPTIONAL
              json_name: "positive"
            }
            field {
              name: "zigzag"
              number: 17
              type: TYPE_SINT64
              label: LABEL_OPTIONAL
              json_name: "zigzag"
            }
            field {
              name: "fixed"
              number: 18
              type: TYPE_FIXED64
              label: LABEL_OPTIONAL
              json_name: "fixed"
            }
            nested_type {
              name: "MapEntry"
              options { map_entry: true }
              field {
                name: "key"
                number: 1
                type: TYPE_STRING
                label: LABEL_OPTIONAL
                json_name: "key"
              }
              field {
                name: "value"
                number: 2
                type: TYPE_INT32
                label: LABEL_OPTIONAL
                json_name: "value"
              }
            }
            oneof_decl { name: "choice" }
          }
          service {
            name: "Service"
            method { name: "Do" input_type: ".test.Kinds" output_type: ".test.Kinds" }
          }
        )pb",
        &file));
    EXPECT_NE(pool_.BuildFile(file), nullptr);
    const auto* const type = pool_.FindMessageTypeByName("test.Kinds");
    route_.method = pool_.FindMethodByName("test.Service.Do");
    route_.body = Route::Body::kWhole;
    route_.bindings = {{{type->FindFieldByName("home_id")}, 1, 2}};
    get_ = route_;
    get_.body = Route::Body::kNone;
    field_ = route_;
    field_.body = Route::Body::kField;
    field_.body_field = type->FindFieldByName("inner");
    field_.bindings = {{{field_.body_field, field_.body_field->message_type()->field(1)}, 1, 2}};
  }

  // "<reason> <first field>", or the message in short text form.
  std::string Encode(const Route& route, const std::string& body, const QueryParameters& query = {},
                     const std::string& path_value = "7") {
    const std::unique_ptr<MethodCodec> codec = transcoder_->Compile(route);
    std::string wire;
    const std::vector<std::string> values = {path_value};
    if (ApiResult error = codec->EncodeRequest({values, query, body}, &wire)) {
      return absl::StrCat(error->reason, " ",
                          error->details.empty() ? "" : error->details[0].field);
    }
    google::protobuf::DynamicMessageFactory factory;
    const std::unique_ptr<google::protobuf::Message> message(
        factory.GetPrototype(route.method->input_type())->New());
    EXPECT_TRUE(message->ParseFromString(wire));
    EXPECT_TRUE(message->GetReflection()->GetUnknownFields(*message).empty());
    return message->ShortDebugString();
  }
  std::string Post(const std::string& body) { return Encode(route_, body); }
  std::string Get(const QueryParameters& query) { return Encode(get_, "", query); }

  google::protobuf::DescriptorPool pool_;
  const std::unique_ptr<Transcoder> transcoder_;
  Route route_;
  Route get_;
  Route field_;
};

TEST_P(TranscodeTest, TakesEveryKind) {
  EXPECT_EQ(Post(""), "home_id: 7");
  EXPECT_EQ(Post(" { } "), "home_id: 7");
  EXPECT_EQ(
      Post(R"({"homeId":"7","text":"a\n\u4eba\ud83d\ude00","small":-3,"flag":true,"color":"RED"})"),
      "home_id: 7 text: \"a\\n\\344\\272\\272\\360\\237\\230\\200\" small: -3 flag: true color: "
      "RED");
  EXPECT_EQ(
      Post(R"({"homeId":7,"ids":["1",2],"inners":[{"score":1},{}],"inner":{"deepName":"x"}})"),
      "home_id: 7 inner { deep_name: \"x\" } ids: 1 ids: 2 inners { score: 1 } inners { }");
  EXPECT_EQ(
      Post(R"({"time":"2024-05-01T08:00:00.5Z","two":"b","data":"AQI=","number":-1.5e3})"),
      "home_id: 7 time { seconds: 1714550400 nanos: 500000000 } two: \"b\" data: \"\\001\\002\" "
      "number: -1500");
  EXPECT_EQ(
      Post(R"({"map":{"k":5},"wrapped":"w","positive":4294967295,"zigzag":"-5","fixed":"6"})"),
      "home_id: 7 map { key: \"k\" value: 5 } wrapped { value: \"w\" } positive: 4294967295 "
      "zigzag: -5 fixed: 6");
}

TEST_P(TranscodeTest, RefusesBadSyntax) {
  for (const char* body : {"{",
                           "}",

                           "{\"text\"}",
                           "{\"text\":}",
                           "{\"text\":\"a\",}",
                           "{,}",
                           "{'text':\"a\"}",
                           "{text:\"a\"}",
                           "{\"text\":'a'}",
                           "{\"ids\":[1,]}",
                           "{\"ids\":[,1]}",
                           "{\"ids\":[1 2]}",
                           "{\"text\":\"a\" \"flag\":true}",
                           "{\"text\":\"a\"}}",
                           "{} {}",
                           "{}x",
                           "{\"text\":\"\\ud800\"}",
                           "{\"text\":\"\\udc00\\ud800\"}",
                           "{\"text\":\"\\x41\"}",
                           "{\"text\":\"\\u12\"}",
                           "{\"text\":\"a\nb\"}",
                           "{\"text\":\"a",
                           "{\"small\":01}",
                           "{\"small\":+1}",
                           "{\"small\":.5}",
                           "{\"small\":1.}",
                           "{\"small\":1e}",
                           "{\"small\":-}",
                           "{\"flag\":True}",
                           "{\"flag\":truex}",
                           "{\"number\":NaN}",
                           "{\"number\":Infinity}",
                           "{\"text\":\"\xff\"}",
                           "{\"text\":\"\xc0\x80\"}",
                           "{\"text\":\"\xed\xa0\x80\"}",
                           "\xef\xbb\xbf{}",
                           "{\"text\":\"a\",\"text\":\"b\"}",
                           "{\"map\":{\"k\":1,\"k\":2}}",
                           "// c\n{}",
                           "{/**/}",
                           "\x01{}",
                           "   ",
                           "{\"small\":0x10}",
                           "{\"text\":\"a\"\"b\"}",
                           "{\"text\":\"tab\there\"}"}) {
    EXPECT_THAT(Post(body), HasSubstr("JSON_INVALID @")) << body;
  }
}

TEST_P(TranscodeTest, RefusesWrongTypesNamingTheField) {
  const std::pair<const char*, const char*> cases[] = {
      {"[]", "FIELD_INVALID body"},
      {"null", "FIELD_INVALID body"},
      {"5", "FIELD_INVALID body"},
      {R"({"text":1})", "FIELD_INVALID text"},
      {R"({"text":null})", "FIELD_INVALID text"},
      {R"({"text":["a"]})", "FIELD_INVALID text"},
      {R"({"small":"x"})", "FIELD_INVALID small"},
      {R"({"small":1.5})", "FIELD_INVALID small"},
      {R"({"small":1e2})", "FIELD_INVALID small"},
      {R"({"small":2147483648})", "FIELD_INVALID small"},
      {R"({"small":true})", "FIELD_INVALID small"},
      {R"({"ids":5})", "FIELD_INVALID ids"},
      {R"({"ids":["1",null]})", "FIELD_INVALID ids[1]"},
      {R"({"ids":["9223372036854775808"]})", "FIELD_INVALID ids[0]"},
      {R"({"ids":["01"]})", "FIELD_INVALID ids[0]"},
      {R"({"ids":[" 1"]})", "FIELD_INVALID ids[0]"},
      {R"({"flag":"true"})", "FIELD_INVALID flag"},
      {R"({"flag":1})", "FIELD_INVALID flag"},
      {R"({"color":"BLUE"})", "FIELD_INVALID color"},
      {R"({"color":1})", "FIELD_INVALID color"},
      {R"({"inner":[]})", "FIELD_INVALID inner"},
      {R"({"inners":[{"score":"x"}]})", "FIELD_INVALID inners[0].score"},
      {R"({"inners":[{},{"nope":1}]})", "FIELD_UNKNOWN inners[1].nope"},
      {R"({"nope":1})", "FIELD_UNKNOWN nope"},
      {R"({"home_id":"7"})", "FIELD_UNKNOWN home_id"},
      {R"({"Text":"a"})", "FIELD_UNKNOWN Text"},
      {R"({"time":"yesterday"})", "FIELD_INVALID time"},
      {R"({"time":"2024-13-01T00:00:00Z"})", "FIELD_INVALID time"},
      {R"({"time":{"seconds":1}})", "FIELD_INVALID time"},
      {R"({"one":"a","two":"b"})", "FIELD_INVALID two"},
      {R"({"data":"!"})", "FIELD_INVALID data"},
      {R"({"number":"1.5"})", "FIELD_INVALID number"},
      {R"({"number":1e999})", "FIELD_INVALID number"},
      {R"({"map":{"k":"x"}})", "FIELD_INVALID map.k"},
      {R"({"map":[]})", "FIELD_INVALID map"},
      {R"({"wrapped":5})", "FIELD_INVALID wrapped"},
      {R"({"positive":-1})", "FIELD_INVALID positive"},
      {R"({"homeId":"8"})", "FIELD_INVALID homeId"},
      {R"({"homeId":0})", "FIELD_INVALID homeId"},
  };
  for (const auto& [body, answer] : cases) EXPECT_EQ(Post(body), answer) << body;
}

TEST_P(TranscodeTest, BoundsDepthAndTokens) {
  std::string deep;
  for (int i = 0; i < 17; ++i) deep += "[";
  JsonReader reader(deep);
  int entered = 0;
  bool more = true;
  while (reader.EnterArray() && reader.NextElement(&more)) ++entered;
  EXPECT_EQ(entered, 16);
  std::string many = "{\"ids\":[1";
  for (int i = 0; i < 2000; ++i) many += ",1";
  EXPECT_THAT(Post(many + "]}"), HasSubstr("JSON_INVALID @"));
}

TEST_P(TranscodeTest, QueryParameters) {
  EXPECT_EQ(Get({{"text", "人"},
                 {"ids", "1"},
                 {"ids", "2"},
                 {"color", "RED"},
                 {"inner.score", "3"},
                 {"inner.deepName", "n"},
                 {"time", "2024-05-01T08:00:00Z"},
                 {"flag", "true"}}),
            "home_id: 7 text: \"\\344\\272\\272\" flag: true color: RED inner { score: 3 "
            "deep_name: \"n\" } "
            "ids: 1 ids: 2 time { seconds: 1714550400 }");
  EXPECT_EQ(Get({{"nope", "1"}}), "FIELD_UNKNOWN nope");
  EXPECT_EQ(Get({{"inner", "1"}}), "FIELD_UNKNOWN inner");
  EXPECT_EQ(Get({{"inners.score", "1"}}), "FIELD_UNKNOWN inners.score");
  EXPECT_EQ(Get({{"homeId", "7"}}), "FIELD_INVALID homeId");
  EXPECT_EQ(Get({{"small", "1"}, {"small", "2"}}), "FIELD_INVALID small");
  EXPECT_EQ(Get({{"small", ""}}), "FIELD_INVALID small");
  EXPECT_EQ(Get({{"small", "1.0"}}), "FIELD_INVALID small");
  EXPECT_EQ(Get({{"flag", "1"}}), "FIELD_INVALID flag");
  EXPECT_EQ(Encode(route_, "{}", {{"text", "a"}}), "FIELD_UNKNOWN text");
  EXPECT_EQ(Encode(get_, "{}"), "FIELD_INVALID body");
  EXPECT_EQ(Encode(get_, "", {}, "x"), "FIELD_INVALID homeId");
}

TEST_P(TranscodeTest, BodyField) {
  EXPECT_EQ(Encode(field_, R"({"score":3})", {{"text", "a"}}, "n"),
            "text: \"a\" inner { score: 3 deep_name: \"n\" }");
  EXPECT_EQ(Encode(field_, R"({"deepName":"other"})", {}, "n"), "FIELD_INVALID deepName");
  EXPECT_EQ(Encode(field_, "{}", {{"inner.score", "1"}}, "n"), "FIELD_UNKNOWN inner.score");
}

TEST_P(TranscodeTest, ResponseForm) {
  Route route;
  route.method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "deputies.board.v1.MessageService.GetMessage");
  const std::unique_ptr<Transcoder> transcoder =
      MakeTranscoder(GetParam(), *google::protobuf::DescriptorPool::generated_pool());
  board::v1::Message message;
  message.set_message_id(int64_t{1} << 60);
  message.set_state(board::v1::POSTED);
  message.set_subject("路灯");
  message.mutable_create_time()->set_seconds(1714550400);
  std::string json;
  ASSERT_TRUE(transcoder->Compile(route)->DecodeResponse(message.SerializeAsString(), &json).ok());
  // The two put absent and present fields in different order.
  for (const char* member :
       {R"("messageId":"1152921504606846976")", R"("homeId":"0")", R"("deputyId":"0")",
        R"("state":"POSTED")", R"("subject":"路灯")", R"("body":"")",
        R"("visibility":"VISIBILITY_UNSPECIFIED")", R"("authorName":"")", R"("answers":[])",
        R"("version":0)", R"("mine":false)", R"("createTime":"2024-05-01T08:00:00Z")"}) {
    EXPECT_THAT(json, HasSubstr(member));
  }
  EXPECT_THAT(json, ::testing::Not(HasSubstr("rating")));
}

INSTANTIATE_TEST_SUITE_P(Transcoders, TranscodeTest,
                         ::testing::Values(Kind::kTable, Kind::kJsonUtil),
                         [](const ::testing::TestParamInfo<Kind>& each) {
                           return each.param == Kind::kTable ? "Table" : "JsonUtil";
                         });

}  // namespace
}  // namespace deputies::gateway
