#include "services/duty/rpc/event_consumer_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/duty/rpc/converters.h"
#include "services/duty/rpc/home_facts.h"

namespace deputies::duty {
namespace {

// Keys of the built-in rule book.
constexpr char kMessageReceived[] = "message_received";
constexpr char kMessageSource[] = "message";

absl::StatusOr<DutyFact> FromProto(const events::v1::DutyPerformed& performed,
                                   const std::string& path) {
  DutyFact fact;
  fact.deputy_id = performed.deputy_id();
  fact.item = performed.item();
  fact.source_type = performed.source_type();
  fact.source_id = performed.source_id();
  fact.quantity = performed.quantity();
  fact.from_template = performed.from_template();
  fact.withdraws = performed.withdrawn();
  ASSIGN_OR_RETURN(fact.perform_time,
                   ToTime(performed.perform_time(), absl::StrCat(path, ".performTime")));
  fact.voter_id = performed.voter_person_id();
  fact.evidence_hash = performed.evidence_hash();
  return fact;
}

}  // namespace

EventConsumerService::EventConsumerService(LedgerKeeper& keeper, HomeFactStore& home_facts,
                                           const Pseudonyms& pseudonyms)
    : keeper_(keeper),
      home_facts_(home_facts),
      pseudonyms_(pseudonyms),
      table_("deputies.events.v1.EventConsumerService") {
  table_.Bind("DeliverEvents", this, &EventConsumerService::DeliverEvents);
}

absl::Status EventConsumerService::DeliverEvents(const rpc::Call& call,
                                                 const events::v1::DeliverEventsRequest& request,
                                                 events::v1::DeliverEventsResponse*) {
  std::vector<DutyFact> facts;
  std::vector<HomeFact> home_facts;
  for (int i = 0; i < request.events_size(); ++i) {
    const events::v1::Event& event = request.events(i);
    const std::string path = absl::StrCat("events[", i, "]");
    if (event.event_id() <= 0 || event.home_id() <= 0) {
      return base::InvalidField(path, "缺少 eventId 或 homeId");
    }
    ASSIGN_OR_RETURN(const std::optional<HomeFact> home_fact, HomeFactOf(event, pseudonyms_, path));
    if (home_fact.has_value()) home_facts.push_back(*home_fact);
    DutyFact fact;
    switch (event.fact_case()) {
      case events::v1::Event::kDutyPerformed: {
        ASSIGN_OR_RETURN(fact, FromProto(event.duty_performed(), path));
        break;
      }
      case events::v1::Event::kMessagePosted: {
        const events::v1::MessagePosted& posted = event.message_posted();
        if (posted.deputy_id() == 0) continue;  // to the home: nobody's in particular
        fact.deputy_id = posted.deputy_id();
        fact.item = kMessageReceived;
        fact.source_type = kMessageSource;
        fact.source_id = posted.message_id();
        ASSIGN_OR_RETURN(fact.perform_time,
                         ToTime(event.occur_time(), absl::StrCat(path, ".occurTime")));
        fact.voter_id = posted.author_person_id();
        break;
      }
      default:
        // The others are no deputy's duty; a kind newer than this process is no error either: its
        // sender would repeat it for ever.
        continue;
    }
    fact.home_id = event.home_id();
    facts.push_back(std::move(fact));
  }
  if (!home_facts.empty()) RETURN_IF_ERROR(home_facts_.Note(call.deadline, home_facts));
  return facts.empty() ? absl::OkStatus() : keeper_.Record(ScopeOf(call), facts);
}

}  // namespace deputies::duty
