#include "services/board/domain/subject_classifier.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/board/domain/text_grams.h"

namespace deputies::board {
namespace {

constexpr char kFirstLine[] = "deputies-subjects 1";
constexpr size_t kMostReasons = 3;

absl::Status Wrong(int line, absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": expected ", expected));
}

}  // namespace

absl::StatusOr<SubjectClassifier> SubjectClassifier::Parse(absl::string_view text) {
  SubjectClassifier model;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (number == 1) {
      if (line != kFirstLine) return Wrong(number, kFirstLine);
      continue;
    }
    if (line.empty()) continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, '\t');
    if (fields[0] == "category" && fields.size() == 2) {
      model.categories_.emplace_back(fields[1]);
    } else if (fields[0] == "subject" && fields.size() == 3) {
      if (!model.weights_.empty()) return Wrong(number, "subjects before grams");
      Subject subject{std::string(fields[1])};
      if (!absl::SimpleAtod(fields[2], &subject.bias)) return Wrong(number, "a number");
      model.subjects_.push_back(std::move(subject));
    } else if (fields[0] == "gram" && fields.size() == 3) {
      const std::vector<uint64_t> gram = Bigrams(fields[1]);
      if (gram.size() != 1) return Wrong(number, "two characters");
      std::vector<float> weights;
      for (absl::string_view word : absl::StrSplit(fields[2], ' ')) {
        float weight;
        if (!absl::SimpleAtof(word, &weight)) return Wrong(number, "numbers");
        weights.push_back(weight);
      }
      if (weights.size() != model.subjects_.size()) return Wrong(number, "a weight per subject");
      model.weights_.emplace(gram.front(), std::move(weights));
    } else {
      return Wrong(number, "category, subject or gram");
    }
  }
  for (Subject& subject : model.subjects_) {
    for (const std::string& category : model.categories_) {
      const std::string prefix = subject.name + "/";
      if (!absl::StartsWith(category, prefix)) continue;
      subject.categories.emplace_back(category, Bigrams(category.substr(prefix.size())));
    }
  }
  return model;
}

std::vector<SuggestedSubject> SubjectClassifier::Suggest(absl::string_view text, int limit) const {
  const std::vector<uint64_t> grams = Bigrams(text);
  std::vector<double> scores;
  for (const Subject& subject : subjects_) scores.push_back(subject.bias);
  std::vector<std::pair<uint64_t, const std::vector<float>*>> known;
  for (uint64_t gram : grams) {
    const auto found = weights_.find(gram);
    if (found == weights_.end()) continue;
    known.emplace_back(gram, &found->second);
    for (size_t i = 0; i < scores.size(); ++i) {
      scores[i] += static_cast<double>(found->second[i]);
    }
  }
  std::vector<SuggestedSubject> suggestions;
  if (known.empty()) return suggestions;

  // Neighbouring bigrams say much the same, so the sum is far too sure of itself: its root's scale
  // gives honest odds.
  const double scale = 1 / std::sqrt(static_cast<double>(known.size()));
  const double best = *std::max_element(scores.begin(), scores.end());
  double total = 0;
  for (double& score : scores) {
    score = std::exp((score - best) * scale);
    total += score;
  }
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  for (size_t index : order) {
    if (suggestions.size() >= static_cast<size_t>(limit)) break;
    SuggestedSubject suggestion;
    suggestion.category = DeepestFit(subjects_[index], grams);
    suggestion.confidence = scores[index] / total;
    std::stable_sort(known.begin(), known.end(), [index](const auto& a, const auto& b) {
      return (*a.second)[index] > (*b.second)[index];
    });
    for (size_t i = 0; i < known.size() && i < kMostReasons; ++i) {
      if ((*known[i].second)[index] > 0) {
        suggestion.because.push_back(GramText(known[i].first));
      }
    }
    suggestions.push_back(std::move(suggestion));
  }
  return suggestions;
}

// The category below the subject whose own words occur most in the text; the subject itself when
// none does.
std::string SubjectClassifier::DeepestFit(const Subject& subject,
                                          const std::vector<uint64_t>& grams) const {
  std::string fit = subject.name;
  size_t most = 0;
  for (const auto& [category, own] : subject.categories) {
    const size_t common =
        static_cast<size_t>(std::count_if(own.begin(), own.end(), [&](uint64_t gram) {
          return std::binary_search(grams.begin(), grams.end(), gram);
        }));
    if (common > most) {
      most = common;
      fit = category;
    }
  }
  return fit;
}

}  // namespace deputies::board
