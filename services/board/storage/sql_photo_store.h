#ifndef SERVICES_BOARD_STORAGE_SQL_PHOTO_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_PHOTO_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/board/domain/message.h"
#include "services/board/domain/photo.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlPhotoStore final : public PhotoStore {
 public:
  // `database` must outlive this.
  explicit SqlPhotoStore(db::Database& database) : database_(database) {}

  absl::StatusOr<std::optional<int64_t>> FindUpload(absl::Time deadline,
                                                    const base::RequestKey& key) override;
  absl::StatusOr<int64_t> Insert(absl::Time deadline, const base::RequestKey& key,
                                 const StoredPhoto& photo, int most) override;
  absl::StatusOr<std::optional<StoredPhoto>> Find(absl::Time deadline, int64_t home_id,
                                                  int64_t photo_id) override;
  absl::StatusOr<std::vector<StoredPhoto>> ListOrphans(absl::Time deadline, absl::Time before,
                                                       int limit) override;
  absl::StatusOr<bool> DeleteOrphan(absl::Time deadline, const StoredPhoto& photo) override;
  absl::StatusOr<bool> IsUsed(absl::Time deadline, int64_t home_id,
                              absl::string_view hash) override;

 private:
  db::Database& database_;
};

// In the transaction that stores `message`: ties the photos `ids` to it, in this order, and fills
// message->photos. PhotoNotFound when one is not the author's, not of this home, or sent already.
absl::Status AttachPhotos(db::Transaction& tx, const std::vector<int64_t>& ids, Message* message);

// The column of a message's row: "<id>:<width>:<height>", joined by commas.
std::string PhotoListText(const std::vector<Photo>& photos);
std::vector<Photo> ReadPhotoList(const std::string& text);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_PHOTO_STORE_H_
