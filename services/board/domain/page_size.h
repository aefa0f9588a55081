#ifndef SERVICES_BOARD_DOMAIN_PAGE_SIZE_H_
#define SERVICES_BOARD_DOMAIN_PAGE_SIZE_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/board/domain/message_reader.h"

namespace deputies::board {

// The size of the page that a caller asked for; 0 means the default.
inline int PageSize(int asked) {
  return asked <= 0 ? kDefaultPageSize : std::min(asked, kMaxPageSize);
}

// Cuts a list that was read with one entry beyond the page; where the next page begins, absent on
// the last.
template <typename Item>
std::optional<int64_t> CutToPage(std::vector<Item>* items, int size,
                                 absl::FunctionRef<int64_t(const Item&)> position) {
  if (static_cast<int>(items->size()) <= size) return std::nullopt;
  items->resize(static_cast<size_t>(size));
  return position(items->back());
}

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_PAGE_SIZE_H_
