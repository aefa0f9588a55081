// Values written as text, in paths, query strings and JSON strings: checked and put on the wire.
#ifndef GATEWAY_TRANSCODE_SCALAR_TEXT_H_
#define GATEWAY_TRANSCODE_SCALAR_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace deputies::gateway {

// Appends `field` (tag and one value; for a repeated field one entry) with the value that `text`
// stands for, or nothing to a null `wire`. Integers in decimal without leading zeros, booleans
// "true" and "false", enums by name, bytes in base64, floating point finite, Timestamps by RFC
// 3339. Answers what is wrong, in Chinese; empty when nothing is.
std::string AppendScalarText(const google::protobuf::FieldDescriptor& field, absl::string_view text,
                             std::string* wire);

// Whether AppendScalarText takes the field's type.
bool HasScalarText(const google::protobuf::FieldDescriptor& field);

// Appends `content` as a length-delimited field.
void AppendLengthDelimited(int field_number, absl::string_view content, std::string* wire);

// Wraps `content`, the bytes of the last field of `path`, into the messages that lead to it.
void AppendNested(const std::vector<const google::protobuf::FieldDescriptor*>& path,
                  std::string content, std::string* wire);

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_SCALAR_TEXT_H_
