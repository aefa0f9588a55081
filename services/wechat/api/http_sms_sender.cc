#include "services/wechat/api/http_sms_sender.h"

#include <utility>

#include "services/common/log/log.h"

namespace deputies::wechat {

HttpSmsSender::HttpSmsSender(HttpClient& http, std::string path)
    : http_(http), path_(std::move(path)) {}

absl::Status HttpSmsSender::Send(const std::string& phone, const std::string& text,
                                 const std::string& message_id, absl::Time deadline) {
  std::string json = "{\"phone\":";
  log::AppendJsonString(phone, &json);
  json += ",\"text\":";
  log::AppendJsonString(text, &json);
  json += ",\"id\":";
  log::AppendJsonString(message_id, &json);
  json += "}";
  const absl::StatusOr<HttpReply> reply = http_.PostJson(path_, {}, json, deadline);
  if (!reply.ok()) {
    log::Warning("the SMS provider gave no answer", {{"error", reply.status()}});
    return reply.status();
  }
  if (reply->status == 200) return absl::OkStatus();
  log::Warning("the SMS provider refused a message", {{"status", reply->status}});
  if (reply->status >= 400 && reply->status < 500) {
    return absl::InvalidArgumentError("refused by the SMS provider");
  }
  return absl::UnknownError("HTTP error of the SMS provider");
}

}  // namespace deputies::wechat
