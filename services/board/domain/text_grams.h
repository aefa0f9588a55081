// Pairs of neighbouring characters (bigrams): what Chinese text, which has no spaces, is searched
// and compared by.
#ifndef SERVICES_BOARD_DOMAIN_TEXT_GRAMS_H_
#define SERVICES_BOARD_DOMAIN_TEXT_GRAMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputies::board {

// The distinct bigrams of `text`, sorted: two characters each, the first in the upper half. Latin
// letters without case, full-width forms as their narrow twins; punctuation and spaces part.
std::vector<uint64_t> Bigrams(absl::string_view text);

// The bigrams as words of eight letters and digits, separated by spaces, for a full-text index that
// all homes share: the same bigram has another word in every home.
std::string GramWords(int64_t home_id, const std::vector<uint64_t>& grams);

// As above with "+" before each: all must occur.
std::string AllGramWords(int64_t home_id, const std::vector<uint64_t>& grams);

// 2 |a and b| / (|a| + |b|), 0-1; both sorted.
double DiceSimilarity(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b);

// A bigram as text.
std::string GramText(uint64_t gram);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_TEXT_GRAMS_H_
