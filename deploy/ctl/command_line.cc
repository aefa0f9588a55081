#include "deploy/ctl/command_line.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace deputies::ctl {

absl::StatusOr<CommandLine> CommandLine::Parse(const std::vector<std::string>& arguments,
                                               const std::vector<std::string>& options) {
  CommandLine line;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!absl::StartsWith(argument, "--")) {
      line.words_.push_back(argument);
      continue;
    }
    const size_t equals = argument.find('=');
    const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    if (std::find(options.begin(), options.end(), name) == options.end()) {
      return absl::InvalidArgumentError(absl::StrCat("unknown option --", name));
    }
    std::string value;
    if (equals != std::string::npos) {
      value = argument.substr(equals + 1);
    } else if (i + 1 < arguments.size()) {
      value = arguments[++i];
    } else {
      return absl::InvalidArgumentError(absl::StrCat("--", name, " needs a value"));
    }
    if (!line.values_.emplace(name, value).second) {
      return absl::InvalidArgumentError(absl::StrCat("--", name, " is given twice"));
    }
  }
  return line;
}

std::string CommandLine::Get(absl::string_view option) const {
  const auto it = values_.find(option);
  return it == values_.end() ? "" : it->second;
}

absl::StatusOr<std::string> CommandLine::Require(absl::string_view option) const {
  std::string value = Get(option);
  if (value.empty()) return absl::InvalidArgumentError(absl::StrCat("--", option, " is missing"));
  return value;
}

absl::StatusOr<int64_t> CommandLine::Number(absl::string_view option, int64_t least, int64_t most,
                                            int64_t fallback) const {
  const auto it = values_.find(option);
  if (it == values_.end()) return fallback;
  int64_t number = 0;
  if (!absl::SimpleAtoi(it->second, &number) || number < least || number > most) {
    return absl::InvalidArgumentError(
        absl::StrCat("--", option, " is a whole number from ", least, " to ", most));
  }
  return number;
}

}  // namespace deputies::ctl
