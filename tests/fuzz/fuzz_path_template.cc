// Templates of google.api.http: ours alone, but a mistake in one must be told, not crash the start.
#include <cstdlib>

#include "gateway/routing/path_template.h"

using deputies::gateway::Intersect;
using deputies::gateway::MoreSpecific;
using deputies::gateway::ParsePathTemplate;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  // Two templates, one a line.
  const size_t line = text.find('\n');
  const auto a = ParsePathTemplate(text.substr(0, line));
  if (!a.ok()) return 0;
  if (!Intersect(*a, *a) || MoreSpecific(*a, *a)) std::abort();
  if (line == absl::string_view::npos) return 0;
  const auto b = ParsePathTemplate(text.substr(line + 1));
  if (!b.ok()) return 0;
  if (Intersect(*a, *b) != Intersect(*b, *a)) std::abort();
  if (MoreSpecific(*a, *b) && MoreSpecific(*b, *a)) std::abort();
  return 0;
}
