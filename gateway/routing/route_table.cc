#include "gateway/routing/route_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/api/annotations.pb.h"

namespace deputies::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// Types whose JSON form depends on the data: 16 KB of '[' in a Struct cost seconds, and nothing
// bounds them.
bool IsDynamicType(const Descriptor* type) {
  return type->file()->name() == "google/protobuf/struct.proto" ||
         type->file()->name() == "google/protobuf/any.proto";
}

const FieldDescriptor* CursorOf(const Descriptor* type) {
  const FieldDescriptor* const field = type->FindFieldByName("cursor");
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated()
             ? field
             : nullptr;
}

bool IsHttpBody(const Descriptor* type) {
  return type != nullptr && type->full_name() == "google.api.HttpBody";
}

class Compiler {
 public:
  explicit Compiler(const google::protobuf::DescriptorPool& pool) : pool_(pool) {}

  void AddService(const std::string& name) {
    const auto* service = pool_.FindServiceByName(name);
    if (service == nullptr) {
      Mistake(name, "no such service");
      return;
    }
    for (int i = 0; i < service->method_count(); ++i) AddMethod(service->method(i));
  }

  absl::StatusOr<std::vector<Route>> Finish() {
    for (size_t i = 0; i < routes_.size(); ++i) {
      for (size_t j = i + 1; j < routes_.size(); ++j) CheckPair(routes_[i], routes_[j]);
    }
    if (!mistakes_.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the API cannot be served: ", absl::StrJoin(mistakes_, "; ")));
    }
    return std::move(routes_);
  }

 private:
  void Mistake(absl::string_view where, absl::string_view what) {
    mistakes_.push_back(absl::StrCat(where, ": ", what));
  }

  void AddMethod(const MethodDescriptor* method) {
    const std::string& name = method->full_name();
    const common::v1::MethodRule& rule = method->options().GetExtension(common::v1::method);
    if (rule.access_size() == 0 || rule.effect() == common::v1::EFFECT_UNSPECIFIED ||
        std::count(rule.access().begin(), rule.access().end(), common::v1::ACCESS_UNSPECIFIED)) {
      Mistake(name, "no access or effect in (deputies.common.v1.method)");
      return;
    }
    const bool internal =
        std::count(rule.access().begin(), rule.access().end(), common::v1::INTERNAL) > 0;
    const bool routed = method->options().HasExtension(google::api::http);
    if (internal != !routed) {
      Mistake(name, internal ? "INTERNAL with a route" : "no route, and not INTERNAL");
      return;
    }
    if (internal) return;
    if (method->client_streaming()) {
      Mistake(name, "a stream of requests has no HTTP form");
      return;
    }
    if (method->server_streaming() &&
        (CursorOf(method->input_type()) == nullptr || CursorOf(method->output_type()) == nullptr)) {
      Mistake(name, "a stream wants a string `cursor` in request and response");
      return;
    }
    CheckRequestType(name, method->input_type());
    if (!IsHttpBody(method->output_type())) CheckType(name, method->output_type(), {});
    const google::api::HttpRule& http = method->options().GetExtension(google::api::http);
    AddBinding(method, rule, http);
    for (const google::api::HttpRule& more : http.additional_bindings()) {
      AddBinding(method, rule, more);
    }
  }

