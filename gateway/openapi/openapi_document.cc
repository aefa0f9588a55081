#include "gateway/openapi/openapi_document.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "deputies/common/v1/errors.pb.h"
#include "gateway/http/api_error.h"
#include "gateway/openapi/json_writer.h"
#include "gateway/openapi/proto_comments.h"
#include "gateway/openapi/schema_writer.h"
#include "gateway/transcode/query_fields.h"
#include "services/common/base/status_macros.h"

namespace deputies::gateway {
namespace {

// "/v1/homes/{homeId}/messages/{messageId}:answer"
std::string PathOf(const Route& route) {
  std::string path;
  size_t next_binding = 0;
  for (size_t i = 0; i < route.path.segments.size(); ++i) {
    const PathTemplate::Segment& segment = route.path.segments[i];
    // A variable over several segments shows as its literals with the name at its wildcard.
    while (next_binding + 1 < route.bindings.size() && route.bindings[next_binding].end >= 0 &&
           static_cast<size_t>(route.bindings[next_binding].end) <= i) {
      ++next_binding;
    }
    if (segment.kind == PathTemplate::Kind::kLiteral) {
      absl::StrAppend(&path, "/", segment.literal);
    } else {
      absl::StrAppend(&path, "/{",
                      next_binding < route.bindings.size()
                          ? JsonPath(route.bindings[next_binding].field_path)
                          : "segment",
                      "}");
    }
  }
  if (!route.path.verb.empty()) absl::StrAppend(&path, ":", route.path.verb);
  return path;
}

class DocumentWriter {
 public:
  DocumentWriter(const ProtoComments& comments, const v1::ApiOwner& owner)
      : comments_(comments), owner_(owner), schemas_(comments, &writer_) {}

  std::string Write(const std::vector<Route>& routes) {
    writer_.Open('{').Member("openapi", "3.1.0").Key("info").Open('{');
    writer_.Member("title", "网上代表之家").Member("version", "1");
    writer_.Member("description",
                   "选民留言、代表答复和群众评价。除照片、推送和事件流外，所有内容为 JSON；64 "
                   "位整数写成字符串；时间为 RFC 3339。");
    writer_.Key("contact").Open('{').Member("name", owner_.name()).Member("url", owner_.url());
    writer_.Member("email", owner_.email()).Close('}');
    writer_.Key("license").Open('{').Member("name", owner_.license_name());
    writer_.Member("url", owner_.license_url()).Close('}');
    writer_.Close('}').Key("servers").Open('[').Open('{').Member("url", "/").Close('}').Close(']');
    WriteTags(routes);
    WritePaths(routes);
    writer_.Key("components").Open('{').Key("schemas").Open('{');
    schemas_.Definitions();
    WriteErrorSchema();
    writer_.Close('}');
    WriteResponses();
    WriteIdempotencyKey();
    writer_.Key("securitySchemes").Open('{').Key("session").Open('{');
    writer_.Member("type", "http").Member("scheme", "bearer");
    writer_.Member("description", "登录时得到的 sessionToken");
    writer_.Close('}').Close('}').Close('}').Close('}');
    return writer_.Take();
  }

 private:
  void WriteTags(const std::vector<Route>& routes) {
    writer_.Key("tags").Open('[');
    std::map<std::string, std::string> services;
    for (const Route& route : routes) {
      const auto* const service = route.method->service();
      services.emplace(service->name(), service->full_name());
    }
    for (const auto& [name, full_name] : services) {
      writer_.Open('{').Member("name", name);
      const std::string description = comments_.OfService(full_name);
      if (!description.empty()) writer_.Member("description", description);
      writer_.Close('}');
    }
    writer_.Close(']');
  }

  void WritePaths(const std::vector<Route>& routes) {
    std::map<std::string, std::vector<const Route*>> by_path;
    for (const Route& route : routes) by_path[PathOf(route)].push_back(&route);
    writer_.Key("paths").Open('{');
    for (const auto& [path, here] : by_path) {
      writer_.Key(path).Open('{');
      for (const Route* route : here) {
        writer_.Key(absl::AsciiStrToLower(route->http_method));
        WriteOperation(*route);
      }
      writer_.Close('}');
    }
    writer_.Close('}');
  }

  void WriteOperation(const Route& route) {
    const auto& method = *route.method;
    std::string id = absl::StrCat(method.service()->name(), "_", method.name());
    const int repeated = operations_[id]++;
    if (repeated > 0) absl::StrAppend(&id, "_", repeated + 1);
    writer_.Open('{').Member("operationId", id);
    writer_.Key("tags").Open('[').String(method.service()->name()).Close(']');
    const std::string comment = comments_.OfMethod(method.full_name());
    writer_.Member("summary", comment.empty() || absl::StartsWith(comment, "Errors:")
                                  ? method.name()
                                  : comment.substr(0, comment.find(". ")));
    if (!comment.empty()) writer_.Member("description", comment);
    WriteParameters(route);
    WriteBody(route);
    WriteAnswers(route);
    WriteAccess(route);
    writer_.Close('}');
  }

