#include "services/wechat/domain/notice_catalog.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/base/work_calendar.h"

namespace deputies::wechat {
namespace {

// Longest value by type, in code points.
const std::map<std::string, size_t, std::less<>>& Limits() {
  static const auto* const limits = new std::map<std::string, size_t, std::less<>>{
      {"thing", 20}, {"number", 32}, {"letter", 32}, {"symbol", 5},        {"character_string", 32},
      {"time", 64},  {"date", 64},   {"amount", 14}, {"phone_number", 17}, {"car_number", 8},
      {"name", 10},  {"phrase", 5}};
  return *limits;
}

// Code points as pieces of the text; bytes that begin none are left out.
std::vector<absl::string_view> CharsOf(absl::string_view text) {
  std::vector<absl::string_view> chars;
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const size_t length = byte < 0x80 ? 1 : byte < 0xC0 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (length == 0) {
      ++i;
      continue;
    }
    chars.push_back(text.substr(i, length));
    i += length;
  }
  return chars;
}

uint32_t CodePoint(absl::string_view character) {
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(character[i]));
  };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 |
             (byte(3) & 0x3F);
  }
}

bool IsHan(absl::string_view character) {
  const uint32_t code = CodePoint(character);
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF);
}

bool EndsClause(absl::string_view character) {
  for (absl::string_view mark : {"，", "。", "；", "、", "！", "？", " ", ",", ")", "）"}) {
    if (character == mark) return true;
  }
  return false;
}

bool MayStand(absl::string_view type, absl::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  const bool ascii = character.size() == 1;
  if (ascii && absl::ascii_iscntrl(first)) return false;
  if (type == "phrase") return IsHan(character);
  if (type == "number") return ascii && (absl::ascii_isdigit(first) || first == '.');
  if (type == "letter") return ascii && absl::ascii_isalpha(first);
  if (type == "symbol") return ascii && absl::ascii_ispunct(first);
  if (type == "character_string") return ascii && first > ' ';
  if (type == "phone_number") {
    return ascii && (absl::ascii_isdigit(first) || absl::ascii_ispunct(first));
  }
  return true;
}

std::string TimeText(absl::Time time) {
  const absl::CivilMinute minute = absl::ToCivilMinute(time, base::Shanghai());
  std::string text = absl::StrCat(minute.year(), "年", minute.month(), "月", minute.day(), "日");
  absl::StrAppend(&text, " ", absl::Dec(minute.hour(), absl::kZeroPad2), ":",
                  absl::Dec(minute.minute(), absl::kZeroPad2));
  return text;
}

// What a field shows when there is nothing to show.
absl::string_view Filler(absl::string_view type) {
  if (type == "phrase") return "请查看";
  if (type == "number" || type == "character_string") return "0";
  return "点击查看详情";
}

std::string TypeOf(absl::string_view field) {
  while (!field.empty() && absl::ascii_isdigit(static_cast<unsigned char>(field.back()))) {
    field.remove_suffix(1);
  }
  return std::string(field);
}

}  // namespace

std::string FitValue(absl::string_view type, absl::string_view text) {
  const auto limit = Limits().find(type);
  if (limit == Limits().end()) return "";
  std::vector<absl::string_view> chars;
  for (absl::string_view character : CharsOf(text)) {
    // A line break reads as a blank where blanks may stand.
    if (character == "\n" || character == "\t") character = " ";
    if (MayStand(type, character)) chars.push_back(character);
  }
  while (!chars.empty() && chars.front() == " ") chars.erase(chars.begin());
  while (!chars.empty() && chars.back() == " ") chars.pop_back();
  size_t most = limit->second;
  // Pure letters may be twice as long as Chinese names.
  if (type == "name" && std::none_of(chars.begin(), chars.end(), IsHan)) most = 20;
  // Times and amounts make no sense when cut.
  if (chars.size() > most && (type == "time" || type == "date" || type == "amount")) return "";
  const bool cut = chars.size() > most;
  const bool ellipsis = cut && (type == "thing" || type == "name");
  if (cut) {
    chars.resize(ellipsis ? most - 1 : most);
    // At most a third is given up for a whole clause.
    for (size_t keep = chars.size(); ellipsis && keep > chars.size() * 2 / 3; --keep) {
      if (EndsClause(chars[keep - 1])) {
        chars.resize(keep - 1);
        break;
      }
    }
  }
  std::string fitted;
  for (absl::string_view character : chars) absl::StrAppend(&fitted, character);
  if (ellipsis && !fitted.empty()) fitted += "…";
  return fitted;
}

