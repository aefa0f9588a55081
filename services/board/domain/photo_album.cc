#include "services/board/domain/photo_album.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/board/domain/errors.h"
#include "services/common/base/digest.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {

absl::StatusOr<Photo> PhotoAlbum::Upload(const CallScope& scope, const RequestKey& key,
                                         absl::string_view content_type, absl::string_view bytes) {
  // Before the work of drawing it.
  ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                   parts_.store.FindUpload(scope.deadline, key));
  if (earlier.has_value()) return Find(scope, key.home_id, *earlier);
  RETURN_IF_ERROR(parts_.directory.CheckOpenHome(scope, key.home_id));
  ASSIGN_OR_RETURN(const CleanPhoto clean,
                   parts_.cleaner.Clean(content_type, bytes, scope.deadline));

  StoredPhoto stored;
  stored.photo = {parts_.ids.Next(), clean.width, clean.height};
  stored.home_id = key.home_id;
  stored.uploader_id = scope.caller.person_id;
  stored.full_hash = base::Sha256(clean.full);
  stored.thumbnail_hash = base::Sha256(clean.thumbnail);
  stored.create_time = base::ToMillisecond(parts_.clock.Now());
  const std::pair<const std::string*, const std::string*> files[] = {
      {&stored.full_hash, &clean.full}, {&stored.thumbnail_hash, &clean.thumbnail}};
  // Files before the row: a row always has its files.
  for (const auto& [hash, file] : files) {
    RETURN_IF_ERROR(parts_.files.Put(key.home_id, *hash, *file));
  }
  ASSIGN_OR_RETURN(const int64_t id, parts_.store.Insert(scope.deadline, key, stored, kMostUnsent));
  if (id != stored.photo.id) return Find(scope, key.home_id, id);
  // A sweep of an equal photo may have taken the file before it could see this row (DeleteFile).
  for (const auto& [hash, file] : files) {
    ASSIGN_OR_RETURN(const bool there, parts_.files.Exists(key.home_id, *hash));
    if (!there) RETURN_IF_ERROR(parts_.files.Put(key.home_id, *hash, *file));
  }
  return stored.photo;
}

absl::StatusOr<Photo> PhotoAlbum::Find(const CallScope& scope, int64_t home_id, int64_t photo_id) {
  ASSIGN_OR_RETURN(const std::optional<StoredPhoto> found,
                   parts_.store.Find(scope.deadline, home_id, photo_id));
  // Its upload was acknowledged, but it was never sent and has been swept.
  if (!found.has_value()) return PhotoNotFound();
  return found->photo;
}

absl::StatusOr<std::string> PhotoAlbum::Open(const CallScope& scope, int64_t home_id,
                                             int64_t message_id, int64_t photo_id, bool thumbnail) {
  ASSIGN_OR_RETURN(const Message message, parts_.messages.Get(scope, home_id, message_id));
  const bool shown = std::any_of(message.photos.begin(), message.photos.end(),
                                 [&](const Photo& photo) { return photo.id == photo_id; });
  if (!shown) return PhotoNotFound();
  ASSIGN_OR_RETURN(const std::optional<StoredPhoto> photo,
                   parts_.store.Find(scope.deadline, home_id, photo_id));
  if (!photo.has_value()) return PhotoNotFound();
  return parts_.files.Get(home_id, thumbnail ? photo->thumbnail_hash : photo->full_hash);
}

absl::StatusOr<int> PhotoAlbum::Sweep(absl::Time deadline, int limit) {
  ASSIGN_OR_RETURN(const std::vector<StoredPhoto> orphans,
                   parts_.store.ListOrphans(deadline, parts_.clock.Now() - kUnsentLifetime, limit));
  int deleted = 0;
  for (const StoredPhoto& orphan : orphans) {
    ASSIGN_OR_RETURN(const bool gone, parts_.store.DeleteOrphan(deadline, orphan));
    if (!gone) continue;
    ++deleted;
    RETURN_IF_ERROR(DeleteFile(deadline, orphan.home_id, orphan.full_hash));
    RETURN_IF_ERROR(DeleteFile(deadline, orphan.home_id, orphan.thumbnail_hash));
  }
  return deleted;
}

// Equal photos share a file. An upload puts the file, then the row, then looks whether the file is
// there; this takes the file away, then looks for rows: whichever comes first, a row keeps a file.
absl::Status PhotoAlbum::DeleteFile(absl::Time deadline, int64_t home_id, const std::string& hash) {
  ASSIGN_OR_RETURN(const bool used, parts_.store.IsUsed(deadline, home_id, hash));
  if (used) return absl::OkStatus();
  const absl::StatusOr<std::string> bytes = parts_.files.Get(home_id, hash);
  if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
  RETURN_IF_ERROR(bytes.status());
  RETURN_IF_ERROR(parts_.files.Delete(home_id, hash));
  ASSIGN_OR_RETURN(const bool used_now, parts_.store.IsUsed(deadline, home_id, hash));
  return used_now ? parts_.files.Put(home_id, hash, *bytes) : absl::OkStatus();
}

}  // namespace deputies::board
