#include "services/board/rpc/statistics_sheets.h"

#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {
namespace {

using Row = std::vector<std::string>;

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M", time, base::Shanghai());
}

std::string TimeText(const std::optional<absl::Time>& time) {
  return time.has_value() ? TimeText(*time) : "";
}

std::string CountText(int32_t count) {
  return count == kHiddenCount ? absl::StrCat("1-", kSmallCell - 1) : absl::StrCat(count);
}

std::string HoursText(const DurationFigures& figures, int32_t minutes) {
  return figures.count > 0 ? absl::StrFormat("%.1f", minutes / 60.0) : "";
}

const Row& FiguresHead() {
  static const auto* const head = new Row{
      "收到",         "已受理",       "已答复",       "已解决",      "满意",         "不满意",
      "已办结",       "沉默办结",     "现在超期",     "答复超期",    "受理中位小时", "受理九成小时",
      "答复中位小时", "答复九成小时", "解决中位小时", "解决九成小时"};
  return *head;
}

void AppendFigures(const MessageFigures& figures, Row* row) {
  for (const int32_t count :
       {figures.received, figures.acknowledged, figures.answered, figures.solved, figures.satisfied,
        figures.not_satisfied, figures.closed, figures.silent, figures.overdue_now,
        figures.answered_late}) {
    row->push_back(CountText(count));
  }
  for (const DurationFigures* duration :
       {&figures.acknowledge_time, &figures.answer_time, &figures.solve_time}) {
    row->push_back(HoursText(*duration, duration->median_minutes));
    row->push_back(HoursText(*duration, duration->ninetieth_minutes));
  }
}

Row HeadOf(std::string first) {
  Row head = {std::move(first)};
  head.insert(head.end(), FiguresHead().begin(), FiguresHead().end());
  return head;
}

const char* KindText(MessageKind kind) {
  switch (kind) {
    case MessageKind::kMessage:
      return "留言";
    case MessageKind::kFeedback:
      return "反馈信箱";
    case MessageKind::kWish:
      return "微心愿";
    case MessageKind::kErrand:
      return "点单";
    case MessageKind::kVisit:
      return "接待来访";
  }
  return "";
}

const char* VisibilityText(Visibility visibility) {
  switch (visibility) {
    case Visibility::kPrivate:
      return "不公开";
    case Visibility::kPublic:
      return "公开";
    case Visibility::kAlias:
      return "公开（化名）";
  }
  return "";
}

const char* StateText(MessageState state) {
  static constexpr const char* kNames[] = {
      "已提交", "已答复",       "已评价", "已审核", "已派单",   "已退回",   "已接单",
      "已受理", "等留言人回复", "待认领", "已办结", "重新办理", "承诺到期", "已合并"};
  static_assert(sizeof(kNames) / sizeof(kNames[0]) == kMessageStateCount);
  const int index = static_cast<int>(state) - 1;
  return index >= 0 && index < kMessageStateCount ? kNames[index] : "";
}

const char* OwnerText(Owner owner) {
  switch (owner) {
    case Owner::kNobody:
      return "";
    case Owner::kAuthor:
      return "留言人";
    case Owner::kHandler:
      return "代表";
    case Owner::kLiaison:
      return "联络员";
    case Owner::kChair:
      return "人大主席";
    case Owner::kSponsor:
      return "包联领导";
    case Owner::kCountyOffice:
      return "县级人大机关";
  }
  return "";
}

const char* ClassText(AnswerClass answer_class) {
  switch (answer_class) {
    case AnswerClass::kNone:
      return "";
    case AnswerClass::kSolved:
      return "A 已解决";
    case AnswerClass::kPlanned:
      return "B 列入计划";
    case AnswerClass::kCannotYet:
      return "C 暂不能解决";
    case AnswerClass::kNoted:
      return "D 留作参考";
  }
  return "";
}

const char* ActionText(ModerationAction action) {
  switch (action) {
    case ModerationAction::kReleased:
      return "放行";
    case ModerationAction::kHidden:
      return "隐藏";
    case ModerationAction::kOverturned:
      return "申诉成立，恢复公开";
    case ModerationAction::kUpheld:
      return "申诉不成立，维持隐藏";
    case ModerationAction::kRemoved:
      return "永久删除";
  }
  return "";
}

}  // namespace

sheet::Sheet StatisticsSheet(const MessageStatistics& statistics) {
  sheet::Sheet sheet{"留言统计", {HeadOf("代表编号")}};
  Row total = {"全部"};
  AppendFigures(statistics.total, &total);
  sheet.rows.push_back(std::move(total));
  for (const auto& [deputy_id, figures] : statistics.deputies) {
    Row row = {deputy_id == 0 ? "代表之家" : absl::StrCat(deputy_id)};
    AppendFigures(figures, &row);
    sheet.rows.push_back(std::move(row));
  }
  sheet.rows.push_back({"统计时间", TimeText(statistics.compute_time)});
  return sheet;
}

sheet::Sheet MessagesSheet(const std::vector<Message>& messages) {
  sheet::Sheet sheet{"留言", {}};
  sheet.rows.push_back(
      {"留言编号",     "提交时间", "类型",     "是否公开", "状态",     "分类",         "留言人",
       "主题",         "内容",     "现由谁办", "期限",     "上报次数", "承办代表编号", "受理时间",
       "首次答复时间", "答复类别", "最近答复", "办结时间", "沉默办结", "满意时间",     "解决时间"});
  for (const Message& message : messages) {
    const Life& life = message.life;
    sheet.rows.push_back(
        {absl::StrCat(message.id),
         TimeText(message.create_time),
         KindText(message.kind),
         VisibilityText(message.visibility),
         StateText(message.state),
         message.category,
         message.author_name,
         message.subject,
         message.body,
         OwnerText(message.owner),
         TimeText(message.due_time),
         absl::StrCat(message.escalation),
         message.handler_deputy_id != 0 ? absl::StrCat(message.handler_deputy_id) : "",
         TimeText(life.acknowledge_time),
         TimeText(life.answer_time),
         ClassText(message.answer_class),
         message.answers.empty() ? "" : message.answers.back().body,
         TimeText(life.close_time),
         life.silent ? "是" : "",
         TimeText(life.satisfy_time),
         TimeText(life.solve_time)});
  }
  return sheet;
}

sheet::Sheet OpenFiguresSheet(const std::vector<std::pair<std::string, MessageStatistics>>& periods,
                              const MessageStatistics& year) {
  sheet::Sheet sheet{"公开数据", {HeadOf("月份")}};
  for (const auto& [name, statistics] : periods) {
    Row row = {name};
    AppendFigures(statistics.total, &row);
    sheet.rows.push_back(std::move(row));
  }
  for (const auto& [category, received] : year.categories) {
    sheet.rows.push_back(
        {absl::StrCat("全年分类：", category.empty() ? "未分类" : category), CountText(received)});
  }
  sheet.rows.push_back({"统计时间", TimeText(year.compute_time)});
  sheet.rows.push_back({"说明", "1至4件不显示具体数；其他件数按五件向下取整"});
  return sheet;
}

sheet::Sheet ModerationLogSheet(const std::vector<ModerationLogEntry>& entries) {
  sheet::Sheet sheet{"审核记录", {{"日期", "操作", "原因", "是否按时"}}};
  for (const ModerationLogEntry& entry : entries) {
    sheet.rows.push_back({absl::FormatTime("%Y-%m-%d", entry.act_time, base::Shanghai()),
                          ActionText(entry.action), ReasonText(entry.reason),
                          entry.in_time ? "是" : "否"});
  }
  return sheet;
}

}  // namespace deputies::board
