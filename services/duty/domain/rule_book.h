// What duty is worth: the catalogue of duty items with their points, limits and caps, from a day
// on.
#ifndef SERVICES_DUTY_DOMAIN_RULE_BOOK_H_
#define SERVICES_DUTY_DOMAIN_RULE_BOOK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.DutyItemKind.
enum class ItemKind { kAct = 1, kOpportunity = 2, kPenalty = 3 };

struct DutyItem {
  std::string key;
  int number = 0;
  std::string title;
  ItemKind kind = ItemKind::kAct;
  int points = 0;              // of one act
  int month_cap = 0;           // points; 0: none, as for the three below
  int year_cap = 0;            // points
  int day_limit = 0;           // acts
  int partner_year_limit = 0;  // acts or opportunities with one voter
  std::string for_item;        // of an opportunity
};

struct StarBand {
  int stars = 0;
  int min_points = 0;  // of a year
};

struct RuleBook {
  int version = 0;
  absl::CivilDay effective_day;
  std::string title;
  std::vector<DutyItem> items;
  std::vector<StarBand> star_bands;  // rising
  int min_opportunities = 0;         // of a year
  absl::Time publish_time;

  // Null when the book does not know the item.
  const DutyItem* Find(absl::string_view key) const;
};

// The book of version 0, which holds until a county publishes one: the fifteen items of the duty
// archive (代表履职档案), what comes in for a deputy to do, and what costs points.
const RuleBook& BuiltInRuleBook();

// INVALID_ARGUMENT/FIELD_INVALID when the book contradicts itself: keys twice, an opportunity for
// no act, a penalty that earns.
absl::Status CheckRuleBook(const RuleBook& book);

// A book's contents (all but version, day, title and time) as lines of tab-separated text, and
// back. Kept in the database and in the ledger's export:
//   item <key> <number> <title> <act|opportunity|penalty> <points> <month cap> <year cap>
//        <day limit> <partner year limit> <for item or ->
//   star <stars> <least points>
//   minimum <opportunities>
std::string FormatRules(const RuleBook& book);
absl::Status ParseRules(absl::string_view text, RuleBook* book);

// The book in force on a day. `books` rise by effective day; the first reaches back for ever.
const RuleBook& BookOn(const std::vector<RuleBook>& books, absl::CivilDay day);

// The item's title in the latest book that knows it; the key where none does.
std::string TitleOf(const std::vector<RuleBook>& books, const std::string& item);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_RULE_BOOK_H_
