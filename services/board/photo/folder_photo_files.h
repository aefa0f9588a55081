#ifndef SERVICES_BOARD_PHOTO_FOLDER_PHOTO_FILES_H_
#define SERVICES_BOARD_PHOTO_FOLDER_PHOTO_FILES_H_

#include <string>
#include <utility>

#include "services/board/domain/photo.h"

namespace deputies::board {

// <folder>/<home>/<first two hex digits>/<hash>.jpg
class FolderPhotoFiles final : public PhotoFiles {
 public:
  explicit FolderPhotoFiles(std::string folder) : folder_(std::move(folder)) {}

  absl::Status Put(int64_t home_id, absl::string_view hash, absl::string_view bytes) override;
  absl::StatusOr<std::string> Get(int64_t home_id, absl::string_view hash) override;
  absl::StatusOr<bool> Exists(int64_t home_id, absl::string_view hash) override;
  absl::Status Delete(int64_t home_id, absl::string_view hash) override;

 private:
  std::string FolderOf(int64_t home_id, absl::string_view hash) const;
  std::string PathOf(int64_t home_id, absl::string_view hash) const;

  const std::string folder_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_PHOTO_FOLDER_PHOTO_FILES_H_
