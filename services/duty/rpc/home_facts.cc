#include "services/duty/rpc/home_facts.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

constexpr char kBoardMessage[] = "message";
constexpr char kActivityRecord[] = "activity";

bool IsWord(absl::string_view text) {
  return text.size() <= kMaxFactWord && std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                  letter == '_';
         });
}

// Acts of deputies that are also their home's.
bool CountsForHome(const events::v1::DutyPerformed& performed) {
  const std::string& item = performed.item();
  // Who attended an activity gets it; the home gets it by HomeDutyHeld.
  if (performed.source_type() == kActivityRecord) return false;
  return item == kReceptionDayHeld || item == kSuggestionPassed || item == kSuggestionClosed ||
         item == kProjectVisited;
}

void Fill(const events::v1::HomeDutyHeld& held, HomeFact* fact) {
  switch (held.kind()) {
    case events::v1::HomeDutyHeld::APPRAISAL:
      fact->item = kAppraisalHeld;
      break;
    case events::v1::HomeDutyHeld::THEME:
      fact->item = kThemeHeld;
      break;
    default:
      fact->item = kActivityHeld;
  }
  fact->source_type = held.source_type();
  fact->source_id = held.source_id();
  if (held.activity_kind() > 0) {
    fact->content = absl::StrCat(kActivityContent, held.activity_kind());
  }
}

void Fill(const events::v1::HomeActed& acted, HomeFact* fact) {
  fact->item = acted.item();
  fact->source_type = acted.source_type();
  fact->source_id = acted.source_id();
  fact->revision = acted.revision();
  fact->withdrawn = acted.withdrawn();
  fact->quantity = std::max(acted.quantity(), 1);
  fact->content = acted.content();
}

}  // namespace

absl::StatusOr<std::optional<HomeFact>> HomeFactOf(const events::v1::Event& event,
                                                   const Pseudonyms& pseudonyms,
                                                   absl::string_view path) {
  HomeFact fact;
  fact.home_id = event.home_id();
  google::protobuf::Timestamp time = event.occur_time();
  int64_t voter_id = 0;
  switch (event.fact_case()) {
    case events::v1::Event::kMessagePosted:
      fact.item = kMessageCame;
      fact.source_type = kBoardMessage;
      fact.source_id = event.message_posted().message_id();
      voter_id = event.message_posted().author_person_id();
      break;
    case events::v1::Event::kMessageAnswered:
      fact.item = kMessageAnswered;
      fact.source_type = kBoardMessage;
      fact.source_id = event.message_answered().message_id();
      break;
    case events::v1::Event::kVisitRecorded:
      fact.item = kVisitReceived;
      fact.source_type = "visit";
      fact.source_id = event.visit_recorded().visit_id();
      time = event.visit_recorded().visit_time();
      voter_id = event.visit_recorded().visitor_person_id();
      break;
    case events::v1::Event::kHomeDutyHeld:
      Fill(event.home_duty_held(), &fact);
      time = event.home_duty_held().hold_time();
      break;
    case events::v1::Event::kHomeActed:
      Fill(event.home_acted(), &fact);
      time = event.home_acted().act_time();
      break;
    case events::v1::Event::kDutyPerformed: {
      const events::v1::DutyPerformed& performed = event.duty_performed();
      if (!CountsForHome(performed)) return std::nullopt;
      fact.item = performed.item();
      fact.source_type = performed.source_type();
      fact.source_id = performed.source_id();
      fact.withdrawn = performed.withdrawn();
      time = performed.perform_time();
      break;
    }
    default:
      return std::nullopt;
  }
  if (fact.item.empty() || !IsWord(fact.item)) {
    return base::InvalidField(absl::StrCat(path, ".item"), "不是事项编号");
  }
  if (fact.source_type.empty() || !IsWord(fact.source_type)) {
    return base::InvalidField(absl::StrCat(path, ".sourceType"), "不是来源类别");
  }
  if (!IsWord(fact.content)) return base::InvalidField(absl::StrCat(path, ".content"), "不是类别");
  if (fact.source_id <= 0) {
    return base::InvalidField(absl::StrCat(path, ".sourceId"), "缺少来源编号");
  }
  ASSIGN_OR_RETURN(fact.time, ToTime(time, absl::StrCat(path, ".time")));
  fact.time = base::ToMillisecond(fact.time);
  if (voter_id != 0) {
    const auto year = static_cast<int>(base::ShanghaiDay(fact.time).year());
    fact.person = pseudonyms.Of(fact.home_id, 0, year, voter_id);
  }
  return fact;
}

}  // namespace deputies::duty
