// deputies.wechat.v1.CodeImageService over the domain.
#ifndef SERVICES_WECHAT_RPC_CODE_IMAGE_SERVICE_H_
#define SERVICES_WECHAT_RPC_CODE_IMAGE_SERVICE_H_

#include <string>

#include "absl/status/status.h"
#include "deputies/wechat/v1/code_image.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/code_image_painter.h"

namespace deputies::wechat {

class CodeImageService {
 public:
  // `program_version` is release, trial or develop. `painter` must outlive this.
  CodeImageService(CodeImagePainter& painter, std::string program_version);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status RenderCode(const rpc::Call& call, const v1::RenderCodeRequest& request,
                          v1::RenderCodeResponse* response);

  CodeImagePainter& painter_;
  const std::string program_version_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_CODE_IMAGE_SERVICE_H_
