#include "services/common/rpc/service_table.h"

#include <cstdlib>

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

void ServiceTable::BindUntyped(absl::string_view method,
                               const google::protobuf::Message& request_prototype,
                               const google::protobuf::Message& response_prototype,
                               Handler handler) {
  const google::protobuf::MethodDescriptor* descriptor =
      descriptor_->FindMethodByName(std::string(method));
  if (descriptor == nullptr) Die(descriptor_->full_name(), method, "no such method");
  if (descriptor->client_streaming() || descriptor->server_streaming()) {
    Die(descriptor_->full_name(), method, "streaming methods are not served by tables");
  }
  if (descriptor->input_type() != request_prototype.GetDescriptor() ||
      descriptor->output_type() != response_prototype.GetDescriptor()) {
    Die(descriptor_->full_name(), method, "handler has other types");
  }
  const bool fresh =
      methods_
          .emplace(std::string(method), Method{descriptor, &request_prototype, &response_prototype,
                                               std::move(handler), false})
          .second;
  if (!fresh) Die(descriptor_->full_name(), method, "bound twice");
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
    BindUntyped(method.name(), *factory->GetPrototype(method.input_type()),
                *factory->GetPrototype(method.output_type()), handler);
  }
}

}  // namespace deputies::rpc
