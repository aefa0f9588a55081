// Photos that are sent with messages.
#ifndef SERVICES_BOARD_DOMAIN_PHOTO_H_
#define SERVICES_BOARD_DOMAIN_PHOTO_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"

namespace deputies::board {

// As its message shows it.
struct Photo {
  int64_t id = 0;
  int32_t width = 0;
  int32_t height = 0;
};

struct StoredPhoto {
  Photo photo;
  int64_t home_id = 0;
  int64_t uploader_id = 0;
  int64_t message_id = 0;  // 0: not sent yet
  // SHA-256 of the files, 32 bytes each.
  std::string full_hash;
  std::string thumbnail_hash;
  absl::Time create_time;
};

// A picture drawn anew: JPEG without any of the words of the file that came.
struct CleanPhoto {
  int32_t width = 0;
  int32_t height = 0;
  std::string full;
  std::string thumbnail;
};

// Draws pictures anew, out of reach of everything else: what it reads comes from strangers.
class PhotoCleaner {
 public:
  virtual ~PhotoCleaner() = default;
  // PhotoUnreadable when the bytes are no picture of that type, PhotoTooLarge when it has too many
  // pixels; UNAVAILABLE/OVERLOADED when too many wait.
  virtual absl::StatusOr<CleanPhoto> Clean(absl::string_view content_type, absl::string_view bytes,
                                           absl::Time deadline) = 0;
};

// Where the files lie, by home and hash. Errors are UNAVAILABLE; a missing file is NOT_FOUND.
class PhotoFiles {
 public:
  virtual ~PhotoFiles() = default;
  // Durable when it returns. The same file may be put again.
  virtual absl::Status Put(int64_t home_id, absl::string_view hash, absl::string_view bytes) = 0;
  virtual absl::StatusOr<std::string> Get(int64_t home_id, absl::string_view hash) = 0;
  virtual absl::StatusOr<bool> Exists(int64_t home_id, absl::string_view hash) = 0;
  // OK also when there is none.
  virtual absl::Status Delete(int64_t home_id, absl::string_view hash) = 0;
};

// Which photos there are.
class PhotoStore {
 public:
  virtual ~PhotoStore() = default;
  // The photo of an earlier upload with this key. REQUEST_ID_REUSED.
  virtual absl::StatusOr<std::optional<int64_t>> FindUpload(absl::Time deadline,
                                                            const base::RequestKey& key) = 0;
  // Stores the photo and its key; a repeat of the key gives the id of the first. PhotoLimit when
  // the person has `most` photos here that were not sent.
  virtual absl::StatusOr<int64_t> Insert(absl::Time deadline, const base::RequestKey& key,
                                         const StoredPhoto& photo, int most) = 0;
  virtual absl::StatusOr<std::optional<StoredPhoto>> Find(absl::Time deadline, int64_t home_id,
                                                          int64_t photo_id) = 0;
  // Photos made before `before` that went with no message.
  virtual absl::StatusOr<std::vector<StoredPhoto>> ListOrphans(absl::Time deadline,
                                                               absl::Time before, int limit) = 0;
  // False when it has been sent meanwhile.
  virtual absl::StatusOr<bool> DeleteOrphan(absl::Time deadline, const StoredPhoto& photo) = 0;
  // Whether some photo of the home has this file.
  virtual absl::StatusOr<bool> IsUsed(absl::Time deadline, int64_t home_id,
                                      absl::string_view hash) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_PHOTO_H_
