// The commands. Each runs to its end, prints what people should know, and returns the exit code.
#ifndef DEPLOY_CTL_COMMANDS_H_
#define DEPLOY_CTL_COMMANDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "deputies/ctl/v1/config.pb.h"

namespace deputies::ctl {

inline constexpr int kAllGood = 0;
inline constexpr int kSomeRejected = 1;
inline constexpr int kFailed = 2;

// An error means that the command could not be carried out; main prints it and exits with kFailed.
using Arguments = std::vector<std::string>;
absl::StatusOr<int> Migrate(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> CreateAdmin(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> LoadDemo(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> ImportCounty(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> UndoCounty(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> ImportMessages(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> DrawCodes(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> VerifyAudit(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> AnchorAudit(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> ExportLedger(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> VerifyLedger(const v1::CtlConfig& config, const Arguments& arguments);
absl::StatusOr<int> WitnessLedger(const v1::CtlConfig& config, const Arguments& arguments);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_COMMANDS_H_
