#ifndef SERVICES_BOARD_UPSTREAM_WECHAT_TEXT_CHECKER_H_
#define SERVICES_BOARD_UPSTREAM_WECHAT_TEXT_CHECKER_H_

#include <memory>
#include <string>

#include "deputies/wechat/v1/content_check.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/board/domain/moderation_watch.h"
#include "services/common/rpc/client.h"

namespace deputies::board {

// Asks the wechat service, which alone may speak with WeChat.
class WechatTextChecker final : public TextChecker {
 public:
  // `timeout` bounds one call. `client` must outlive this.
  WechatTextChecker(const std::shared_ptr<grpc::Channel>& channel, const rpc::ServiceClient& client,
                    absl::Duration timeout)
      : client_(client),
        timeout_(timeout),
        checks_(wechat::v1::ContentCheckService::NewStub(channel)) {}

  absl::StatusOr<ContentVerdict> Check(absl::Time deadline, int64_t person_id, int64_t home_id,
                                       const std::string& text) override;

 private:
  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::unique_ptr<wechat::v1::ContentCheckService::Stub> checks_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_UPSTREAM_WECHAT_TEXT_CHECKER_H_
