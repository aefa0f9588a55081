#include "deploy/ctl/message_rows.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "deploy/ctl/text_cleaning.h"
#include "deputies/common/v1/options.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::ctl {
namespace {

constexpr char kTimeExpected[] =
    "a time like 2019-04-25 09:32:09 (local time of Asia/Shanghai) that exists";

struct ColumnField {
  const char* column;
  const char* field;
};
constexpr ColumnField kFields[] = {
    {"message_id", "source_id"},  {"voter", "author_name"}, {"subject", "subject"},
    {"posted_at", "post_time"},   {"body", "body"},         {"reply", "reply"},
    {"replied_at", "reply_time"},
};

const google::protobuf::FieldDescriptor* FieldOf(absl::string_view column) {
  for (const ColumnField& pair : kFields) {
    if (column == pair.column) {
      return board::v1::ImportedMessage::descriptor()->FindFieldByName(pair.field);
    }
  }
  return nullptr;
}

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  timestamp->set_seconds(absl::ToUnixSeconds(time));
}

}  // namespace

absl::StatusOr<absl::Time> ParseLocalTime(absl::string_view text, absl::TimeZone zone) {
  constexpr absl::string_view kForm = "dddd-dd-dd dd:dd:dd";
  bool fits = text.size() == kForm.size();
  for (size_t i = 0; fits && i < kForm.size(); ++i) {
    fits = kForm[i] == 'd' ? absl::ascii_isdigit(static_cast<unsigned char>(text[i]))
                           : text[i] == kForm[i];
  }
  if (!fits) return absl::InvalidArgumentError("not in the form YYYY-MM-DD HH:MM:SS");
  // A 60th second is a real one that our clocks leave out; ParseTime would move it into the next
  // minute.
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%S", text, zone, &time, &error) || text.substr(17) == "60") {
    return absl::InvalidArgumentError("no such day or time");
  }
  return time;
}

const std::vector<std::string>& MessageRows::RequiredColumns() {
  static const auto* const kColumns =
      new std::vector<std::string>{"message_id", "voter", "subject", "posted_at", "body"};
  return *kColumns;
}

const std::vector<std::string>& MessageRows::OptionalColumns() {
  static const auto* const kColumns = new std::vector<std::string>{"reply", "replied_at"};
  return *kColumns;
}

absl::StatusOr<MessageRows> MessageRows::Make() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Asia/Shanghai", &zone)) {
    return absl::NotFoundError("no time-zone data for Asia/Shanghai: install tzdata");
  }
  return MessageRows(zone);
}

MessageRows::MessageRows(absl::TimeZone zone)
    : zone_(zone),
      rules_(std::make_shared<validate::RequestRules>(board::v1::ImportedMessage::descriptor())) {}

std::string MessageRows::ColumnOf(absl::string_view path) {
  const size_t dot = path.rfind('.');
  const absl::string_view name = dot == absl::string_view::npos ? path : path.substr(dot + 1);
  for (const ColumnField& pair : kFields) {
    if (name == FieldOf(pair.column)->json_name()) return pair.column;
  }
  return "";
}

std::string MessageRows::ExpectedIn(absl::string_view column) {
  const google::protobuf::FieldDescriptor* field = FieldOf(column);
  if (field == nullptr) return "a row that the board takes";
  if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) return kTimeExpected;
  const common::v1::FieldRule& rule = field->options().GetExtension(common::v1::field);
  return absl::StrCat("UTF-8 text of ", rule.required() ? 1 : 0, " to ", rule.max_chars(),
                      " characters");
}

std::vector<RowProblem> MessageRows::Read(const sheet::CsvColumns& columns,
                                          const sheet::CsvRecord& record,
                                          board::v1::ImportedMessage* message) {
  message->Clear();
  if (!record.problem.empty())
    return {{"", absl::StrCat("a well-formed row, but ", record.problem)}};
  if (record.fields.size() != columns.size()) {
    return {{"", absl::StrCat(columns.size(), " columns, but there are ", record.fields.size())}};
  }
  std::vector<RowProblem> problems;
  const auto text = [&](absl::string_view column, bool multiline) {
    std::string value = columns.Field(record, column);
    if (!CleanText(multiline, &value)) {
      problems.push_back({std::string(column), ExpectedIn(column)});
      return std::string("?");  // passes the rules, so that the column is reported once
    }
    return value;
  };
  const auto time = [&](absl::string_view column, google::protobuf::Timestamp* out) {
    absl::StatusOr<absl::Time> value =
        ParseLocalTime(absl::StripAsciiWhitespace(columns.Field(record, column)), zone_);
    if (value.ok()) {
      SetTime(*value, out);
    } else {
      problems.push_back({std::string(column), kTimeExpected});
    }
  };
  message->set_source_id(text("message_id", false));
  message->set_author_name(text("voter", false));
  message->set_subject(text("subject", false));
  message->set_body(text("body", true));
  time("posted_at", message->mutable_post_time());
  message->set_reply(text("reply", true));
  const bool has_reply_time =
      !absl::StripAsciiWhitespace(columns.Field(record, "replied_at")).empty();
  if (has_reply_time) time("replied_at", message->mutable_reply_time());

  const absl::Status checked = rules_->NormalizeAndCheck(message);
  for (const base::FieldViolation& violation : base::ErrorFields(checked)) {
    const std::string column = ColumnOf(violation.field);
    problems.push_back(
        {column, absl::StrCat(ExpectedIn(column), " (", violation.description, ")")});
  }
  // After the check, which trims: a reply of white space is none.
  if (message->reply().empty() && has_reply_time) {
    problems.push_back({"reply", "a reply, because replied_at is not empty"});
  } else if (!message->reply().empty() && !has_reply_time) {
    problems.push_back({"replied_at", "a time, because reply is not empty"});
  }
  if (problems.empty()) {
    const auto [it, first] = seen_.emplace(message->source_id(), record.line);
    if (!first) {
      problems.push_back(
          {"message_id", absl::StrCat("an id of its own; line ", it->second, " has the same")});
    }
  }
  return problems;
}

}  // namespace deputies::ctl
