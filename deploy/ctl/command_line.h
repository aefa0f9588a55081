// Arguments of one command: `--name=value` or `--name value`, and plain words.
#ifndef DEPLOY_CTL_COMMAND_LINE_H_
#define DEPLOY_CTL_COMMAND_LINE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::ctl {

class CommandLine {
 public:
  // INVALID_ARGUMENT for an option that `options` does not name, one given twice, and one without a
  // value.
  static absl::StatusOr<CommandLine> Parse(const std::vector<std::string>& arguments,
                                           const std::vector<std::string>& options);

  // The option's value; empty when it was not given.
  std::string Get(absl::string_view option) const;
  // INVALID_ARGUMENT when it was not given or is empty.
  absl::StatusOr<std::string> Require(absl::string_view option) const;
  // The option as a number from `least` to `most`; `fallback` when it was not given.
  absl::StatusOr<int64_t> Number(absl::string_view option, int64_t least, int64_t most,
                                 int64_t fallback) const;
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::vector<std::string> words_;
};

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_COMMAND_LINE_H_
