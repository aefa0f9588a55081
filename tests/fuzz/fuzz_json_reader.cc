// Request bodies: whatever is taken must be the bytes of a message, and must survive being written
// and read again.
#include <cstdlib>
#include <string>

#include "gateway/transcode/table/json_reader.h"
#include "gateway/transcode/table/json_writer.h"
#include "gateway/transcode/table/transcode_test.pb.h"

namespace table = deputies::gateway::table;
using deputies::gateway::testing::Everything;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
  static auto* const tables = new table::MessageTables;
  static const table::MessageTable& everything = **tables->Compile(Everything::descriptor());
  const absl::string_view body(reinterpret_cast<const char*>(data), size);
  std::string wire = "kept";
  table::JsonError error;
  if (!table::ReadJson(everything, body, {}, &wire, &error)) {
    if (wire != "kept" || error.kind == table::JsonError::Kind::kNone) std::abort();
    return 0;
  }
  wire.erase(0, 4);
  Everything message;
  if (!message.ParseFromString(wire)) std::abort();
  std::string json;
  if (!table::WriteJson(everything, wire, &json)) std::abort();
  std::string again;
  // Zero values are written: the text may have grown past the bound on tokens.
  if (!table::ReadJson(everything, json, {}, &again, &error)) {
    if (error.kind != table::JsonError::Kind::kSyntax) std::abort();
    return 0;
  }
  std::string json_again;
  if (!table::WriteJson(everything, again, &json_again) || json_again != json) std::abort();
  return 0;
}
