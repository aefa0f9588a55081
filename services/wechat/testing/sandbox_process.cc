#include "services/wechat/testing/sandbox_process.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace deputies::wechat {
namespace {

[[noreturn]] void Die(absl::string_view what) {
  std::fprintf(stderr, "wechat sandbox: %s\n", std::string(what).c_str());
  std::abort();
}

size_t Append(char* data, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(data, size * count);
  return size * count;
}

}  // namespace

SandboxProcess::SandboxProcess() {
  char path[] = "/tmp/wechat_sandbox_XXXXXX";
  const int secret = mkstemp(path);
  if (secret < 0 || write(secret, kAppSecret, sizeof(kAppSecret) - 1) < 0) Die("no secret file");
  close(secret);
  secret_path_ = path;

  int out[2];
  if (pipe(out) != 0) Die("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
    dup2(out[1], STDOUT_FILENO);
    close(out[0]);
    close(out[1]);
    execl("/usr/bin/python3", "python3", DEPUTIES_SOURCE_DIR "/tests/wechat_sandbox/sandbox.py",
          "--port", "0", "--app-id", kAppId, "--app-secret-file", path, nullptr);
    _exit(127);
  }
  close(out[1]);
  std::string line;
  char c = 0;
  while (read(out[0], &c, 1) == 1 && c != '\n') line.push_back(c);
  close(out[0]);
  absl::string_view rest = line;
  const size_t colon = rest.rfind(':');
  if (!absl::StrContains(rest, "ready") || !absl::SimpleAtoi(rest.substr(colon + 1), &port_)) {
    Die(absl::StrCat("not ready: ", line));
  }
  base_url_ = absl::StrCat("http://127.0.0.1:", port_);
}

SandboxProcess::~SandboxProcess() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
  unlink(secret_path_.c_str());
}

void SandboxProcess::AddFault(absl::string_view fault, int times, double seconds,
                              absl::string_view endpoint) {
  std::string body =
      absl::StrCat("{\"endpoint\":\"", endpoint, "\",\"fault\":", fault, ",\"seconds\":", seconds);
  if (times > 0) absl::StrAppend(&body, ",\"times\":", times);
  body.push_back('}');
  Admin("POST", "/sandbox/faults", body);
}

void SandboxProcess::ClearFaults() { Admin("DELETE", "/sandbox/faults", ""); }

int SandboxProcess::Calls(absl::string_view endpoint) {
  const std::string stats = Admin("GET", "/sandbox/stats", "");
  const std::string key = absl::StrCat("\"", endpoint, "\":");
  const size_t at = stats.find(key);
  if (at == std::string::npos || at > stats.find("faultyCalls")) return 0;
  int calls = 0;
  const absl::string_view rest = absl::string_view(stats).substr(at + key.size());
  if (!absl::SimpleAtoi(rest.substr(0, rest.find_first_of(",}")), &calls)) Die(stats);
  return calls;
}

std::string SandboxProcess::Admin(absl::string_view method, absl::string_view path,
                                  absl::string_view body) {
  CURL* handle = curl_easy_init();
  const std::string url = absl::StrCat(base_url_, path);
  const std::string verb(method);
  const std::string content(body);
  std::string reply;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, verb.c_str());
  if (!content.empty()) curl_easy_setopt(handle, CURLOPT_POSTFIELDS, content.c_str());
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 5000L);
  curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &reply);
  const CURLcode code = curl_easy_perform(handle);
  curl_easy_cleanup(handle);
  if (code != CURLE_OK) Die(curl_easy_strerror(code));
  return reply;
}

}  // namespace deputies::wechat
