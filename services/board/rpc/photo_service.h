// deputies.board.v1.PhotoService over the domain.
#ifndef SERVICES_BOARD_RPC_PHOTO_SERVICE_H_
#define SERVICES_BOARD_RPC_PHOTO_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/board/v1/photo.pb.h"
#include "google/api/httpbody.pb.h"
#include "services/board/domain/photo_album.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class PhotoService {
 public:
  // `album` must outlive this.
  explicit PhotoService(PhotoAlbum& album);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status UploadPhoto(const rpc::Call& call, const v1::UploadPhotoRequest& request,
                           v1::Photo* response);
  absl::Status GetPhoto(const rpc::Call& call, const v1::GetPhotoRequest& request,
                        google::api::HttpBody* response);

  PhotoAlbum& album_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_PHOTO_SERVICE_H_
