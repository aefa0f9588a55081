// The table-driven transcoder against protobuf's own json_util, and its stricter rules.
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/transcode/table/json_reader.h"
#include "gateway/transcode/table/json_text.h"
#include "gateway/transcode/table/json_writer.h"
#include "gateway/transcode/table/random_message.h"
#include "gateway/transcode/table/transcode_test.pb.h"
#include "gateway/transcode/table/well_known.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "simdjson.h"

namespace deputies::gateway::table {
namespace {

using deputies::gateway::testing::Everything;
using google::protobuf::Message;

const MessageTable& TableOf(const google::protobuf::Descriptor* type) {
  static auto* const tables = new MessageTables;
  const auto table = tables->Compile(type);
  EXPECT_TRUE(table.ok()) << table.status();
  return **table;
}

std::string OurJson(const Message& message) {
  std::string json;
  EXPECT_TRUE(WriteJson(TableOf(message.GetDescriptor()), message.SerializeAsString(), &json));
  return json;
}

// Values in canonical text: object members by name.
std::string Canonical(simdjson::dom::element value) {
  switch (value.type()) {
    case simdjson::dom::element_type::OBJECT: {
      std::map<std::string, std::string> members;
      for (const auto [name, member] : simdjson::dom::object(value)) {
        members[std::string(name)] = Canonical(member);
      }
      std::string text = "{";
      for (const auto& [name, member] : members) absl::StrAppend(&text, name, ":", member, ",");
      return text + "}";
    }
    case simdjson::dom::element_type::ARRAY: {
      std::string text = "[";
      for (const auto item : simdjson::dom::array(value))
        absl::StrAppend(&text, Canonical(item), ",");
      return text + "]";
    }
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
      // Both print floats so that they read back alike, in other digits; the round trip checks
      // every bit.
      return absl::StrFormat("%.6g", double(value));
    default:
      return simdjson::minify(value);
  }
}

std::string Canonical(const std::string& json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(json).get(root) != simdjson::SUCCESS) return "not JSON: " + json;
  return Canonical(root);
}

std::string StockJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json, options).ok());
  return json;
}

// Of a request whose body is raw: never JSON.
bool HoldsHttpBody(const google::protobuf::Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* const part = type.field(i)->message_type();
    if (part != nullptr && part->full_name() == "google.api.HttpBody") return true;
  }
  return false;
}

// Every message type of proto/ that is JSON outside, read from the descriptor set, and one that has
// every kind of field.
std::vector<const google::protobuf::Descriptor*> AllTypes() {
  std::vector<const google::protobuf::Descriptor*> types = {Everything::descriptor()};
  std::ifstream file(DESCRIPTOR_SET_FILE, std::ios::binary);
  google::protobuf::FileDescriptorSet set;
  EXPECT_TRUE(set.ParseFromIstream(&file));
  for (const auto& one : set.file()) {
    if (one.package().rfind("deputies.", 0) != 0) continue;
    const auto* const known =
        google::protobuf::DescriptorPool::generated_pool()->FindFileByName(one.name());
    EXPECT_NE(known, nullptr) << one.name();
    for (int i = 0; known != nullptr && i < known->message_type_count(); ++i) {
      if (!HoldsHttpBody(*known->message_type(i))) types.push_back(known->message_type(i));
    }
  }
  EXPECT_GT(types.size(), 80u);
  return types;
}

TEST(DifferentialTest, WritesAndReadsWhatJsonUtilDoes) {
  google::protobuf::DynamicMessageFactory factory;
  std::mt19937_64 random(20240601);
  for (const auto* type : AllTypes()) {
    const int rounds = type == Everything::descriptor() ? 300 : 40;
    for (int round = 0; round < rounds; ++round) {
      std::unique_ptr<Message> message(factory.GetPrototype(type)->New());
      FillRandomly(&random, round % 3, message.get());
      const std::string json = OurJson(*message);
      ASSERT_EQ(Canonical(json), Canonical(StockJson(*message))) << type->full_name();

      std::string wire;
      JsonError error;
      const bool read = ReadJson(TableOf(type), json, {}, &wire, &error);
      if (!read && error.kind == JsonError::Kind::kSyntax && json.size() > 10'000)
        continue;  // too many tokens
      ASSERT_TRUE(read) << type->full_name() << " " << error.path << " " << error.text << "\n"
                        << json;
      std::unique_ptr<Message> back(factory.GetPrototype(type)->New());
      ASSERT_TRUE(back->ParseFromString(wire));
      ASSERT_EQ(back->SerializeAsString().size() > 0, message->SerializeAsString().size() > 0);
      ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equivalent(*message, *back))
          << json << "\n"
          << message->DebugString() << "\n"
          << back->DebugString();
    }
  }
}

