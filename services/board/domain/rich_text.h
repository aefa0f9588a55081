#ifndef SERVICES_BOARD_DOMAIN_RICH_TEXT_H_
#define SERVICES_BOARD_DOMAIN_RICH_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::board {

// Brings what an editor pasted into the small subset of HTML that is stored and shown.
class RichTextCleaner {
 public:
  virtual ~RichTextCleaner() = default;
  // `image_ids`: the images that the text may show. FIELD_INVALID naming `field` when nothing to
  // read is left, or when the markup is beyond all measure.
  virtual absl::StatusOr<std::string> Clean(absl::string_view html,
                                            const std::vector<int64_t>& image_ids,
                                            absl::string_view field) const = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_RICH_TEXT_H_
