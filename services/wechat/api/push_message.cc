#include "services/wechat/api/push_message.h"

#include <functional>
#include <optional>
#include <pugixml.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "simdjson.h"

namespace deputies::wechat {
namespace {

// Of any text field; the longest honest one is a template's id.
constexpr size_t kMaxFieldBytes = 8192;
constexpr size_t kMaxConsents = 50;

absl::Status Malformed() { return absl::InvalidArgumentError("not a push"); }

// A node of either document, as far as pushes need one.
class Fields {
 public:
  virtual ~Fields() = default;
  // Text or number of a member; empty when absent. False for a member of another form.
  virtual bool Text(const char* name, std::string* text) const = 0;
  // Calls `visit` for the object, or for each of the objects, under `name`. False for another form.
  virtual bool Each(const char* name,
                    const std::function<bool(const Fields& entry)>& visit) const = 0;
};

class JsonFields final : public Fields {
 public:
  explicit JsonFields(simdjson::dom::object object) : object_(object) {}

  bool Text(const char* name, std::string* text) const override {
    simdjson::dom::element value;
    text->clear();
    if (object_.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return true;
    std::string_view string;
    int64_t number = 0;
    if (value.get_string().get(string) == simdjson::SUCCESS) {
      text->assign(string);
    } else if (value.get_int64().get(number) == simdjson::SUCCESS) {
      *text = absl::StrCat(number);
    } else {
      return false;
    }
    return text->size() <= kMaxFieldBytes;
  }

  bool Each(const char* name, const std::function<bool(const Fields&)>& visit) const override {
    simdjson::dom::element value;
    if (object_.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return true;
    simdjson::dom::object one;
    if (value.get_object().get(one) == simdjson::SUCCESS) return visit(JsonFields(one));
    simdjson::dom::array all;
    if (value.get_array().get(all) != simdjson::SUCCESS) return false;
    for (const simdjson::dom::element entry : all) {
      if (entry.get_object().get(one) != simdjson::SUCCESS || !visit(JsonFields(one))) return false;
    }
    return true;
  }

 private:
  simdjson::dom::object object_;
};

class XmlFields final : public Fields {
 public:
  explicit XmlFields(pugi::xml_node node) : node_(node) {}

  bool Text(const char* name, std::string* text) const override {
    *text = node_.child(name).text().get();
    return text->size() <= kMaxFieldBytes;
  }

  bool Each(const char* name, const std::function<bool(const Fields&)>& visit) const override {
    for (const pugi::xml_node entry : node_.children(name)) {
      if (!visit(XmlFields(entry))) return false;
    }
    return true;
  }

 private:
  pugi::xml_node node_;
};

// In JSON the list stands in the message, in XML in an element of the event.
bool ReadConsents(const Fields& holder, PushMessage* message) {
  return holder.Each("List", [&](const Fields& entry) {
    PushMessage::Consent consent;
    std::string error;
    if (!entry.Text("TemplateId", &consent.template_id) ||
        !entry.Text("SubscribeStatusString", &consent.status) || !entry.Text("ErrorCode", &error) ||
        (!error.empty() && !absl::SimpleAtoi(error, &consent.error_code)) ||
        message->consents.size() >= kMaxConsents) {
      return false;
    }
    message->consents.push_back(std::move(consent));
    return true;
  });
}

std::optional<ContentVerdict> VerdictOf(absl::string_view suggest) {
  if (suggest == "pass") return ContentVerdict::kPass;
  if (suggest == "risky") return ContentVerdict::kRisky;
  if (suggest == "review") return ContentVerdict::kReview;
  return std::nullopt;
}

absl::StatusOr<PushMessage> ReadMessage(const Fields& fields) {
  PushMessage message;
  if (!fields.Text("FromUserName", &message.from_user) ||
      !fields.Text("CreateTime", &message.created) || !fields.Text("MsgType", &message.type) ||
      !fields.Text("Event", &message.event) || !fields.Text("MsgId", &message.message_id) ||
      !fields.Text("trace_id", &message.trace_id) || message.from_user.empty() ||
      message.type.empty()) {
    return Malformed();
  }
  bool read = ReadConsents(fields, &message);
  for (const char* holder :
       {"SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent"}) {
    read = read && fields.Each(holder, [&](const Fields& inside) {
      return ReadConsents(inside, &message);
    });
  }
  read = read && fields.Each("result", [&](const Fields& result) {
    std::string suggest;
    std::string label;
    if (!result.Text("suggest", &suggest) || !result.Text("label", &label)) return false;
    message.verdict = VerdictOf(suggest);
    return label.empty() || absl::SimpleAtoi(label, &message.label);
  });
  if (!read) return Malformed();
  if (message.event == "wxa_media_check" &&
      (!message.verdict.has_value() || message.trace_id.empty() || message.trace_id.size() > 64)) {
    return Malformed();
  }
  return message;
}

// Calls `read` with the document's fields.
template <typename Result>
absl::StatusOr<Result> WithFields(absl::string_view text,
                                  absl::StatusOr<Result> (*read)(const Fields&)) {
  text = absl::StripAsciiWhitespace(text);
  if (absl::StartsWith(text, "<")) {
    pugi::xml_document document;
    // No declarations, no processing instructions, no DTD: pugixml never follows entities of one.
    const auto parsed = document.load_buffer(
        text.data(), text.size(), pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol,
        pugi::encoding_utf8);
    const pugi::xml_node root = document.child("xml");
    if (!parsed || !root || absl::StrContains(text, "<!DOCTYPE")) return Malformed();
    return read(XmlFields(root));
  }
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(text.data(), text.size()).get_object().get(object) != simdjson::SUCCESS) {
    return Malformed();
  }
  return read(JsonFields(object));
}

absl::StatusOr<std::string> ReadEncrypted(const Fields& fields) {
  std::string encrypted;
  // Longer than other fields: it holds the whole push.
  if (!fields.Text("Encrypt", &encrypted) && encrypted.empty()) return Malformed();
  if (encrypted.empty()) return Malformed();
  return encrypted;
}

}  // namespace

absl::StatusOr<PushMessage> ParsePushMessage(absl::string_view text) {
  return WithFields<PushMessage>(text, &ReadMessage);
}

absl::StatusOr<std::string> ParseEncrypted(absl::string_view text) {
  return WithFields<std::string>(text, &ReadEncrypted);
}

}  // namespace deputies::wechat