  void WriteParameters(const Route& route) {
    writer_.Key("parameters").Open('[');
    for (const PathBinding& binding : route.bindings) {
      WriteParameter(JsonPath(binding.field_path), "path", *binding.field_path.back());
    }
    const QueryFields query(route);
    for (const auto& [name, path] : query.fields()) {
      WriteParameter(name, "query", *path.back());
    }
    if (route.rule.effect() == common::v1::WRITE &&
        route.method->input_type()->FindFieldByName("request_id") != nullptr) {
      writer_.Reference("#/components/parameters/IdempotencyKey");
    }
    writer_.Close(']');
  }

  void WriteParameter(const std::string& name, absl::string_view where,
                      const google::protobuf::FieldDescriptor& field) {
    writer_.Open('{').Member("name", name).Member("in", where);
    writer_.Member("description", MeaningOf(field));
    const bool required =
        where == "path" || field.options().GetExtension(common::v1::field).required();
    writer_.Key("required").Bool(required);
    writer_.Key("schema");
    schemas_.Field(field);
    writer_.Close('}');
  }

  // The comment of its proto; ids and pages, whose names say all, have none.
  std::string MeaningOf(const google::protobuf::FieldDescriptor& field) const {
    const std::string comment = comments_.OfField(field.full_name());
    if (!comment.empty()) return comment;
    if (field.name() == "page_token") {
      return "Where the page begins: `nextPageToken` of the one before; empty for the first.";
    }
    std::string words = absl::StrReplaceAll(field.name(), {{"_", " "}});
    if (absl::EndsWith(words, " id")) {
      return absl::StrCat("Which ", absl::StripSuffix(words, " id"), ".");
    }
    words[0] = absl::ascii_toupper(static_cast<unsigned char>(words[0]));
    return absl::StrCat(words, ".");
  }

  void WriteBody(const Route& route) {
    if (route.body == Route::Body::kNone) return;
    writer_.Key("requestBody").Open('{').Key("required").Bool(true).Key("content").Open('{');
    if (route.raw_body) {
      WriteRawTypes(route.rule.raw().request_types());
      writer_.Close('}').Close('}');
      return;
    }
    writer_.Key("application/json").Open('{').Key("schema");
    if (route.body == Route::Body::kField) {
      schemas_.Reference(*route.body_field->message_type());
      writer_.Key("example");
      schemas_.Example(*route.body_field->message_type(), {});
    } else {
      std::vector<const google::protobuf::FieldDescriptor*> in_path;
      for (const PathBinding& binding : route.bindings) {
        if (binding.field_path.size() == 1) in_path.push_back(binding.field_path.front());
      }
      schemas_.Object(*route.method->input_type(), in_path);
      writer_.Key("example");
      schemas_.Example(*route.method->input_type(), in_path);
    }
    writer_.Close('}').Close('}').Close('}');
  }

  // OpenAPI 3.1 knows bytes by the absence of a schema.
  void WriteRawTypes(const google::protobuf::RepeatedPtrField<std::string>& types) {
    if (types.empty()) writer_.Key("*/*").Open('{').Close('}');
    for (const std::string& type : types) writer_.Key(type).Open('{').Close('}');
  }

  void WriteAnswers(const Route& route) {
    writer_.Key("responses").Open('{').Key("200").Open('{').Member("description", "成功");
    writer_.Key("content").Open('{');
    if (route.raw_response) {
      WriteRawTypes(route.rule.raw().response_types());
    } else {
      // Of a stream: what the `data` of each event is.
      writer_.Key(route.streams() ? "text/event-stream" : "application/json")
          .Open('{')
          .Key("schema");
      schemas_.Reference(*route.method->output_type());
      writer_.Close('}');
    }
    writer_.Close('}').Close('}');
    std::vector<std::string> codes = {"400"};
    if (!route.IsPublic()) codes.insert(codes.end(), {"401", "403"});
    if (!route.bindings.empty()) codes.push_back("404");
    if (route.rule.effect() == common::v1::WRITE) codes.push_back("409");
    for (const std::string& code : codes) {
      writer_.Key(code).Reference("#/components/responses/Error");
    }
    writer_.Key("429").Reference("#/components/responses/RateLimited");
    writer_.Key("503").Reference("#/components/responses/Unavailable");
    writer_.Key("504").Reference("#/components/responses/Error");
    writer_.Close('}');
  }

