#ifndef SERVICES_BOARD_DOMAIN_SUBJECT_CLASSIFIER_H_
#define SERVICES_BOARD_DOMAIN_SUBJECT_CLASSIFIER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::board {

struct SuggestedSubject {
  std::string category;              // levels joined by "/", one to three of them
  double confidence = 0;             // 0-1
  std::vector<std::string> because;  // the words that spoke for it most, at most three
};

// Suggests what a message is about by a linear model over bigrams. A person confirms. Model and
// classification are data of the installation; without them there are no suggestions. Immutable.
class SubjectClassifier {
 public:
  SubjectClassifier() = default;

  // Reads what deploy/subjects/train writes: a first line "deputies-subjects 1", then lines of
  // fields separated by tabs: "category", path; "subject", name of level 1, its bias; "gram", two
  // characters, a weight for each subject in the order of their lines. INVALID_ARGUMENT names the
  // line and what was expected there.
  static absl::StatusOr<SubjectClassifier> Parse(absl::string_view text);

  // Best first. None for a text without a known bigram.
  std::vector<SuggestedSubject> Suggest(absl::string_view text, int limit) const;

  const std::vector<std::string>& categories() const { return categories_; }

 private:
  struct Subject {
    std::string name;
    double bias = 0;
    // Categories below it with the bigrams of their lower levels.
    std::vector<std::pair<std::string, std::vector<uint64_t>>> categories;
  };

  std::string DeepestFit(const Subject& subject, const std::vector<uint64_t>& grams) const;

  std::vector<std::string> categories_;
  std::vector<Subject> subjects_;
  absl::flat_hash_map<uint64_t, std::vector<float>> weights_;  // by bigram, one per subject
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUBJECT_CLASSIFIER_H_
