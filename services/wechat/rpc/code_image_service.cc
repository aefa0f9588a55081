#include "services/wechat/rpc/code_image_service.h"

#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::wechat {

CodeImageService::CodeImageService(CodeImagePainter& painter, std::string program_version)
    : painter_(painter),
      program_version_(std::move(program_version)),
      table_("deputies.wechat.v1.CodeImageService") {
  table_.Bind("RenderCode", this, &CodeImageService::RenderCode);
}

absl::Status CodeImageService::RenderCode(const rpc::Call& call,
                                          const v1::RenderCodeRequest& request,
                                          v1::RenderCodeResponse* response) {
  CodeImageOrder order;
  order.scene = request.scene();
  order.page = request.page();
  if (request.width() != 0) {
    if (request.width() < 280) return base::InvalidField("width", "应在 280 到 1280 之间");
    order.width = request.width();
  }
  order.env_version = program_version_;
  order.check_path = program_version_ == "release";
  ASSIGN_OR_RETURN(CodeImage image, painter_.Render(order, call.deadline));
  response->set_image(std::move(image.bytes));
  response->set_content_type(std::move(image.content_type));
  return absl::OkStatus();
}

}  // namespace deputies::wechat
