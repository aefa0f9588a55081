#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_IMPORTER_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_IMPORTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"

namespace deputies::board {

// A message of an earlier system.
struct SourceMessage {
  std::string source_id;  // its identity there; unique within the home
  std::string author_name;
  std::string subject;
  std::string body;
  absl::Time post_time;
  struct Reply {
    std::string body;
    absl::Time create_time;
  };
  std::optional<Reply> reply;
};

struct ImportCounts {
  int imported = 0;
  int skipped = 0;  // known before
};

// Brings earlier systems' messages in: public, without an author, with their own times, so that
// they list in the order in which they were written. Thread-safe.
class MessageImporter {
 public:
  MessageImporter(MessageStore& store, base::Directory& directory, const base::Clock& clock)
      : store_(store), directory_(directory), clock_(clock) {}

  // Stores the batch whole or not at all. A source id that is known, or comes twice in the batch,
  // is left as it is. Tells no facts: nobody wants a notice about an old message. After a commit
  // with unknown outcome the messages may be counted as skipped. Errors: HOME_NOT_FOUND;
  // FIELD_INVALID for a time in the future or a reply before its message.
  absl::StatusOr<ImportCounts> Import(const CallScope& scope, int64_t home_id,
                                      const std::vector<SourceMessage>& batch);

 private:
  MessageStore& store_;
  base::Directory& directory_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_IMPORTER_H_
