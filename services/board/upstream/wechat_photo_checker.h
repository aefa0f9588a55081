#ifndef SERVICES_BOARD_UPSTREAM_WECHAT_PHOTO_CHECKER_H_
#define SERVICES_BOARD_UPSTREAM_WECHAT_PHOTO_CHECKER_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "deputies/wechat/v1/content_check.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/board/domain/photo_watch.h"
#include "services/common/rpc/client.h"

namespace deputies::board {

// Asks the wechat service, which alone may speak with WeChat.
class WechatPhotoChecker final : public PhotoChecker {
 public:
  // `public_url`: under which WeChat reaches the gateway, without a slash at the end. `timeout`
  // bounds one call. `client` must outlive this.
  WechatPhotoChecker(const std::shared_ptr<grpc::Channel>& channel,
                     const rpc::ServiceClient& client, absl::Duration timeout,
                     std::string public_url)
      : client_(client),
        timeout_(timeout),
        public_url_(std::move(public_url)),
        checks_(wechat::v1::ContentCheckService::NewStub(channel)) {}

  absl::StatusOr<std::string> Order(absl::Time deadline, const PhotoCheck& check) override;
  absl::StatusOr<std::optional<ContentVerdict>> FindVerdict(absl::Time deadline,
                                                            const std::string& order_id) override;

 private:
  void Prepare(absl::Time deadline, grpc::ClientContext* context) const;

  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::string public_url_;
  const std::unique_ptr<wechat::v1::ContentCheckService::Stub> checks_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_UPSTREAM_WECHAT_PHOTO_CHECKER_H_
