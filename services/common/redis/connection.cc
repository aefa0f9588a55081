#include "services/common/redis/connection.h"

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::redis {
namespace {

// Where Unavailable keeps its detail.
constexpr char kDetailUrl[] = "deputies/redis-error";

timeval ToTimeval(std::chrono::milliseconds duration) {
  timeval result;
  result.tv_sec = static_cast<time_t>(duration.count() / 1000);
  result.tv_usec = static_cast<suseconds_t>(duration.count() % 1000 * 1000);
  return result;
}

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

Reply Convert(const redisReply& from) {
  Reply to;
  switch (from.type) {
    case REDIS_REPLY_INTEGER:
      to.kind = Reply::Kind::kInteger;
      to.integer = from.integer;
      break;
    case REDIS_REPLY_ARRAY:
      to.kind = Reply::Kind::kArray;
      to.elements.reserve(from.elements);
      for (size_t i = 0; i < from.elements; ++i) to.elements.push_back(Convert(*from.element[i]));
      break;
    case REDIS_REPLY_NIL:
      break;
    default:  // strings, and errors inside of an array
      to.kind = Reply::Kind::kString;
      to.text.assign(from.str, static_cast<size_t>(from.len));
  }
  return to;
}

}  // namespace

absl::Status Unavailable(absl::string_view detail) {
  absl::Status status = base::MakeError(absl::StatusCode::kUnavailable, "BACKEND_UNAVAILABLE",
                                        "系统繁忙，请稍后重试");
  status.SetPayload(kDetailUrl, absl::Cord(detail));
  return status;
}

absl::StatusOr<Endpoint> ParseEndpoint(absl::string_view address) {
  Endpoint endpoint;
  absl::string_view rest = address;
  if (absl::ConsumePrefix(&rest, "unix:")) {
    endpoint.unix_path = std::string(rest);
    if (!rest.empty()) return endpoint;
  } else {
    const size_t colon = rest.rfind(':');
    if (colon != absl::string_view::npos && colon > 0 &&
        absl::SimpleAtoi(rest.substr(colon + 1), &endpoint.port) && endpoint.port > 0 &&
        endpoint.port < 65536) {
      endpoint.host = std::string(rest.substr(0, colon));
      return endpoint;
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("redis address \"", address, "\" is neither unix:/path nor host:port"));
}

absl::string_view Refusal::code() const {
  return absl::string_view(text).substr(0, text.find(' '));
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Endpoint& endpoint,
                                                             const std::string& password,
                                                             std::chrono::milliseconds timeout) {
  const timeval limit = ToTimeval(timeout);
  redisContext* context = endpoint.unix_path.empty()
                              ? redisConnectWithTimeout(endpoint.host.c_str(), endpoint.port, limit)
                              : redisConnectUnixWithTimeout(endpoint.unix_path.c_str(), limit);
  if (context == nullptr) return Unavailable("out of memory");
  std::unique_ptr<Connection> connection(new Connection(context));
  if (context->err != 0) return Unavailable(context->errstr);
  if (redisSetTimeout(context, limit) != REDIS_OK) return Unavailable(context->errstr);
  if (!password.empty()) {
    ASSIGN_OR_RETURN(const std::vector<Answer> answers,
                     connection->RoundTrip({{"AUTH", password}}));
    if (const Refusal* refusal = std::get_if<Refusal>(&answers[0])) {
      return Unavailable(refusal->code());
    }
  }
  return connection;
}

Connection::~Connection() { redisFree(context_); }

absl::StatusOr<std::vector<Answer>> Connection::RoundTrip(const std::vector<Arguments>& commands) {
  std::vector<const char*> pointers;
  std::vector<size_t> lengths;
  for (const Arguments& command : commands) {
    pointers.clear();
    lengths.clear();
    for (absl::string_view argument : command) {
      pointers.push_back(argument.data());
      lengths.push_back(argument.size());
    }
    if (redisAppendCommandArgv(context_, static_cast<int>(pointers.size()), pointers.data(),
                               lengths.data()) != REDIS_OK) {
      return Unavailable(context_->errstr);
    }
  }
  std::vector<Answer> answers;
  answers.reserve(commands.size());
  for (size_t i = 0; i < commands.size(); ++i) {
    void* raw = nullptr;
    if (redisGetReply(context_, &raw) != REDIS_OK) return Unavailable(context_->errstr);
    std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(raw));
    if (reply->type == REDIS_REPLY_ERROR) {
      answers.emplace_back(Refusal{std::string(reply->str, static_cast<size_t>(reply->len))});
    } else {
      answers.emplace_back(Convert(*reply));
    }
  }
  return answers;
}

}  // namespace deputies::redis
