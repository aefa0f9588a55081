#include "services/board/composition/photo_shop.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "services/board/photo/folder_photo_files.h"
#include "services/board/photo/s3_photo_files.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "services/common/db/open.h"
#include "services/common/log/log.h"

namespace deputies::board {
namespace {

constexpr absl::Duration kSweepInterval = absl::Minutes(10);
constexpr absl::Duration kSweepTime = absl::Minutes(2);
constexpr int kSweepBatch = 200;

void SweepOnce(PhotoAlbum& album) {
  const absl::StatusOr<int> swept = album.Sweep(absl::Now() + kSweepTime, kSweepBatch);
  if (!swept.ok()) {
    log::Error("photos that were not sent could not be swept", {{"status", swept.status()}});
  } else if (*swept > 0) {
    log::Info("photos that were not sent are gone", {{"count", *swept}});
  }
}

}  // namespace

PhotoShop::PhotoShop(const Parts& parts, std::unique_ptr<PhotoFiles> files,
                     std::string cleaner_program)
    : store_(parts.database),
      files_(std::move(files)),
      cleaner_(std::move(cleaner_program)),
      album_({store_, *files_, cleaner_, parts.messages, parts.directory, parts.ids, parts.clock}),
      service_(album_) {}

void PhotoShop::Start() {
  sweep_.emplace(
      kSweepInterval, [this] { SweepOnce(album_); }, db::ThreadStart, db::ThreadStop);
}

void PhotoShop::Stop() { sweep_.reset(); }

absl::StatusOr<std::unique_ptr<PhotoFiles>> OpenPhotoFiles(const v1::PhotoConfig& config) {
  if (config.cleaner_program().empty()) {
    return absl::InvalidArgumentError("photos.cleaner_program is empty");
  }
  if (!config.has_s3()) {
    if (config.folder().empty()) return absl::InvalidArgumentError("neither photos.folder nor s3");
    return std::make_unique<FolderPhotoFiles>(config.folder());
  }
  S3PhotoFiles::Options options;
  options.endpoint = config.s3().endpoint();
  options.bucket = config.s3().bucket();
  options.region = config.s3().region().empty() ? "us-east-1" : config.s3().region();
  if (options.endpoint.empty() || options.bucket.empty()) {
    return absl::InvalidArgumentError("photos.s3: want endpoint and bucket");
  }
  ASSIGN_OR_RETURN(options.access_key, config::ReadSecret(config.s3().access_key_file()));
  ASSIGN_OR_RETURN(options.secret_key, config::ReadSecret(config.s3().secret_key_file()));
  return std::make_unique<S3PhotoFiles>(std::move(options));
}

}  // namespace deputies::board
