// Answers of services: whatever is written must be JSON, whatever the bytes were.
#include <cstdlib>
#include <string>

#include "gateway/transcode/table/json_writer.h"
#include "gateway/transcode/table/transcode_test.pb.h"
#include "simdjson.h"

namespace table = deputies::gateway::table;
using deputies::gateway::testing::Everything;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
  static auto* const tables = new table::MessageTables;
  static const table::MessageTable& everything = **tables->Compile(Everything::descriptor());
  static auto* const parser = new simdjson::dom::parser;
  std::string json;
  if (!table::WriteJson(everything, {reinterpret_cast<const char*>(data), size}, &json)) return 0;
  if (parser->parse(json).error() != simdjson::SUCCESS) std::abort();
  return 0;
}