TEST(WriteJsonTest, TakesFieldsInAnyOrderAndMergesAsProtobufDoes) {
  Everything first, second;
  first.set_string_value("one");
  first.add_int32_list(1);
  first.mutable_child()->set_int32_value(7);
  first.set_number_choice(5);
  second.set_int32_value(3);
  second.set_string_value("two");
  second.add_int32_list(2);
  second.mutable_child()->set_string_value("inner");
  const std::string wire = first.SerializeAsString() + second.SerializeAsString();
  Everything merged;
  ASSERT_TRUE(merged.ParseFromString(wire));
  std::string json;
  ASSERT_TRUE(WriteJson(TableOf(Everything::descriptor()), wire, &json));
  EXPECT_EQ(Canonical(json), Canonical(StockJson(merged)));
}

TEST(WriteJsonTest, SkipsUnknownFieldsAndRepairsText) {
  Everything message;
  message.set_string_value("x");
  std::string wire = message.SerializeAsString();
  wire += std::string("\xfa\xff\x03\x01z", 5);  // field 8191, one byte
  std::string json;
  ASSERT_TRUE(WriteJson(TableOf(Everything::descriptor()), wire, &json));
  EXPECT_NE(json.find("\"stringValue\":\"x\""), json.npos);

  json.clear();
  AppendJsonText("a\xff路\xe8", &json);
  EXPECT_EQ(json, "\"a\xef\xbf\xbd路\xef\xbf\xbd\"");
}

TEST(WriteJsonTest, RefusesBrokenBytesWithoutReadingBeyondThem) {
  std::mt19937_64 random(7);
  Everything message;
  FillRandomly(&random, 2, &message);
  const std::string wire = message.SerializeAsString();
  const MessageTable& table = TableOf(Everything::descriptor());
  for (size_t cut = 0; cut < wire.size(); ++cut) {
    std::string json;
    WriteJson(table, std::string(wire, 0, cut), &json);  // under sanitizers: no overrun
  }
  for (int round = 0; round < 2000; ++round) {
    std::string bent = wire;
    for (int i = 0; i < 3; ++i) bent[random() % bent.size()] = static_cast<char>(random());
    std::string json;
    WriteJson(table, bent, &json);
  }
  std::string json;
  EXPECT_FALSE(WriteJson(table, "\x08", &json));
  EXPECT_FALSE(WriteJson(table, std::string("\x0a\x7f", 2), &json));
}

struct Refusal {
  const char* json;
  JsonError::Kind kind;
  const char* path;
};

