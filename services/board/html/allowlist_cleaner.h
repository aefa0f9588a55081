#ifndef SERVICES_BOARD_HTML_ALLOWLIST_CLEANER_H_
#define SERVICES_BOARD_HTML_ALLOWLIST_CLEANER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/board/domain/rich_text.h"

namespace deputies::board {

// Parses as a browser does (WHATWG's algorithm, by gumbo) and writes anew only what is on a short
// list of elements and attributes, so that nothing of the source's own markup is passed on. Text of
// unknown elements is kept, that of scripts, styles and embedded documents is not. Thread-safe.
class AllowlistCleaner final : public RichTextCleaner {
 public:
  absl::StatusOr<std::string> Clean(absl::string_view html, const std::vector<int64_t>& image_ids,
                                    absl::string_view field) const override;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_HTML_ALLOWLIST_CLEANER_H_
