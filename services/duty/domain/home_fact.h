// What a home did, or what came to it, as its yearly assessment counts it.
#ifndef SERVICES_DUTY_DOMAIN_HOME_FACT_H_
#define SERVICES_DUTY_DOMAIN_HOME_FACT_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace deputies::duty {

// Items that indices count (events.v1.HomeActed and what the other events stand for).
inline constexpr char kReceptionDayHeld[] = "reception_day";
inline constexpr char kOrgansReceived[] = "organ_reception";
inline constexpr char kVisitReceived[] = "visit";
inline constexpr char kMessageCame[] = "message_received";
inline constexpr char kMessageAnswered[] = "message_answered";
inline constexpr char kMessageSolved[] = "message_solved";
inline constexpr char kSuggestionPassed[] = "suggestion_passed";
inline constexpr char kSuggestionClosed[] = "suggestion_closed";
inline constexpr char kActivityHeld[] = "activity";
inline constexpr char kThemeHeld[] = "theme";
inline constexpr char kAppraisalHeld[] = "appraisal";
inline constexpr char kBulletinPublished[] = "bulletin";
inline constexpr char kConsultationHeld[] = "consultation";
inline constexpr char kProjectVisited[] = "project_supervision";
// Prefix of what a home must show for its leadership; see EvidenceKind.
inline constexpr char kLeadershipPrefix[] = "lead_";

// Contents of activities ("activity_4"): the number of deputies.duty.v1.ActivityKind follows.
inline constexpr char kActivityContent[] = "activity_";

// One fact. Its identity is (home, item, source type, source); of several that come under one, the
// one with the highest revision holds, and of equal ones what stands against the home: the
// withdrawal, the earlier time. So the order in which they come changes nothing.
struct HomeFact {
  int64_t home_id = 0;
  std::string item;
  std::string source_type;
  int64_t source_id = 0;
  absl::Time time;
  int revision = 0;
  bool withdrawn = false;
  int quantity = 1;
  std::string content;
  // Pseudonym of the voter, the same for one voter in one home and year; empty for none.
  std::string person;
};

// Longest item, source type and content, in bytes.
inline constexpr size_t kMaxFactWord = 32;

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_HOME_FACT_H_
