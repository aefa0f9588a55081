#ifndef SERVICES_ACCOUNTS_DOMAIN_PAGE_H_
#define SERVICES_ACCOUNTS_DOMAIN_PAGE_H_

#include <optional>
#include <utility>
#include <vector>

#include "services/accounts/domain/directory_store.h"

namespace deputies::accounts {

inline constexpr int kDefaultPageSize = 20;

template <typename T>
struct Page {
  std::vector<T> items;
  // Where the next page begins; absent on the last.
  std::optional<ListPosition> next;
};

// Of at most `page_size` + 1 items: the one too many shows that there is a next page, which begins
// after the last one kept.
template <typename T, typename PositionOf>
Page<T> ToPage(std::vector<T> items, int page_size, PositionOf position_of) {
  Page<T> page;
  if (items.size() > static_cast<size_t>(page_size)) {
    items.resize(static_cast<size_t>(page_size));
    page.next = position_of(items.back());
  }
  page.items = std::move(items);
  return page;
}

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_PAGE_H_
