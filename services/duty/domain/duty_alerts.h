// What looks like gaming. Shown to the office, which looks into it; deducts nothing by itself.
#ifndef SERVICES_DUTY_DOMAIN_DUTY_ALERTS_H_
#define SERVICES_DUTY_DOMAIN_DUTY_ALERTS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/duty/domain/ledger_entry.h"
#include "services/duty/domain/period.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.DutyAlertKind.
enum class AlertKind { kBurst = 1, kPair = 2, kTemplates = 3 };

struct DutyAlert {
  AlertKind kind = AlertKind::kBurst;
  int64_t deputy_id = 0;
  std::string item;
  absl::CivilDay day;  // of a burst
  int count = 0;       // acts that raise it
  int total = 0;       // acts that they were compared with
};

// A burst: this many acts of an item in a day, and four times the mean of the deputy's active days.
inline constexpr int kBurstActs = 8;
// A pair: this many acts with one voter, and a quarter of all with known voters.
inline constexpr int kPairActs = 5;
// Templates: this many, and half of the item's acts.
inline constexpr int kTemplateActs = 10;

// Of one home's entries; those outside the period do not count.
std::vector<DutyAlert> FindAlerts(const std::vector<LedgerEntry>& entries, const Period& period);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_DUTY_ALERTS_H_
