#include "services/board/rpc/photo_service.h"

#include <utility>

#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {

PhotoService::PhotoService(PhotoAlbum& album)
    : album_(album), table_("deputies.board.v1.PhotoService") {
  table_.Bind("UploadPhoto", this, &PhotoService::UploadPhoto);
  table_.Bind("GetPhoto", this, &PhotoService::GetPhoto);
}

absl::Status PhotoService::UploadPhoto(const rpc::Call& call, const v1::UploadPhotoRequest& request,
                                       v1::Photo* response) {
  ASSIGN_OR_RETURN(const Photo photo,
                   album_.Upload(ScopeOf(call), rpc::KeyOf("UploadPhoto", call, request),
                                 request.file().content_type(), request.file().data()));
  response->set_photo_id(photo.id);
  response->set_width(photo.width);
  response->set_height(photo.height);
  return absl::OkStatus();
}

absl::Status PhotoService::GetPhoto(const rpc::Call& call, const v1::GetPhotoRequest& request,
                                    google::api::HttpBody* response) {
  ASSIGN_OR_RETURN(std::string bytes,
                   album_.Open(ScopeOf(call), request.home_id(), request.message_id(),
                               request.photo_id(), request.size() == v1::THUMBNAIL));
  response->set_content_type("image/jpeg");
  response->set_data(std::move(bytes));
  return absl::OkStatus();
}

}  // namespace deputies::board
