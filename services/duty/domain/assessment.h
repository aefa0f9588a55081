// The yearly assessment of a home: a pure function of its facts and its county's scheme.
#ifndef SERVICES_DUTY_DOMAIN_ASSESSMENT_H_
#define SERVICES_DUTY_DOMAIN_ASSESSMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/duty/domain/assessment_scheme.h"
#include "services/duty/domain/home_fact.h"

namespace deputies::duty {

// Full points of an index and of the whole, in hundredths of a point.
inline constexpr int kFullPoints = 10000;
// Different things that a home shows for its leadership.
inline constexpr int kLeadershipItems = 6;
// Months with receptions, months with activities, quarters with a theme.
inline constexpr int kVigourMost = 12 + 12 + 4;
// Kinds of activities and categories of bulletins.
inline constexpr int kVarietyMost = 7 + 8;
// Acts of deliberation and supervision of one month that count.
inline constexpr int kOversightMonthLimit = 4;
// Heads of organs on one day that count.
inline constexpr int kOrganDayLimit = 20;
// A case that came so lately is not held against a home.
inline constexpr int kGraceDays = 30;

// A fact behind an index, and what it adds.
struct CountedFact {
  HomeFact fact;
  int value = 0;  // of kResolution: 2 solved, 1 answered, 0 neither
  bool counted = false;
  std::string note;  // why it does not count, or what became of it
};

struct IndexScore {
  Index index = Index::kLeadership;
  // As the formula says; of kResolution: hundredths of a percent.
  int value = 0;
  int facts = 0;   // n: counted ones
  int points = 0;  // 0-kFullPoints
  bool rated = true;
};

struct HomeScore {
  int64_t home_id = 0;
  int scheme_version = 0;
  std::vector<IndexScore> indices;  // in the order of kIndices
  int total = 0;                    // 0-kFullPoints
  int facts = 0;                    // n: different facts that count for any index
  int rank = 0;                     // 0: too few facts for a rank
  int tied = 0;                     // homes of the same rank, this one among them
  // Whom the scheme's counts put forward; people decide.
  bool in_top = false;
  bool in_bottom = false;
};

// What the home must hold at regular times, and what is missing of it in months and quarters that
// are over.
struct Cadence {
  std::vector<int> months_without_reception;
  std::vector<int> months_without_activity;
  std::vector<int> quarters_without_theme;
  int appraisals = 0;
  bool appraisal_missing = false;    // the year is over without one
  std::vector<std::string> missing;  // the same in words
};

// The facts of `year` behind an index, in the order of their time, as of an instant.
std::vector<CountedFact> FactsBehind(const std::vector<HomeFact>& facts, Index index, int year,
                                     absl::Time as_of);

// `facts` are the home's, in any order; others than those of the year are passed over. Without
// rank.
HomeScore ScoreHome(const std::vector<HomeFact>& facts, const AssessmentScheme& scheme, int year,
                    absl::Time as_of);

Cadence CadenceOf(const std::vector<HomeFact>& facts, int year, absl::Time as_of);

// Best first, ties by home id, those without a rank last; equal totals share a rank.
void RankHomes(const AssessmentScheme& scheme, std::vector<HomeScore>* scores);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_ASSESSMENT_H_
