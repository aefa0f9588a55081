#include "services/accounts/domain/register_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/accounts/domain/phone_number.h"
#include "services/common/base/work_calendar.h"

namespace deputies::accounts {
namespace {

struct Column {
  const char* name;
  const char* title;
  bool required;
  size_t max_chars;
};

const std::vector<Column>& ColumnsOf(ImportKind kind) {
  static const auto* const kColumns = new std::map<ImportKind, std::vector<Column>>{
      {ImportKind::kOrganizations,
       {{"code", "编码", true, 32},
        {"name", "名称", true, 64},
        {"level", "级别", true, 16},
        {"parent_code", "上级编码", false, 32}}},
      {ImportKind::kHomes,
       {{"code", "编码", true, 32},
        {"name", "名称", true, 64},
        {"organization_code", "所属单位编码", true, 32},
        {"address", "地址", false, 200},
        {"opening_hours", "开放时间", false, 100},
        {"contact_phone", "联系电话", false, 32},
        {"introduction", "简介", false, 2000}}},
      {ImportKind::kDeputies,
       {{"code", "编码", true, 32},
        {"name", "姓名", true, 32},
        {"level", "级别", true, 16},
        {"term", "届次", true, 8},
        {"term_start", "任期开始", true, 16},
        {"home_codes", "代表之家编码", true, 660},
        {"term_end", "任期结束", false, 16},
        {"constituency", "选区", false, 100},
        {"constituency_codes", "选区编码", false, 1650},
        {"group_codes", "小组编码", false, 660},
        {"occupation", "职业", false, 64},
        {"introduction", "简介", false, 2000},
        {"phone", "手机号", false, 32}}},
      {ImportKind::kVoters,
       {{"phone", "手机号", true, 32}, {"constituency_code", "村社区编码", true, 32}}}};
  static const auto* const kNone = new std::vector<Column>;
  const auto it = kColumns->find(kind);
  return it == kColumns->end() ? *kNone : it->second;
}

// Levels in the order of their numbers; what people write for each.
using Words = std::vector<std::vector<std::string>>;
const Words& OrganizationLevels() {
  static const auto* const kWords =
      new Words{{"region", "自治区", "省"},
                {"city", "市", "盟"},
                {"county", "旗县", "旗", "县", "区"},
                {"township", "苏木乡镇", "乡镇", "苏木", "乡", "镇", "街道"},
                {"station", "联络站", "嘎查村", "嘎查", "村", "社区"},
                {"grid", "网格", "代表小组"},
                {"organ", "国家机关", "承办单位", "单位"}};
  return *kWords;
}
const Words& DeputyLevels() {
  static const auto* const kWords = new Words{{"township", "苏木乡镇", "乡镇", "苏木", "乡", "镇"},
                                              {"county", "旗县", "旗", "县", "区"},
                                              {"city", "市", "盟"},
                                              {"region", "自治区", "省"}};
  return *kWords;
}

// From 1; 0 when the word is none.
int LevelOf(const Words& words, absl::string_view text) {
  const std::string word = absl::AsciiStrToLower(text);
  for (size_t i = 0; i < words.size(); ++i) {
    if (std::find(words[i].begin(), words[i].end(), word) != words[i].end()) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

size_t CharsOf(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// "2021-11-01", "2021/11/1" or "2021.11.1", or the day as Excel keeps it; midnight in Shanghai.
std::optional<absl::Time> DayOf(absl::string_view text) {
  int serial = 0;
  if (absl::SimpleAtoi(text, &serial)) {
    // 1954 to 2119: numbers of other sizes are typing errors.
    if (serial < 20000 || serial > 80000) return std::nullopt;
    return base::StartOfShanghaiDay(absl::CivilDay(1899, 12, 30) + serial);
  }
  const std::vector<std::string> parts = absl::StrSplit(text, absl::ByAnyChar("-/."));
  int year = 0, month = 0, day = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &year) ||
      !absl::SimpleAtoi(parts[1], &month) || !absl::SimpleAtoi(parts[2], &day)) {
    return std::nullopt;
  }
  const absl::CivilDay civil(year, month, day);
  if (year < 1954 || year > 2119 || civil.month() != month || civil.day() != day) {
    return std::nullopt;
  }
  return base::StartOfShanghaiDay(civil);
}

// One row with the columns' names.
class Reader {
 public:
  Reader(ImportKind kind, RegisterTable* table) : kind_(kind), table_(*table) {}

  // False when columns are missing or unknown: then no row can be read.
  bool ReadHead(const TableRow& row) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string cell(absl::StripAsciiWhitespace(row.cells[i]));
      if (cell.empty()) continue;
      const auto& columns = ColumnsOf(kind_);
      const auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& one) {
        return cell == one.title || cell == one.name;
      });
      if (column == columns.end()) {
        Report(row.line, cell, "不认识这一列，请删去或改名");
      } else if (!positions_.emplace(column->name, i).second) {
        Report(row.line, cell, "这一列出现了两次");
      }
    }
    for (const Column& column : ColumnsOf(kind_)) {
      if (column.required && positions_.count(column.name) == 0) {
        Report(row.line, column.title, "缺少这一列");
      }
    }
    return table_.problems.empty();
  }

  void ReadRow(const TableRow& row) {
    row_ = &row;
    good_ = true;
    for (const Column& column : ColumnsOf(kind_)) {
      const std::string text = Text(column.name);
      if (column.required && text.empty()) Wrong(column.name, "不能空着");
      if (CharsOf(text) > column.max_chars) {
        Wrong(column.name, absl::StrCat("最多 ", column.max_chars, " 个字"));
      }
    }
    if (!good_) return;
    switch (kind_) {
      case ImportKind::kOrganizations:
        return ReadOrganization();
      case ImportKind::kHomes:
        return ReadHome();
      case ImportKind::kDeputies:
        return ReadDeputy();
      default:
        return ReadVoter();
    }
  }

 private:
  void ReadOrganization() {
    OrganizationImport entry{Text("code"), Text("name"),
                             LevelOf(OrganizationLevels(), Text("level")), Text("parent_code")};
    if (entry.level == 0) Wrong("level", "自治区、市、旗县、苏木乡镇、联络站、网格或单位");
    if (entry.code == entry.parent_code) Wrong("parent_code", "上级单位的编码，不能是自己");
    Once("code", entry.code);
    Take(std::move(entry), &table_.organizations);
  }

  void ReadHome() {
    HomeImport entry{Text("code"),        Text("name"),          Text("organization_code"),
                     Text("address"),     Text("opening_hours"), Text("contact_phone"),
                     Text("introduction")};
    Once("code", entry.code);
    Take(std::move(entry), &table_.homes);
  }

  void ReadDeputy() {
    DeputyImport entry;
    entry.code = Text("code");
    entry.name = Text("name");
    entry.level = LevelOf(DeputyLevels(), Text("level"));
    if (entry.level == 0) Wrong("level", "乡镇、旗县、市或自治区");
    if (!absl::SimpleAtoi(absl::StrReplaceAll(Text("term"), {{"第", ""}, {"届", ""}}),
                          &entry.term) ||
        entry.term < 1 || entry.term > 99) {
      Wrong("term", "1 到 99 的数字");
    }
    const std::optional<absl::Time> start = DayOf(Text("term_start"));
    if (!start.has_value()) Wrong("term_start", "像 2021-11-01 这样的日期");
    entry.term_start = start.value_or(absl::Time());
    if (!Text("term_end").empty()) {
      entry.term_end = DayOf(Text("term_end"));
      if (!entry.term_end.has_value()) {
        Wrong("term_end", "像 2026-10-31 这样的日期");
      } else if (*entry.term_end <= entry.term_start) {
        Wrong("term_end", "晚于任期开始的日期");
      }
    }
    entry.constituency = Text("constituency");
    entry.occupation = Text("occupation");
    entry.introduction = Text("introduction");
    entry.home_codes = Codes("home_codes", 20);
    entry.constituency_codes = Codes("constituency_codes", 50);
    entry.group_codes = Codes("group_codes", 20);
    if (!Text("phone").empty()) {
      entry.phone = ReadMobileNumber(Text("phone"));
      if (entry.phone.empty()) Wrong("phone", "十一位手机号");
    }
    Once("code", entry.code);
    Take(std::move(entry), &table_.deputies);
  }

  void ReadVoter() {
    VoterImport entry{ReadMobileNumber(Text("phone")), Text("constituency_code"), 0, ""};
    if (entry.phone.empty()) {
      Wrong("phone", "十一位手机号");
    } else {
      Once("phone", entry.phone);
    }
    Take(std::move(entry), &table_.voters);
  }

  std::string Text(absl::string_view column) const {
    const auto it = positions_.find(column);
    if (it == positions_.end() || it->second >= row_->cells.size()) return "";
    return std::string(absl::StripAsciiWhitespace(row_->cells[it->second]));
  }

  std::vector<std::string> Codes(absl::string_view column, size_t most) {
    std::vector<std::string> codes =
        absl::StrSplit(absl::StrReplaceAll(Text(column), {{"，", " "}, {"、", " "}, {"；", " "}}),
                       absl::ByAnyChar(" ,;\n"), absl::SkipEmpty());
    if (codes.size() > most) Wrong(column, absl::StrCat("最多 ", most, " 个编码"));
    return codes;
  }

  void Once(absl::string_view column, const std::string& value) {
    if (!seen_.insert(value).second) Wrong(column, "前面的行里已经有了，不能重复");
  }

  void Wrong(absl::string_view column, absl::string_view expected) {
    good_ = false;
    Report(row_->line, ColumnTitle(kind_, column), expected);
  }

  void Report(int64_t line, absl::string_view column, absl::string_view expected) {
    table_.problems.push_back({line, std::string(column), std::string(expected)});
  }

  template <typename Entry>
  void Take(Entry entry, std::vector<Entry>* entries) {
    if (!good_) return;
    entries->push_back(std::move(entry));
    table_.lines.push_back(row_->line);
  }

  const ImportKind kind_;
  RegisterTable& table_;
  std::map<std::string, size_t, std::less<>> positions_;
  std::set<std::string> seen_;
  const TableRow* row_ = nullptr;
  bool good_ = true;
};

}  // namespace

std::string ColumnTitle(ImportKind kind, absl::string_view column) {
  for (const Column& one : ColumnsOf(kind)) {
    if (column == one.name) return one.title;
  }
  return std::string(column);
}

RegisterTable ReadRegister(ImportKind kind, const std::vector<TableRow>& rows) {
  RegisterTable table;
  if (rows.empty()) {
    table.problems.push_back({1, "", "第一行是各列的名称，下面每行一条"});
    return table;
  }
  Reader reader(kind, &table);
  table.row_count = static_cast<int64_t>(rows.size()) - 1;
  if (!reader.ReadHead(rows[0])) return table;
  for (size_t i = 1; i < rows.size(); ++i) reader.ReadRow(rows[i]);
  return table;
}

}  // namespace deputies::accounts
