// Reception days, who receives on them, and their slots.
#ifndef SERVICES_RECEPTION_DOMAIN_DAY_H_
#define SERVICES_RECEPTION_DOMAIN_DAY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace deputies::reception {

// The enums of this file are stored as their numbers and mirror
// proto/deputies/reception/v1/day.proto.
enum class DayState { kDraft = 1, kPublished = 2, kCancelled = 3, kClosed = 4 };
enum class ReceptionMode { kOnSite = 1, kOnline = 2, kBoth = 3 };
enum class HostKind { kDeputy = 1, kCommitteeMember = 2, kOrganHead = 3, kOther = 4 };

struct Absence {
  absl::CivilDay from;
  absl::CivilDay to;  // inclusive
};

// A person who receives in a home.
struct Host {
  int64_t home_id = 0;
  int64_t id = 0;
  HostKind kind = HostKind::kDeputy;
  int64_t deputy_id = 0;  // for kDeputy
  std::string name;
  std::string title;
  int yearly_duty = 0;  // receptions a year
  bool retired = false;
  std::vector<Absence> absences;  // earliest first

  bool AwayOn(absl::CivilDay day) const {
    for (const Absence& absence : absences) {
      if (absence.from <= day && day <= absence.to) return true;
    }
    return false;
  }
};

// A host's part in one day. Name and title are the host's.
struct DayHost {
  int64_t host_id = 0;
  HostKind kind = HostKind::kDeputy;
  int64_t deputy_id = 0;
  std::string name;
  std::string title;
  bool absent = false;
  int64_t substitute_for = 0;  // host; 0: stands in for nobody
};

struct Day {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t plan_id = 0;  // 0: added by staff
  absl::CivilDay date;  // in Shanghai
  absl::Time starts_at;
  absl::Time ends_at;
  DayState state = DayState::kDraft;
  ReceptionMode mode = ReceptionMode::kOnSite;
  std::string room;
  std::string topic;
  std::string notice;
  bool changed = false;
  std::string change_note;
  int32_t version = 1;
  bool manual = false;
  int host_reminders = 0;   // sent to those who receive
  int32_t free_places = 0;  // over all slots; filled by reads
  std::vector<DayHost> hosts;
};

struct Slot {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t day_id = 0;
  absl::Time starts_at;
  absl::Time ends_at;
  int32_t capacity = 0;  // people who fit in
  int32_t walk_in = 0;   // of these, places that cannot be booked
  int32_t booked = 0;    // bookings that have a place
  int32_t waiting = 0;
  int32_t wait_seq = 0;  // last number given on the waitlist
  bool open = false;     // its day is published

  int32_t FreePlaces() const { return open ? capacity - walk_in - booked : 0; }
};

// A home's rules for bookings and queues.
struct Policy {
  int64_t home_id = 0;
  int publish_lead_days = 7;
  int hold_minutes = 10;
  int offer_minutes = 120;
  int trading_delay_minutes = 5;  // 0: none
  int change_cutoff_minutes = 60;
  int bookings_per_person = 3;
  int waitlist_limit = 20;
  int call_limit = 3;
  int overtake_limit = 3;
  int late_minutes = 15;
  int first_reminder_hours = 24;
  int second_reminder_hours = 2;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_DAY_H_
