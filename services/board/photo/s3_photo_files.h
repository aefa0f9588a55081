#ifndef SERVICES_BOARD_PHOTO_S3_PHOTO_FILES_H_
#define SERVICES_BOARD_PHOTO_S3_PHOTO_FILES_H_

#include <string>
#include <utility>

#include "services/board/domain/photo.h"

namespace deputies::board {

// Any store that speaks S3's API with Signature Version 4, buckets in the path:
// <endpoint>/<bucket>/photos/<home>/<hash>.jpg. One connection a call: photos are few. Thread-safe.
class S3PhotoFiles final : public PhotoFiles {
 public:
  struct Options {
    std::string endpoint;
    std::string bucket;
    std::string region;
    std::string access_key;
    std::string secret_key;
  };
  explicit S3PhotoFiles(Options options) : options_(std::move(options)) {}

  absl::Status Put(int64_t home_id, absl::string_view hash, absl::string_view bytes) override;
  absl::StatusOr<std::string> Get(int64_t home_id, absl::string_view hash) override;
  absl::StatusOr<bool> Exists(int64_t home_id, absl::string_view hash) override;
  absl::Status Delete(int64_t home_id, absl::string_view hash) override;

 private:
  struct Reply {
    long status = 0;  // NOLINT: libcurl's type
    std::string body;
  };
  absl::StatusOr<Reply> Call(const char* method, int64_t home_id, absl::string_view hash,
                             absl::string_view body);

  const Options options_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_PHOTO_S3_PHOTO_FILES_H_
