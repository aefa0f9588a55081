// The real WeChat sandbox (tests/wechat_sandbox), started for a test program.
#ifndef SERVICES_WECHAT_TESTING_SANDBOX_PROCESS_H_
#define SERVICES_WECHAT_TESTING_SANDBOX_PROCESS_H_

#include <sys/types.h>

#include <string>

#include "absl/strings/string_view.h"
#include "services/wechat/api/http_client.h"

namespace deputies::wechat {

class SandboxProcess {
 public:
  static constexpr char kAppId[] = "wx0123456789abcdef";
  static constexpr char kAppSecret[] = "sandbox-secret-of-the-tests";

  // Starts it on a free port; dies when it does not come up.
  SandboxProcess();
  ~SandboxProcess();
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

  const std::string& base_url() const { return base_url_; }

  // Switches a fault of `endpoint` on. `fault` is JSON: an errcode, or a name in quotes
  // (see endpoints/admin.py). `times` 0 means until ClearFaults.
  void AddFault(absl::string_view fault, int times = 0, double seconds = 30,
                absl::string_view endpoint = "/sns/jscode2session");
  void ClearFaults();
  // How often an endpoint was called.
  int Calls(absl::string_view endpoint);
  int LoginCalls() { return Calls("/sns/jscode2session"); }

 private:
  std::string Admin(absl::string_view method, absl::string_view path, absl::string_view body);

  pid_t pid_ = 0;
  int port_ = 0;
  std::string base_url_;
  std::string secret_path_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_TESTING_SANDBOX_PROCESS_H_
