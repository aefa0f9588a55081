// The path templates of google.api.http: "/v1/homes/{home_id}/messages/{message_id}:answer".
#ifndef GATEWAY_ROUTING_PATH_TEMPLATE_H_
#define GATEWAY_ROUTING_PATH_TEMPLATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::gateway {

struct PathTemplate {
  enum class Kind { kLiteral, kOne /* "*" */, kRest /* "**", last only */ };
  struct Segment {
    Kind kind = Kind::kLiteral;
    std::string literal;
  };
  // Binds the segments [begin, end) to a field; `end` is -1 when they run to the path's end.
  struct Variable {
    std::vector<std::string> field_path;  // proto names
    int begin = 0;
    int end = 0;
  };

  std::vector<Segment> segments;
  std::vector<Variable> variables;
  // Empty for none.
  std::string verb;
  // As written.
  std::string text;
};

// INVALID_ARGUMENT says what is wrong, and where.
absl::StatusOr<PathTemplate> ParsePathTemplate(absl::string_view text);

// Whether some path matches both.
bool Intersect(const PathTemplate& a, const PathTemplate& b);
// Whether every path of `a` is one of `b`, and not the other way round.
bool MoreSpecific(const PathTemplate& a, const PathTemplate& b);

}  // namespace deputies::gateway

#endif  // GATEWAY_ROUTING_PATH_TEMPLATE_H_