absl::Status NoticeCatalog::AddTemplate(NoticeTemplate entry) {
  for (const auto& field : entry.fields) {
    if (Limits().count(TypeOf(field.first)) == 0) {
      return absl::InvalidArgumentError(absl::StrCat("unknown field type ", field.first));
    }
  }
  const std::string id = entry.template_id;
  if (id.empty() || entry.fields.empty() || !templates_.emplace(id, std::move(entry)).second) {
    return absl::InvalidArgumentError(absl::StrCat("template \"", id, "\": empty or twice"));
  }
  return absl::OkStatus();
}

absl::Status NoticeCatalog::AddKind(int kind, KindEntry entry) {
  if (kind <= 0 || entry.headline.empty() ||
      (!entry.template_id.empty() && FindTemplate(entry.template_id) == nullptr) ||
      !kinds_.emplace(kind, std::move(entry)).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("notice kind ", kind, ": no headline, unknown template, or twice"));
  }
  return absl::OkStatus();
}

const KindEntry& NoticeCatalog::KindOf(int kind) const {
  static const auto* const unlisted = new KindEntry{"代表之家有新消息", "", ""};
  const auto it = kinds_.find(kind);
  return it == kinds_.end() ? *unlisted : it->second;
}

const NoticeTemplate* NoticeCatalog::FindTemplate(absl::string_view template_id) const {
  const auto it = templates_.find(template_id);
  return it == templates_.end() ? nullptr : &it->second;
}

std::vector<const NoticeTemplate*> NoticeCatalog::TemplatesToAskFor(
    const std::vector<int>& kinds) const {
  std::vector<const NoticeTemplate*> found;
  for (int kind : kinds) {
    const NoticeTemplate* const entry = FindTemplate(KindOf(kind).template_id);
    if (entry == nullptr || found.size() == 3 ||
        std::find(found.begin(), found.end(), entry) != found.end() ||
        (!found.empty() && found[0]->long_term != entry->long_term)) {
      continue;
    }
    found.push_back(entry);
  }
  return found;
}

std::string NoticeCatalog::PageOf(const NoticeOrder& order) const {
  return absl::StrReplaceAll(KindOf(order.kind).page, {{"{target}", absl::StrCat(order.target_id)},
                                                       {"{home}", absl::StrCat(order.home_id)}});
}

std::vector<std::pair<std::string, std::string>> NoticeCatalog::ValuesOf(
    const NoticeTemplate& entry, const Notice& notice) const {
  const NoticeOrder& order = notice.order;
  std::vector<std::pair<std::string, std::string>> values;
  for (const auto& [field, source] : entry.fields) {
    const std::string type = TypeOf(field);
    std::string text;
    switch (source) {
      case ValueSource::kHeadline:
        text = KindOf(order.kind).headline;
        break;
      case ValueSource::kTitle:
        text = order.title;
        break;
      case ValueSource::kDetail:
        text = order.detail;
        break;
      case ValueSource::kEventTime:
        text = TimeText(order.event_time.value_or(notice.create_time));
        break;
    }
    std::string value = FitValue(type, text);
    if (value.empty()) value = std::string(Filler(type));
    values.emplace_back(field, std::move(value));
  }
  return values;
}

std::string NoticeCatalog::TextOf(const NoticeOrder& order) const {
  std::string text = absl::StrCat("【网上代表之家】", KindOf(order.kind).headline);
  if (!order.title.empty()) absl::StrAppend(&text, "：", order.title);
  if (!order.detail.empty()) absl::StrAppend(&text, "，", order.detail);
  if (order.event_time.has_value()) absl::StrAppend(&text, "，", TimeText(*order.event_time));
  return absl::StrCat(text, "。请打开小程序查看。");
}

}  // namespace deputies::wechat