  void WriteAccess(const Route& route) {
    writer_.Key("security").Open('[');
    if (route.IsPublic()) writer_.Open('{').Close('}');
    writer_.Open('{').Key("session").Open('[').Close(']').Close('}').Close(']');
    writer_.Key("x-access").Open('[');
    for (const int access : route.rule.access()) {
      writer_.String(common::v1::Access_Name(static_cast<common::v1::Access>(access)));
    }
    writer_.Close(']').Member("x-rate-class", route.rule.rate_class());
  }

  void WriteIdempotencyKey() {
    writer_.Key("parameters").Open('{').Key("IdempotencyKey").Open('{');
    writer_.Member("name", "Idempotency-Key").Member("in", "header").Key("required").Bool(false);
    writer_.Member("description",
                   "代替请求内容中的 requestId；两处都写时须相同。同一编号重复提交只办一次。");
    writer_.Key("schema").Open('{').Member("type", "string").Member("format", "uuid");
    writer_.Close('}').Close('}').Close('}');
  }

  void WriteErrorSchema() {
    writer_.Key("Error").Open('{').Member("type", "object");
    writer_.Key("required").Open('[').String("error").Close(']');
    writer_.Key("properties").Open('{').Key("error").Open('{').Member("type", "object");
    writer_.Key("required").Open('[');
    for (const absl::string_view name :
         {"code", "status", "reason", "message", "requestId", "details"}) {
      writer_.String(name);
    }
    writer_.Close(']').Key("properties").Open('{');
    writer_.Key("code").Open('{').Member("type", "integer").Member("description", "HTTP 状态码");
    writer_.Close('}').Key("status").Open('{').Member("type", "string");
    writer_.Member("description", "google.rpc.Code").Close('}');
    writer_.Key("reason").Open('{').Member("type", "string").Key("enum").Open('[');
    const auto* const reasons = common::v1::ErrorReason_descriptor();
    for (int i = 1; i < reasons->value_count(); ++i) writer_.String(reasons->value(i)->name());
    writer_.Close(']').Close('}');
    writer_.Key("message").Open('{').Member("type", "string");
    writer_.Member("description", "给人看的说明，可能改动").Close('}');
    writer_.Key("requestId").Open('{').Member("type", "string").Close('}');
    writer_.Key("details").Open('{').Member("type", "array").Key("items").Open('{');
    writer_.Member("type", "object").Key("properties").Open('{');
    writer_.Key("field").Open('{').Member("type", "string").Close('}');
    writer_.Key("description").Open('{').Member("type", "string").Close('}');
    writer_.Close('}').Close('}').Close('}').Close('}').Close('}').Close('}').Close('}');
  }

  void WriteResponses() {
    writer_.Key("responses").Open('{');
    WriteErrorResponse("Error", "出错", {}, *FieldInvalid("homeId", "应是整数"));
    WriteErrorResponse("RateLimited", "操作太频繁",
                       {{"Retry-After", "过这么多秒再试"},
                        {"RateLimit-Limit", "一次最多连续操作的次数"},
                        {"RateLimit-Remaining", "还可以操作的次数"},
                        {"RateLimit-Reset", "过这么多秒后次数全部恢复"}},
                       *RateLimited(3));
    WriteErrorResponse("Unavailable", "服务暂时不可用", {{"Retry-After", "过这么多秒再试"}},
                       *BackendUnavailable());
    writer_.Close('}');
  }

  void WriteErrorResponse(
      absl::string_view name, absl::string_view description,
      const std::vector<std::pair<absl::string_view, absl::string_view>>& headers,
      const ApiError& example) {
    writer_.Key(name).Open('{').Member("description", description);
    if (!headers.empty()) writer_.Key("headers").Open('{');
    for (const auto& [header, meaning] : headers) {
      writer_.Key(header).Open('{').Member("description", meaning);
      writer_.Key("schema").Open('{').Member("type", "integer").Close('}').Close('}');
    }
    if (!headers.empty()) writer_.Close('}');
    writer_.Key("content").Open('{').Key("application/json").Open('{').Key("schema");
    writer_.Reference("#/components/schemas/Error");
    writer_.Key("example").Raw(ErrorResponse(example, "0123456789abcdef0123456789abcdef").body);
    writer_.Close('}').Close('}').Close('}');
  }

  const ProtoComments& comments_;
  const v1::ApiOwner& owner_;
  JsonWriter writer_;
  SchemaWriter schemas_;
  std::map<std::string, int> operations_;
};

}  // namespace

absl::StatusOr<std::string> OpenApiDocument(const std::vector<Route>& routes,
                                            absl::string_view descriptor_set,
                                            const v1::ApiOwner& owner) {
  ProtoComments comments;
  if (!descriptor_set.empty()) RETURN_IF_ERROR(comments.Load(descriptor_set));
  return DocumentWriter(comments, owner).Write(routes);
}

}  // namespace deputies::gateway