TEST(ReadJsonTest, RefusesWhatIsNotStrictJson) {
  constexpr auto kSyntax = JsonError::Kind::kSyntax;
  constexpr auto kUnknown = JsonError::Kind::kUnknownField;
  constexpr auto kInvalid = JsonError::Kind::kInvalidValue;
  const std::string deep(20, '[');
  const Refusal refusals[] = {
      {"", kSyntax, ""},
      {"[", kSyntax, ""},
      {"[]", kInvalid, "body"},
      {"3", kInvalid, "body"},
      {"null", kInvalid, "body"},
      {"{\"int32Value\":1,}", kSyntax, ""},
      {"{'int32Value':1}", kSyntax, ""},
      {"{int32Value:1}", kSyntax, ""},
      {"{\"int32Value\":01}", kSyntax, ""},
      {"{\"int32Value\":1} x", kSyntax, ""},
      {"{\"stringValue\":\"\xff\"}", kSyntax, ""},
      {"{\"stringValue\":\"\\ud800\"}", kSyntax, ""},
      {"{\"stringValue\":\"a\nb\"}", kSyntax, ""},
      {"{\"int32Value\":1,\"int32Value\":1}", kSyntax, "int32Value"},
      {"{\"int32_value\":1}", kUnknown, "int32_value"},
      {"{\"int32Value\":null}", kInvalid, "int32Value"},
      {"{\"enumValue\":1}", kInvalid, "enumValue"},
      {"{\"nope\":1}", kUnknown, "nope"},
      {"{\"child\":{\"nope\":1}}", kUnknown, "child.nope"},
      {"{\"childList\":[{},{\"nope\":1}]}", kUnknown, "childList[1].nope"},
      {"{\"int32Value\":\"x\"}", kInvalid, "int32Value"},
      {"{\"int32Value\":\" 1\"}", kInvalid, "int32Value"},
      {"{\"int32Value\":1.5}", kInvalid, "int32Value"},
      {"{\"int32Value\":1.0}", kInvalid, "int32Value"},
      {"{\"int64Value\":\"01\"}", kInvalid, "int64Value"},
      {"{\"doubleValue\":\"NaN\"}", kInvalid, "doubleValue"},
      {"{\"doubleValue\":\"1\"}", kInvalid, "doubleValue"},
      {"{\"int32Value\":2147483648}", kInvalid, "int32Value"},
      {"{\"int32Value\":true}", kInvalid, "int32Value"},
      {"{\"int32Value\":[1]}", kInvalid, "int32Value"},
      {"{\"uint32Value\":-1}", kInvalid, "uint32Value"},
      {"{\"int64Value\":\"9223372036854775808\"}", kInvalid, "int64Value"},
      {"{\"boolValue\":\"true\"}", kInvalid, "boolValue"},
      {"{\"boolValue\":1}", kInvalid, "boolValue"},
      {"{\"stringValue\":1}", kInvalid, "stringValue"},
      {"{\"bytesValue\":\"***\"}", kInvalid, "bytesValue"},
      {"{\"enumValue\":\"PURPLE\"}", kInvalid, "enumValue"},
      {"{\"enumValue\":77}", kInvalid, "enumValue"},
      {"{\"child\":3}", kInvalid, "child"},
      {"{\"child\":[]}", kInvalid, "child"},
      {"{\"stringList\":\"a\"}", kInvalid, "stringList"},
      {"{\"stringList\":{}}", kInvalid, "stringList"},
      {"{\"stringList\":[null]}", kInvalid, "stringList[0]"},
      {"{\"stringList\":[[\"a\"]]}", kInvalid, "stringList[0]"},
      {"{\"stringMap\":[]}", kInvalid, "stringMap"},
      {"{\"stringMap\":{\"a\":\"1\",\"a\":\"2\"}}", kSyntax, "stringMap.a"},
      {"{\"childMap\":{\"x\":{}}}", kInvalid, "childMap.x"},
      {"{\"numberChoice\":1,\"textChoice\":\"a\"}", kInvalid, "textChoice"},
      {"{\"timestamp\":\"yesterday\"}", kInvalid, "timestamp"},
      {"{\"timestamp\":\"2026-02-30T00:00:00Z\"}", kInvalid, "timestamp"},
      {"{\"timestamp\":{}}", kInvalid, "timestamp"},
      {"{\"duration\":\"1\"}", kInvalid, "duration"},
      {"{\"floatValue\":1e39}", kInvalid, "floatValue"},
      {"{\"floatValue\":\"0x10\"}", kInvalid, "floatValue"},
  };
  for (const Refusal& refusal : refusals) {
    std::string wire = "before";
    JsonError error;
    EXPECT_FALSE(ReadJson(TableOf(Everything::descriptor()), refusal.json, {}, &wire, &error))
        << refusal.json;
    EXPECT_EQ(error.kind, refusal.kind) << refusal.json;
    EXPECT_EQ(error.path, refusal.path) << refusal.json;
    EXPECT_EQ(wire, "before") << refusal.json;
  }
  std::string nested;
  for (int i = 0; i < 16; ++i) nested += "{\"child\":";
  nested += "{}" + std::string(16, '}');
  std::string wire;
  JsonError error;
  EXPECT_FALSE(ReadJson(TableOf(Everything::descriptor()), nested, {}, &wire, &error));
  EXPECT_EQ(error.kind, JsonError::Kind::kSyntax);
  std::string many = "{\"int32List\":[1";
  for (int i = 0; i < 2000; ++i) many += ",1";
  many += "]}";
  EXPECT_FALSE(ReadJson(TableOf(Everything::descriptor()), many, {}, &wire, &error));
  EXPECT_EQ(error.kind, JsonError::Kind::kSyntax);
}

