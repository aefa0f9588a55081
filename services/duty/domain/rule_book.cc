#include "services/duty/domain/rule_book.h"

#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"

namespace deputies::duty {
namespace {

constexpr const char* kKindNames[] = {"", "act", "opportunity", "penalty"};

// Year caps are multiples of 12, so that a month's share is whole.
constexpr char kBuiltInRules[] =
    "item\tcongress_session\t1\t出席人民代表大会会议\tact\t10\t0\t60\t1\t0\t-\n"
    "item\tcommittee_meeting\t2\t列席常委会等会议\tact\t5\t0\t60\t1\t0\t-\n"
    "item\tdeliberation_speech\t3\t审议发言\tact\t5\t0\t60\t2\t0\t-\n"
    "item\tsuggestion_passed\t4\t提出议案、建议\tact\t8\t0\t96\t2\t0\t-\n"
    "item\tsuggestion_closed\t5\t建议办成\tact\t10\t0\t120\t2\t0\t-\n"
    "item\tinspection\t6\t参加视察、执法检查\tact\t6\t0\t72\t1\t0\t-\n"
    "item\tresearch\t7\t开展专题调研\tact\t6\t0\t72\t1\t0\t-\n"
    "item\treception_day\t8\t进家接待选民\tact\t8\t24\t120\t1\t0\t-\n"
    "item\tvisit\t9\t走访联系选民\tact\t2\t16\t120\t4\t2\t-\n"
    "item\tmessage_answered\t10\t答复并办结选民留言\tact\t2\t30\t240\t5\t2\t-\n"
    "item\treport_to_voters\t11\t向选民述职\tact\t20\t0\t24\t1\t0\t-\n"
    "item\tstudy\t12\t学习培训、考试\tact\t4\t12\t72\t2\t0\t-\n"
    "item\tactivity\t13\t参加代表活动\tact\t5\t15\t96\t1\t0\t-\n"
    "item\tproject_supervision\t14\t监督民生实事\tact\t6\t12\t72\t1\t0\t-\n"
    "item\tvolunteer_service\t15\t帮办代办、公益服务\tact\t3\t9\t72\t1\t2\t-\n"
    "item\tmessage_received\t0\t收到选民留言\topportunity\t0\t0\t0\t0\t2\tmessage_answered\n"
    "item\treception_assigned\t0\t安排接待日\topportunity\t0\t0\t0\t0\t0\treception_day\n"
    "item\tactivity_signed_up\t0\t报名代表活动\topportunity\t0\t0\t0\t0\t0\tactivity\n"
    "item\tabsence\t0\t无故缺席\tpenalty\t-5\t0\t0\t0\t0\t-\n"
    "item\tmessage_overdue\t0\t留言超期未答复\tpenalty\t-3\t0\t0\t0\t0\t-\n"
    "item\treport_missing\t0\t应述职未述职\tpenalty\t-20\t0\t0\t0\t0\t-\n"
    "star\t1\t120\n"
    "star\t2\t240\n"
    "star\t3\t360\n"
    "star\t4\t480\n"
    "star\t5\t600\n"
    "minimum\t5\n";

absl::Status BadLine(absl::string_view line) {
  return absl::InternalError(absl::StrCat("not a line of a rule book: \"", line, "\""));
}

absl::Status ParseItem(const std::vector<std::string>& fields, absl::string_view line,
                       RuleBook* book) {
  DutyItem item;
  if (fields.size() != 11 || !absl::SimpleAtoi(fields[2], &item.number) ||
      !absl::SimpleAtoi(fields[5], &item.points) || !absl::SimpleAtoi(fields[6], &item.month_cap) ||
      !absl::SimpleAtoi(fields[7], &item.year_cap) ||
      !absl::SimpleAtoi(fields[8], &item.day_limit) ||
      !absl::SimpleAtoi(fields[9], &item.partner_year_limit)) {
    return BadLine(line);
  }
  item.key = fields[1];
  item.title = fields[3];
  if (fields[10] != "-") item.for_item = fields[10];
  for (int kind = 1; kind <= 3; ++kind) {
    if (fields[4] != kKindNames[kind]) continue;
    item.kind = static_cast<ItemKind>(kind);
    book->items.push_back(std::move(item));
    return absl::OkStatus();
  }
  return BadLine(line);
}

bool IsKey(absl::string_view key) {
  if (key.empty()) return false;
  for (const char letter : key) {
    if ((letter < 'a' || letter > 'z') && (letter < '0' || letter > '9') && letter != '_') {
      return false;
    }
  }
  return true;
}

absl::Status CheckItem(const RuleBook& book, const DutyItem& item, const std::string& path) {
  if (!IsKey(item.key)) {
    return base::InvalidField(path + ".key", "只能用小写英文字母、数字和下划线");
  }
  if (item.title.find_first_of("\t\n") != std::string::npos) {
    return base::InvalidField(path + ".title", "不能有换行或制表符");
  }
  switch (item.kind) {
    case ItemKind::kAct:
      if (item.points < 0) return base::InvalidField(path + ".points", "履职事项的分值不能为负");
      break;
    case ItemKind::kPenalty:
      if (item.points > 0) return base::InvalidField(path + ".points", "扣分事项的分值不能为正");
      return absl::OkStatus();
    case ItemKind::kOpportunity: {
      if (item.points != 0) return base::InvalidField(path + ".points", "履职机会本身不计分");
      const DutyItem* act = book.Find(item.for_item);
      if (act == nullptr || act->kind != ItemKind::kAct) {
        return base::InvalidField(path + ".forItem", "请填写一个履职事项的编号");
      }
      if (act->year_cap < 12) {
        return base::InvalidField(path + ".forItem", "这个履职事项须有年度上限（不少于12分）");
      }
      return absl::OkStatus();
    }
    default:
      return base::InvalidField(path + ".kind", "请选择事项类别");
  }
  if (!item.for_item.empty()) {
    return base::InvalidField(path + ".forItem", "只有履职机会才填写对应事项");
  }
  return absl::OkStatus();
}

}  // namespace

const DutyItem* RuleBook::Find(absl::string_view key) const {
  for (const DutyItem& item : items) {
    if (item.key == key) return &item;
  }
  return nullptr;
}

const RuleBook& BuiltInRuleBook() {
  static const RuleBook* const book = [] {
    auto* made = new RuleBook;
    made->effective_day = absl::CivilDay(2000, 1, 1);
    made->title = "代表履职积分办法（通用）";
    made->publish_time = absl::UnixEpoch();
    const absl::Status parsed = ParseRules(kBuiltInRules, made);
    (void)parsed;  // rule_book_test reads every line
    return made;
  }();
  return *book;
}

absl::Status CheckRuleBook(const RuleBook& book) {
  std::set<std::string> keys;
  for (size_t i = 0; i < book.items.size(); ++i) {
    const std::string path = absl::StrCat("draft.items[", i, "]");
    if (!keys.insert(book.items[i].key).second) {
      return base::InvalidField(path + ".key", "编号重复");
    }
    const absl::Status checked = CheckItem(book, book.items[i], path);
    if (!checked.ok()) return checked;
  }
  for (size_t i = 1; i < book.star_bands.size(); ++i) {
    if (book.star_bands[i].stars <= book.star_bands[i - 1].stars ||
        book.star_bands[i].min_points <= book.star_bands[i - 1].min_points) {
      return base::InvalidField(absl::StrCat("draft.starBands[", i, "]"),
                                "星级和最低分须从低到高排列");
    }
  }
  return absl::OkStatus();
}

std::string FormatRules(const RuleBook& book) {
  std::string text;
  for (const DutyItem& item : book.items) {
    absl::StrAppend(&text, "item\t", item.key, "\t", item.number, "\t", item.title, "\t");
    absl::StrAppend(&text, kKindNames[static_cast<int>(item.kind)], "\t", item.points, "\t",
                    item.month_cap, "\t", item.year_cap, "\t");
    absl::StrAppend(&text, item.day_limit, "\t", item.partner_year_limit, "\t",
                    item.for_item.empty() ? "-" : item.for_item, "\n");
  }
  for (const StarBand& band : book.star_bands) {
    absl::StrAppend(&text, "star\t", band.stars, "\t", band.min_points, "\n");
  }
  absl::StrAppend(&text, "minimum\t", book.min_opportunities, "\n");
  return text;
}

absl::Status ParseRules(absl::string_view text, RuleBook* book) {
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields[0] == "item") {
      const absl::Status parsed = ParseItem(fields, line, book);
      if (!parsed.ok()) return parsed;
    } else if (fields[0] == "star" && fields.size() == 3) {
      StarBand band;
      if (!absl::SimpleAtoi(fields[1], &band.stars) ||
          !absl::SimpleAtoi(fields[2], &band.min_points)) {
        return BadLine(line);
      }
      book->star_bands.push_back(band);
    } else if (fields[0] != "minimum" || fields.size() != 2 ||
               !absl::SimpleAtoi(fields[1], &book->min_opportunities)) {
      return BadLine(line);
    }
  }
  return absl::OkStatus();
}

const RuleBook& BookOn(const std::vector<RuleBook>& books, absl::CivilDay day) {
  const RuleBook* found = &books.front();
  for (const RuleBook& book : books) {
    if (book.effective_day <= day) found = &book;
  }
  return *found;
}

std::string TitleOf(const std::vector<RuleBook>& books, const std::string& item) {
  for (auto book = books.rbegin(); book != books.rend(); ++book) {
    if (const DutyItem* found = book->Find(item)) return found->title;
  }
  return item;
}

}  // namespace deputies::duty
