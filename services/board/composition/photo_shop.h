// Everything that serves photos, put together.
#ifndef SERVICES_BOARD_COMPOSITION_PHOTO_SHOP_H_
#define SERVICES_BOARD_COMPOSITION_PHOTO_SHOP_H_

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "deputies/board/v1/config.pb.h"
#include "services/board/domain/photo_album.h"
#include "services/board/photo/cleaner_process.h"
#include "services/board/rpc/photo_service.h"
#include "services/board/storage/sql_photo_store.h"
#include "services/common/base/periodic_thread.h"
#include "services/common/db/database.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class PhotoShop {
 public:
  struct Parts {
    db::Database& database;
    MessageReader& messages;
    base::Directory& directory;
    base::IdSource& ids;
    const base::Clock& clock;
  };
  // All parts must outlive this.
  PhotoShop(const Parts& parts, std::unique_ptr<PhotoFiles> files, std::string cleaner_program);
  PhotoShop(const PhotoShop&) = delete;
  PhotoShop& operator=(const PhotoShop&) = delete;

  const rpc::ServiceTable* table() const { return &service_.table(); }

  // Starts and stops the sweep of photos that went with no message; it uses one database
  // connection.
  void Start();
  void Stop();
  static constexpr int kBackgroundThreads = 1;

 private:
  SqlPhotoStore store_;
  const std::unique_ptr<PhotoFiles> files_;
  CleanerProcess cleaner_;
  PhotoAlbum album_;
  const PhotoService service_;
  std::optional<base::PeriodicThread> sweep_;
};

// Where the configuration says; INVALID_ARGUMENT when it says nothing, or a key cannot be read.
absl::StatusOr<std::unique_ptr<PhotoFiles>> OpenPhotoFiles(const v1::PhotoConfig& config);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_COMPOSITION_PHOTO_SHOP_H_
