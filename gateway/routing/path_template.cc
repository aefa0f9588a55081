#include "gateway/routing/path_template.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace deputies::gateway {
namespace {

bool IsLiteral(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
  });
}

bool IsFieldName(absl::string_view text) {
  return !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

// Recursive descent over the grammar in google/api/http.proto.
class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) { result_.text = std::string(text); }

  absl::StatusOr<PathTemplate> Parse() {
    if (!Eat('/')) return Error("must start with '/'");
    absl::Status status = Segments(/*in_variable=*/false);
    if (!status.ok()) return status;
    if (Eat(':')) {
      result_.verb = std::string(text_.substr(at_));
      if (!IsLiteral(result_.verb)) return Error("bad verb");
      at_ = text_.size();
    }
    if (at_ != text_.size()) return Error("unexpected character");
    for (size_t i = 0; i + 1 < result_.segments.size(); ++i) {
      if (result_.segments[i].kind == PathTemplate::Kind::kRest) {
        return Error("\"**\" must come last");
      }
    }
    return std::move(result_);
  }

 private:
  bool Eat(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("path template \"", text_, "\", character ", at_ + 1, ": ", what));
  }

  absl::Status Segments(bool in_variable) {
    do {
      if (!in_variable && at_ < text_.size() && text_[at_] == '{') {
        absl::Status status = Variable();
        if (!status.ok()) return status;
      } else {
        const size_t end = std::min(text_.find_first_of("/:{}=", at_), text_.size());
        const absl::string_view segment = text_.substr(at_, end - at_);
        if (segment == "**") {
          result_.segments.push_back({PathTemplate::Kind::kRest, ""});
        } else if (segment == "*") {
          result_.segments.push_back({PathTemplate::Kind::kOne, ""});
        } else if (IsLiteral(segment)) {
          result_.segments.push_back({PathTemplate::Kind::kLiteral, std::string(segment)});
        } else {
          return Error("bad segment");
        }
        at_ = end;
      }
    } while (Eat('/'));
    return absl::OkStatus();
  }

  absl::Status Variable() {
    Eat('{');
    const size_t end = std::min(text_.find_first_of("=}", at_), text_.size());
    PathTemplate::Variable variable;
    variable.field_path = absl::StrSplit(text_.substr(at_, end - at_), '.');
    for (const std::string& name : variable.field_path) {
      if (!IsFieldName(name)) return Error("bad field path");
    }
    at_ = end;
    variable.begin = static_cast<int>(result_.segments.size());
    if (Eat('=')) {
      absl::Status status = Segments(/*in_variable=*/true);
      if (!status.ok()) return status;
    } else {
      result_.segments.push_back({PathTemplate::Kind::kOne, ""});
    }
    if (!Eat('}')) return Error("want '}'");
    variable.end = result_.segments.back().kind == PathTemplate::Kind::kRest
                       ? -1
                       : static_cast<int>(result_.segments.size());
    result_.variables.push_back(std::move(variable));
    return absl::OkStatus();
  }

  const absl::string_view text_;
  size_t at_ = 0;
  PathTemplate result_;
};

using Kind = PathTemplate::Kind;

bool IntersectFrom(const PathTemplate& a, const PathTemplate& b, size_t at) {
  const bool a_ends = at == a.segments.size();
  const bool b_ends = at == b.segments.size();
  if (a_ends || b_ends) {
    if (a_ends && b_ends) return true;
    return (a_ends ? b : a).segments[at].kind == Kind::kRest;
  }
  const PathTemplate::Segment& x = a.segments[at];
  const PathTemplate::Segment& y = b.segments[at];
  if (x.kind == Kind::kRest || y.kind == Kind::kRest) return true;
  if (x.kind == Kind::kLiteral && y.kind == Kind::kLiteral && x.literal != y.literal) return false;
  return IntersectFrom(a, b, at + 1);
}

// Every path of `a` is one of `b`.
bool Within(const PathTemplate& a, const PathTemplate& b) {
  for (size_t at = 0;; ++at) {
    if (at == b.segments.size()) return at == a.segments.size();
    if (b.segments[at].kind == Kind::kRest) return true;
    if (at == a.segments.size() || a.segments[at].kind == Kind::kRest) return false;
    if (b.segments[at].kind == Kind::kLiteral &&
        (a.segments[at].kind != Kind::kLiteral ||
         a.segments[at].literal != b.segments[at].literal)) {
      return false;
    }
  }
}

}  // namespace

absl::StatusOr<PathTemplate> ParsePathTemplate(absl::string_view text) {
  return Parser(text).Parse();
}

bool Intersect(const PathTemplate& a, const PathTemplate& b) {
  return a.verb == b.verb && IntersectFrom(a, b, 0);
}

bool MoreSpecific(const PathTemplate& a, const PathTemplate& b) {
  return a.verb == b.verb && Within(a, b) && !Within(b, a);
}

}  // namespace deputies::gateway
