// Points as a pure function of a deputy's entries and the rule books: the same for whoever computes
// it, in whatever order the entries came. Whole numbers throughout. tests/verifier holds the same
// rules in a program that shares no code with this.
//
//  1. An act (item, source type, source id) that any entry withdraws is void. Of the rest, one from
//     an unchanged template counts for nothing.
//  2. The book in force on the act's day in Shanghai decides; an item that it does not know is
//  worth
//     nothing.
//  3. Within a year, acts are taken in the order of (perform time, item, source type, source id).
//  An
//     act counts unless the item's acts of that day, or its acts of that year with that voter, have
//     reached their limit already.
//  4. A month's points are those of its acts (points x quantity), at most the month cap; the months
//     of a year are taken in order, each at most what the year cap leaves. Penalties have no caps.
//  5. Opportunities count under the same voter limit. One is handled when an act of its item that
//  is
//     neither void nor from a template has its source type and id.
//  6. `points` is the sum over all items. `ranking_points` takes the items with opportunities
//  together
//     instead: their budget (a twelfth of the year cap for each month) times handled /
//     opportunities. So deputies who handle the same share are equal, however much came in.
//  7. Bounds: the Wilson interval with z = 2, in thousandths.
#ifndef SERVICES_DUTY_DOMAIN_SCORING_H_
#define SERVICES_DUTY_DOMAIN_SCORING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/duty/domain/ledger_entry.h"
#include "services/duty/domain/period.h"
#include "services/duty/domain/rule_book.h"

namespace deputies::duty {

struct ItemScore {
  std::string item;
  std::string title;  // in the latest book that knows it
  int number = 0;
  int acts = 0;     // entered and not void
  int counted = 0;  // of these, what the limits let count
  int points = 0;
  int opportunities = 0;
  int handled = 0;
};

struct Score {
  int points = 0;
  int ranking_points = 0;
  int low_points = 0;
  int high_points = 0;
  int opportunities = 0;
  int handled = 0;
  bool rated = false;
  int stars = 0;  // 0: not rated, or below the lowest band
  int rule_version = 0;
  std::vector<ItemScore> items;  // by number, then by key; those without anything are left out
};

// `entries` are all of one deputy in one home, at least of the period's year up to its end; `books`
// rise by effective day and are not empty.
Score ScoreOf(const std::vector<LedgerEntry>& entries, const std::vector<RuleBook>& books,
              const Period& period);

struct Interval {
  int low = 0;  // thousandths
  int high = 1000;
};
// Of a share of `handled` among `opportunities`; 0 to 1000 when there were none.
Interval WilsonInterval(int64_t handled, int64_t opportunities);

// What was done in the period, the latest first: without withdrawals, what they withdraw, and what
// merely came in.
std::vector<LedgerEntry> StandingActs(const std::vector<LedgerEntry>& entries,
                                      const std::vector<RuleBook>& books, const Period& period);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_SCORING_H_
