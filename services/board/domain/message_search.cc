#include "services/board/domain/message_search.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/text_grams.h"
#include "services/common/base/error.h"
#include "services/common/base/id_source.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Texts of one matter share about a third of their bigrams; of different ones, a twentieth.
constexpr double kAlike = 0.18;
constexpr int kCandidates = 40;
// The index is asked for so many bigrams at most: the subject's first, then an even sample.
constexpr size_t kMostAsked = 48;

}  // namespace

absl::StatusOr<SearchPage> MessageSearcher::Search(const CallScope& scope, int64_t home_id,
                                                   SearchFilters filters,
                                                   std::optional<int64_t> before_id,
                                                   int page_size) {
  SearchQuery query;
  query.home_id = home_id;
  for (absl::string_view word : absl::StrSplit(filters.words, ' ', absl::SkipEmpty())) {
    const std::vector<uint64_t> grams = Bigrams(word);
    if (grams.empty()) return base::InvalidField("query", "每个词至少两个字");
    query.grams.insert(query.grams.end(), grams.begin(), grams.end());
  }
  if (filters.from_time.has_value()) {
    query.from_id = base::TimeOrderedIdSource::At(*filters.from_time, 0);
  }
  if (filters.until_time.has_value()) {
    query.before_id = base::TimeOrderedIdSource::At(*filters.until_time, 0);
  }
  if (before_id.has_value()) query.before_id = std::min(query.before_id, *before_id);
  query.filters = std::move(filters);
  query.now = clock_.Now();
  query.limit = page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
  return store_.Search(scope.deadline, ViewerAt(scope.caller, home_id), query);
}

absl::StatusOr<std::vector<SimilarMessage>> MessageSearcher::FindSimilar(const CallScope& scope,
                                                                         int64_t home_id,
                                                                         absl::string_view subject,
                                                                         absl::string_view body,
                                                                         int limit) {
  const std::vector<uint64_t> all = Bigrams(absl::StrCat(subject, "\n", body));
  std::vector<uint64_t> asked = Bigrams(subject);
  if (asked.size() > kMostAsked) asked.resize(kMostAsked);
  const size_t room = kMostAsked - asked.size();
  const size_t step = std::max<size_t>(1, all.size() / std::max<size_t>(1, room));
  for (size_t i = 0; i < all.size() && asked.size() < kMostAsked; i += step) {
    asked.push_back(all[i]);
  }
  std::vector<SimilarMessage> similar;
  if (asked.empty()) return similar;
  ASSIGN_OR_RETURN(std::vector<Message> candidates,
                   store_.FindAlike(scope.deadline, home_id, asked, kCandidates));
  for (Message& message : candidates) {
    const double similarity =
        DiceSimilarity(all, Bigrams(absl::StrCat(message.subject, "\n", message.body)));
    if (similarity >= kAlike) similar.push_back({std::move(message), similarity});
  }
  std::stable_sort(
      similar.begin(), similar.end(),
      [](const SimilarMessage& a, const SimilarMessage& b) { return a.similarity > b.similarity; });
  if (similar.size() > static_cast<size_t>(limit)) similar.resize(static_cast<size_t>(limit));
  return similar;
}

}  // namespace deputies::board