TEST(ReadJsonTest, TakesWhatTheMappingAllows) {
  for (const char* json :
       {"{}", " { } ", "{\"int64Value\":5}", "{\"int64Value\":\"5\"}",
        "{\"enumValue\":\"NEGATIVE\"}", "{\"bytesValue\":\"_-8\"}", "{\"bytesValue\":\"/+8=\"}",
        "{\"doubleValue\":1e3}", "{\"stringValue\":\"\\ud83d\\udc4d\"}",
        "{\"timestamp\":\"2026-01-01T08:00:00+08:00\"}", "{\"int64Wrapper\":\"7\"}",
        "{\"stringMap\":{}}", "{\"custom-name\":\"x\"}"}) {
    std::string wire;
    JsonError error;
    ASSERT_TRUE(ReadJson(TableOf(Everything::descriptor()), json, {}, &wire, &error))
        << json << " " << error.path << " " << error.text;
    Everything ours, stock;
    ASSERT_TRUE(ours.ParseFromString(wire)) << json;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &stock).ok()) << json;
    EXPECT_EQ(ours.ShortDebugString(), stock.ShortDebugString()) << json;
  }
}

TEST(ReadJsonTest, BodyMayOnlyRepeatThePath) {
  const MessageTable& table = TableOf(Everything::descriptor());
  std::string text;
  BoundField bound{2, ""};
  ASSERT_TRUE(ReadText(table.fields[1], "7", &bound.wire, &text));
  std::string wire;
  JsonError error;
  EXPECT_TRUE(ReadJson(table, "{\"int64Value\":\"7\",\"int32Value\":1}", {bound}, &wire, &error));
  Everything message;
  ASSERT_TRUE(message.ParseFromString(wire));
  EXPECT_EQ(message.int64_value(), 0) << "the path's own value is added by the caller";
  EXPECT_FALSE(ReadJson(table, "{\"int64Value\":\"8\"}", {bound}, &wire, &error));
  EXPECT_EQ(error.path, "int64Value");
}

TEST(ReadTextTest, ReadsScalarsAsInAQueryString) {
  const MessageTable& table = TableOf(Everything::descriptor());
  const auto read = [&](const char* name, const char* value) -> std::string {
    std::string wire, text;
    if (!ReadText(table.fields[table.field_by_name.at(name)], value, &wire, &text))
      return "!" + text;
    Everything message;
    return message.ParseFromString(wire) ? message.ShortDebugString() : "?";
  };
  EXPECT_EQ(read("int32Value", "-5"), "int32_value: -5");
  EXPECT_EQ(read("boolValue", "true"), "bool_value: true");
  EXPECT_EQ(read("enumValue", "RED"), "enum_value: RED");
  EXPECT_EQ(read("stringList", "a"), "string_list: \"a\"");
  EXPECT_EQ(read("unpackedList", "4"), "unpacked_list: 4");
  EXPECT_EQ(read("int32List", "4"), "int32_list: 4");
  EXPECT_EQ(read("timestamp", "1970-01-01T00:00:01Z"), "timestamp { seconds: 1 }");
  for (const auto& [name, value] :
       std::vector<std::pair<const char*, const char*>>{{"int32Value", ""},
                                                        {"int32Value", "1x"},
                                                        {"int32Value", "+1"},
                                                        {"boolValue", "1"},
                                                        {"enumValue", "1"},
                                                        {"child", "{}"},
                                                        {"stringValue", "\xff"},
                                                        {"doubleValue", "inf"}}) {
    EXPECT_EQ(read(name, value)[0], '!') << name << "=" << value;
  }
}

TEST(MessageTablesTest, RefusesFreeFormTypes) {
  MessageTables tables;
  EXPECT_EQ(tables.Compile(google::protobuf::Struct::descriptor()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(TimestampTest, KnowsTheCalendar) {
  int64_t seconds;
  int32_t nanos;
  EXPECT_TRUE(ParseTimestamp("2024-02-29T23:59:59.5Z", &seconds, &nanos));
  EXPECT_EQ(nanos, 500'000'000);
  for (const char* bad :
       {"2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00.1234567890Z", "0000-01-01T00:00:00Z", "2024-01-01 00:00:00Z",
        "2024-01-01T00:00:00+8:00"}) {
    EXPECT_FALSE(ParseTimestamp(bad, &seconds, &nanos)) << bad;
  }
  std::string text;
  EXPECT_FALSE(AppendTimestamp(253402300800, 0, &text));
}

}  // namespace
}  // namespace deputies::gateway::table
