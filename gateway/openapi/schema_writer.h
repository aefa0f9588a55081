// JSON Schemas of messages and enums.
#ifndef GATEWAY_OPENAPI_SCHEMA_WRITER_H_
#define GATEWAY_OPENAPI_SCHEMA_WRITER_H_

#include <map>
#include <string>
#include <vector>

#include "gateway/openapi/json_writer.h"
#include "gateway/openapi/proto_comments.h"
#include "google/protobuf/descriptor.h"

namespace deputies::gateway {

class SchemaWriter {
 public:
  SchemaWriter(const ProtoComments& comments, JsonWriter* writer)
      : comments_(comments), writer_(writer) {}

  // Writes the schema of one field's values, with its limits and description.
  void Field(const google::protobuf::FieldDescriptor& field);
  // Writes an object schema, without the fields of `left_out` (those in the path).
  void Object(const google::protobuf::Descriptor& type,
              const std::vector<const google::protobuf::FieldDescriptor*>& left_out);
  // Writes an object that fits Object's schema.
  void Example(const google::protobuf::Descriptor& type,
               const std::vector<const google::protobuf::FieldDescriptor*>& left_out);
  // Writes a reference to the type's schema, which Definitions will write.
  void Reference(const google::protobuf::Descriptor& type);
  // Writes "name": schema for every type that was referred to, and those that they refer to.
  void Definitions();

 private:
  // The value of a field without its repetition.
  void Value(const google::protobuf::FieldDescriptor& field);
  void ExampleValue(const google::protobuf::FieldDescriptor& field);
  void Enum(const google::protobuf::EnumDescriptor& type);
  static std::string NameOf(const std::string& full_name);

  const ProtoComments& comments_;
  JsonWriter* const writer_;
  std::map<std::string, const google::protobuf::Descriptor*> messages_;
  std::map<std::string, const google::protobuf::EnumDescriptor*> enums_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_OPENAPI_SCHEMA_WRITER_H_
