#include "services/common/rpc/service_table.h"

#include <cstdlib>
#include <utility>

#include "deputies/common/v1/options.pb.h"
#include "services/common/log/log.h"

namespace deputies::rpc {
namespace {

[[noreturn]] void Die(absl::string_view service, absl::string_view method, absl::string_view why) {
  log::Error("Service table does not fit its proto",
             {{"service", service}, {"method", method}, {"why", why}});
  std::abort();
}

}  // namespace

ServiceTable::ServiceTable(absl::string_view full_name)
    : descriptor_(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          std::string(full_name))) {
  if (descriptor_ == nullptr) Die(full_name, "", "no such service");
}

const google::protobuf::MethodDescriptor* ServiceTable::Find(
    absl::string_view method, bool streaming, const google::protobuf::Message& request) const {
  const google::protobuf::MethodDescriptor* descriptor =
      descriptor_->FindMethodByName(std::string(method));
  if (descriptor == nullptr) Die(descriptor_->full_name(), method, "no such method");
  if (descriptor->client_streaming() || descriptor->server_streaming() != streaming) {
    Die(descriptor_->full_name(), method, "calls and server streams are bound each in its way");
  }
  if (descriptor->input_type() != request.GetDescriptor()) {
    Die(descriptor_->full_name(), method, "handler has other types");
  }
  return descriptor;
}

void ServiceTable::Add(Method method) {
  const std::string name = method.descriptor->name();
  if (!methods_.emplace(name, std::move(method)).second) {
    Die(descriptor_->full_name(), name, "bound twice");
  }
}

void ServiceTable::BindUntyped(absl::string_view method,
                               const google::protobuf::Message& request_prototype,
                               const google::protobuf::Message& response_prototype,
                               Handler handler) {
  const auto* descriptor = Find(method, /*streaming=*/false, request_prototype);
  if (descriptor->output_type() != response_prototype.GetDescriptor()) {
    Die(descriptor_->full_name(), method, "handler has other types");
  }
  Add({descriptor, &request_prototype, &response_prototype, std::move(handler), nullptr});
}

void ServiceTable::BindUntypedWatch(absl::string_view method,
                                    const google::protobuf::Message& request_prototype,
                                    WatchHandler watch) {
  Add({Find(method, /*streaming=*/true, request_prototype), &request_prototype, nullptr, nullptr,
       std::move(watch)});
}

void ServiceTable::MayRepeat(absl::string_view method) {
  const auto bound = methods_.find(std::string(method));
  if (bound == methods_.end()) Die(descriptor_->full_name(), method, "is not bound");
  if (bound->second.descriptor->options().GetExtension(common::v1::method).effect() !=
      common::v1::READ) {
    Die(descriptor_->full_name(), method, "only reads may be repeated");
  }
  bound->second.may_repeat = true;
}

void ServiceTable::BindRest(const Handler& handler) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  for (int i = 0; i < descriptor_->method_count(); ++i) {
    const google::protobuf::MethodDescriptor& method = *descriptor_->method(i);
    if (methods_.count(method.name()) != 0) continue;
    if (method.server_streaming()) {
      BindUntypedWatch(method.name(), *factory->GetPrototype(method.input_type()),
                       [](const Call&, const google::protobuf::Message&) {
                         return absl::UnimplementedError("not played");
                       });
      continue;
    }
    BindUntyped(method.name(), *factory->GetPrototype(method.input_type()),
                *factory->GetPrototype(method.output_type()), handler);
  }
}

}  // namespace deputies::rpc
