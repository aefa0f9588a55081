#ifndef SERVICES_BOARD_DOMAIN_PHOTO_ALBUM_H_
#define SERVICES_BOARD_DOMAIN_PHOTO_ALBUM_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/photo.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

// Photos from their upload to the eyes of those who may see them. Thread-safe.
class PhotoAlbum {
 public:
  // Photos of one person at one home that were not sent with a message.
  static constexpr int kMostUnsent = 30;
  // How long they wait for it.
  static constexpr absl::Duration kUnsentLifetime = absl::Hours(24);

  struct Parts {
    PhotoStore& store;
    PhotoFiles& files;
    PhotoCleaner& cleaner;
    MessageReader& messages;
    base::Directory& directory;
    base::IdSource& ids;
    const base::Clock& clock;
  };
  // All parts must outlive it.
  explicit PhotoAlbum(const Parts& parts) : parts_(parts) {}

  // Exactly once by `key`. HOME_NOT_FOUND, PhotoLimit and the errors of PhotoCleaner and
  // PhotoFiles.
  absl::StatusOr<Photo> Upload(const CallScope& scope, const RequestKey& key,
                               absl::string_view content_type, absl::string_view bytes);

  // The JPEG, for whoever may read the message; MESSAGE_NOT_FOUND, PhotoNotFound.
  absl::StatusOr<std::string> Open(const CallScope& scope, int64_t home_id, int64_t message_id,
                                   int64_t photo_id, bool thumbnail);

  // Deletes photos that waited too long, at most `limit`; how many.
  absl::StatusOr<int> Sweep(absl::Time deadline, int limit);

 private:
  absl::StatusOr<Photo> Find(const CallScope& scope, int64_t home_id, int64_t photo_id);
  absl::Status DeleteFile(absl::Time deadline, int64_t home_id, const std::string& hash);

  const Parts parts_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_PHOTO_ALBUM_H_