  // As CheckType, but an HttpBody may be the request or one of its fields; BindBody wants to see it
  // in its place.
  void CheckRequestType(const std::string& where, const Descriptor* type) {
    if (IsHttpBody(type)) return;
    bool raw = false;
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* const field = type->field(i);
      if (!IsHttpBody(field->message_type()) || field->is_repeated()) continue;
      raw = true;
      raw_fields_.insert(field);
    }
    if (!raw) {
      CheckType(where, type, {});
      return;
    }
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* const field = type->field(i);
      if (raw_fields_.count(field) == 0 && field->message_type() != nullptr) {
        CheckType(where, field->message_type(), {type});
      }
    }
  }

  void CheckType(const std::string& where, const Descriptor* type,
                 std::vector<const Descriptor*> above) {
    if (IsDynamicType(type)) {
      Mistake(where, absl::StrCat(type->full_name(), " has no place in the public API"));
      return;
    }
    if (std::count(above.begin(), above.end(), type) > 0) {
      Mistake(where, absl::StrCat(type->full_name(), " holds itself"));
      return;
    }
    above.push_back(type);
    for (int i = 0; i < type->field_count(); ++i) {
      if (type->field(i)->type() == FieldDescriptor::TYPE_GROUP) {
        Mistake(where, absl::StrCat(type->field(i)->full_name(), " is a group"));
      }
      if (type->field(i)->message_type() != nullptr) {
        CheckType(where, type->field(i)->message_type(), above);
      }
    }
  }

  void AddBinding(const MethodDescriptor* method, const common::v1::MethodRule& rule,
                  const google::api::HttpRule& http) {
    const std::string& name = method->full_name();
    Route route;
    route.method = method;
    route.rule = rule;
    std::string text;
    switch (http.pattern_case()) {
      case google::api::HttpRule::kGet:
        route.http_method = "GET";
        text = http.get();
        break;
      case google::api::HttpRule::kPost:
        route.http_method = "POST";
        text = http.post();
        break;
      case google::api::HttpRule::kPut:
        route.http_method = "PUT";
        text = http.put();
        break;
      case google::api::HttpRule::kDelete:
        route.http_method = "DELETE";
        text = http.delete_();
        break;
      case google::api::HttpRule::kPatch:
        Mistake(name, "PATCH cannot be sent by WeChat clients: use PUT or a custom verb");
        return;
      default:
        Mistake(name, "no get, post, put or delete");
        return;
    }
    route.raw_response = IsHttpBody(method->output_type());
    if (method->server_streaming()) {
      if (route.http_method != "GET") Mistake(name, "a stream is asked for by GET");
      route.request_cursor = CursorOf(method->input_type());
      route.response_cursor = CursorOf(method->output_type());
    }
    if (!http.response_body().empty()) Mistake(name, "response_body is not supported");
    absl::StatusOr<PathTemplate> path = ParsePathTemplate(text);
    if (!path.ok()) {
      Mistake(name, path.status().message());
      return;
    }
    route.path = *std::move(path);
    if (route.path.segments.empty() ||
        route.path.segments.front().kind != PathTemplate::Kind::kLiteral) {
      Mistake(name, "the first segment of a route is a fixed word");
      return;
    }
    if (!BindVariables(&route) || !BindBody(http.body(), &route)) return;
    for (const FieldDescriptor* field : raw_fields_) {
      if (field->containing_type() == method->input_type() && field != route.body_field) {
        Mistake(name, absl::StrCat(field->name(), " is an HttpBody, but not the body"));
        return;
      }
    }
    routes_.push_back(std::move(route));
  }

  bool BindVariables(Route* route) {
    const std::string& name = route->method->full_name();
    for (const PathTemplate::Variable& variable : route->path.variables) {
      PathBinding binding;
      binding.begin = variable.begin;
      binding.end = variable.end;
      const Descriptor* type = route->method->input_type();
      for (size_t i = 0; i < variable.field_path.size(); ++i) {
        const FieldDescriptor* field =
            type == nullptr ? nullptr : type->FindFieldByName(variable.field_path[i]);
        if (field == nullptr || field->is_repeated()) {
          Mistake(name, absl::StrCat("path variable ", absl::StrJoin(variable.field_path, "."),
                                     " names no single field of the request"));
          return false;
        }
        binding.field_path.push_back(field);
        type = field->message_type();
      }
      if (type != nullptr) {
        Mistake(name, absl::StrCat("path variable ", absl::StrJoin(variable.field_path, "."),
                                   " is a message"));
        return false;
      }
      for (const PathBinding& other : route->bindings) {
        if (other.field_path == binding.field_path) {
          Mistake(name, absl::StrCat("path variable ", absl::StrJoin(variable.field_path, "."),
                                     " stands twice"));
          return false;
        }
      }
      route->bindings.push_back(std::move(binding));
    }
    return true;
  }

  bool BindBody(const std::string& body, Route* route) {
    const std::string& name = route->method->full_name();
    if (body.empty()) return true;
    if (route->http_method == "GET" || route->http_method == "DELETE") {
      Mistake(name, absl::StrCat(route->http_method, " with a body"));
      return false;
    }
    if (body == "*") {
      route->body = Route::Body::kWhole;
      route->raw_body = IsHttpBody(route->method->input_type());
      return true;
    }
    route->body = Route::Body::kField;
    route->body_field = route->method->input_type()->FindFieldByName(body);
    if (route->body_field == nullptr) {
      Mistake(name, absl::StrCat("body field ", body, " does not exist"));
      return false;
    }
    if (route->body_field->is_repeated() || route->body_field->message_type() == nullptr) {
      Mistake(name, absl::StrCat("body field ", body, " is not a single message"));
      return false;
    }
    route->raw_body = IsHttpBody(route->body_field->message_type());
    return true;
  }

  void CheckPair(const Route& a, const Route& b) {
    if (a.http_method != b.http_method || !Intersect(a.path, b.path)) return;
    // A literal before a variable is a rule that people read the same way: "/homes/mine" and
    // "/homes/{home_id}".
    if (MoreSpecific(a.path, b.path) || MoreSpecific(b.path, a.path)) return;
    Mistake(a.method->full_name(),
            absl::StrCat("route ", a.http_method, " ", a.path.text, " overlaps with ", b.path.text,
                         " of ", b.method->full_name()));
  }

  const google::protobuf::DescriptorPool& pool_;
  std::vector<Route> routes_;
  std::set<const FieldDescriptor*> raw_fields_;
  std::vector<std::string> mistakes_;
};

}  // namespace

bool Route::IsPublic() const {
  return std::count(rule.access().begin(), rule.access().end(), common::v1::PUBLIC) > 0;
}

absl::StatusOr<std::vector<Route>> CompileRoutes(const google::protobuf::DescriptorPool& pool,
                                                 const std::set<std::string>& services) {
  Compiler compiler(pool);
  for (const std::string& name : services) compiler.AddService(name);
  return compiler.Finish();
}

}  // namespace deputies::gateway
