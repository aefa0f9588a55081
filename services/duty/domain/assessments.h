#ifndef SERVICES_DUTY_DOMAIN_ASSESSMENTS_H_
#define SERVICES_DUTY_DOMAIN_ASSESSMENTS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/assessment_store.h"
#include "services/duty/domain/directory.h"

namespace deputies::duty {

// Assesses homes by the facts as they are, publishes a year's result, records what is decided on
// it. Thread-safe.
class Assessments {
 public:
  // All must outlive this.
  Assessments(HomeFactStore& facts, AssessmentStore& store, Directory& directory,
              base::IdSource& ids, const base::Clock& clock)
      : facts_(facts), store_(store), directory_(directory), ids_(ids), clock_(clock) {}

  // Rising by first year, the built-in one first.
  absl::StatusOr<std::vector<AssessmentScheme>> SchemesOf(const base::CallScope& scope,
                                                          int64_t home_id);
  // For years to come, so that everybody knows before.
  absl::StatusOr<AssessmentScheme> PublishScheme(const base::CallScope& scope,
                                                 const base::RequestKey& key,
                                                 AssessmentScheme draft);

  struct Assessed {
    HomeCard home;
    AssessmentScheme scheme;
    HomeScore score;
    Cadence cadence;
  };
  // Year 0: the current one. Without rank.
  absl::StatusOr<Assessed> Assess(const base::CallScope& scope, int64_t home_id, int year);
  // The homes below a node at which the caller is an office, ranked within their counties, counties
  // by id. NOT_FOUND/ORGANIZATION_NOT_FOUND for a node that is none of the caller's.
  absl::StatusOr<std::vector<Assessed>> AssessAll(const base::CallScope& scope,
                                                  int64_t organization_id, int year);
  absl::StatusOr<std::vector<CountedFact>> Facts(const base::CallScope& scope, int64_t home_id,
                                                 Index index, int year);

  struct Published {
    AssessmentResult result;
    AssessmentScheme scheme;
  };
  // `key` is of no home.
  absl::StatusOr<Published> Publish(const base::CallScope& scope, const base::RequestKey& key,
                                    int64_t organization_id, int year, const std::string& note);
  // ASSESSMENT_NOT_PUBLISHED; the newest for version 0.
  absl::StatusOr<Published> FindPublished(const base::CallScope& scope, int64_t home_id, int year,
                                          int version);

  // Fills in what the system knows of a decision.
  absl::StatusOr<Award> Decide(const base::CallScope& scope, const base::RequestKey& key,
                               absl::string_view decision_day, Award award);

  int YearOr(int year) const;

 private:
  absl::StatusOr<std::vector<AssessmentScheme>> SchemesOfCounty(absl::Time deadline,
                                                                int64_t county_id);
  absl::StatusOr<Published> PublishedOf(absl::Time deadline, int64_t county_id, int year,
                                        int version);
  absl::StatusOr<AssessmentStore::Told> LeadersOf(const base::CallScope& scope, int64_t home_id);

  HomeFactStore& facts_;
  AssessmentStore& store_;
  Directory& directory_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_ASSESSMENTS_H_
