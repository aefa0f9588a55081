// The handlers of one proto service, called by method name.
//
// A handler is `absl::Status Handler(const Call&, const Request&, Response*)`: from proto, one
// domain call, to proto. Everything around it (caller, access, field rules, deadline, queue,
// metrics, log, error conversion) is done once, in Server.
#ifndef SERVICES_COMMON_RPC_SERVICE_TABLE_H_
#define SERVICES_COMMON_RPC_SERVICE_TABLE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/caller.h"
#include "services/common/rpc/watch.h"

namespace deputies::rpc {

// What a handler knows of the call besides the request.
struct Call {
  base::Caller caller;
  // When the caller stops waiting. Never infinite.
  absl::Time deadline;
  // The same in every process and log line that serves one client request.
  std::string request_id;
  // W3C Trace Context of the client; empty for none.
  std::string traceparent;
  // Of the client, as the gateway sees it; empty for calls from inside.
  std::string client_address;
  // Of the client, vouched for by WeChat's cloud hosting; empty elsewhere.
  std::string wechat_openid;
};

// What domain code gets of the call, which must outlive it.
inline base::CallScope ScopeOf(const Call& call) {
  return {call.caller, call.deadline, call.request_id, call.traceparent};
}

class ServiceTable {
 public:
  using Handler = std::function<absl::Status(const Call&, const google::protobuf::Message& request,
                                             google::protobuf::Message* response)>;
  // Of a server-streaming method: makes what one client watches.
  using WatchHandler = std::function<absl::StatusOr<std::unique_ptr<Watch>>(
      const Call&, const google::protobuf::Message& request)>;
  struct Method {
    const google::protobuf::MethodDescriptor* descriptor;
    const google::protobuf::Message* request_prototype;
    const google::protobuf::Message* response_prototype;
    // One of the two.
    Handler handler;
    WatchHandler watch;
    // Set by MayRepeat.
    bool may_repeat = false;
  };

  // `full_name` is the proto name of the service, "deputies.board.v1.MessageService". Dies when
  // unknown.
  explicit ServiceTable(absl::string_view full_name);

  // Binds one method:
  //   table.Bind<v1::GetMessageRequest, v1::Message>("GetMessage",
  //       [this](const rpc::Call& call, const v1::GetMessageRequest& request, v1::Message*
  //       response) {...});
  // Dies when the service has no such method, when the types are not the method's, or when it is
  // bound already.
  template <typename Request, typename Response, typename F>
  void Bind(absl::string_view method, F handler) {
    BindUntyped(
        method, Request::default_instance(), Response::default_instance(),
        [handler = std::move(handler)](const Call& call, const google::protobuf::Message& request,
                                       google::protobuf::Message* response) {
          return handler(call, static_cast<const Request&>(request),
                         static_cast<Response*>(response));
        });
  }

  // As above, for a member function of `object`, which must outlive the table.
  template <typename Object, typename Request, typename Response>
  void Bind(absl::string_view method, Object* object,
            absl::Status (Object::*handler)(const Call&, const Request&, Response*)) {
    Bind<Request, Response>(
        method, [object, handler](const Call& call, const Request& request, Response* response) {
          return (object->*handler)(call, request, response);
        });
  }

  // The reply to this read depends on its caller, its request and the service's own data alone, but
  // for what may be late by a second: it may be given again while the data is as it was. Dies when
  // the method is not bound or no READ.
  void MayRepeat(absl::string_view method);

  // Binds one server-streaming method to a member function of `object`, which must outlive the
  // table: absl::StatusOr<std::unique_ptr<Watch>> Handler(const Call&, const Request&).
  template <typename Object, typename Request>
  void BindWatch(absl::string_view method, Object* object,
                 absl::StatusOr<std::unique_ptr<Watch>> (Object::*handler)(const Call&,
                                                                           const Request&)) {
    BindUntypedWatch(method, Request::default_instance(),
                     [object, handler](const Call& call, const google::protobuf::Message& request) {
                       return (object->*handler)(call, static_cast<const Request&>(request));
                     });
  }

  // Binds every method that has no handler yet, for a fake that plays a part of a service; its
  // server-streaming methods answer UNIMPLEMENTED.
  void BindRest(const Handler& handler);

  const google::protobuf::ServiceDescriptor& descriptor() const { return *descriptor_; }
  // By plain method name. Server refuses to start while a method of the service is missing here.
  const std::map<std::string, Method>& methods() const { return methods_; }

 private:
  void BindUntyped(absl::string_view method, const google::protobuf::Message& request_prototype,
                   const google::protobuf::Message& response_prototype, Handler handler);
  void BindUntypedWatch(absl::string_view method,
                        const google::protobuf::Message& request_prototype, WatchHandler watch);
  const google::protobuf::MethodDescriptor* Find(absl::string_view method, bool streaming,
                                                 const google::protobuf::Message& request) const;
  void Add(Method method);

  const google::protobuf::ServiceDescriptor* descriptor_;
  std::map<std::string, Method> methods_;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_SERVICE_TABLE_H_
