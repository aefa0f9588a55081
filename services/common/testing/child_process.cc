#include "services/common/testing/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace deputies::testing {
namespace {

namespace fs = std::filesystem;

// Room for the names of sockets below the limit of 107 bytes.
constexpr size_t kLongestDirectory = 80;

// Directories made by this program, removed when it ends in good order.
class OwnDirectories {
 public:
  void Add(const std::string& path) {
    std::lock_guard<std::mutex> lock(mutex_);
    paths_.push_back(path);
  }
  ~OwnDirectories() {
    for (const std::string& path : paths_) RemoveDirectory(path);
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> paths_;
};

// Removes what crashed programs left: folders are called "<pid>-<number>-<name>".
void RemoveLeftovers(const std::string& root) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(root, error)) {
    const std::vector<std::string> parts =
        absl::StrSplit(entry.path().filename().string(), absl::MaxSplits('-', 1));
    int pid = 0;
    if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &pid) || pid <= 0) continue;
    if (kill(pid, 0) != 0 && errno == ESRCH) RemoveDirectory(entry.path());
  }
}

// Runs in the child between fork and exec: only what is safe there.
[[noreturn]] void ExecChild(pid_t parent, int log, char* const* arguments) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  close_range(3, ~0U, 0);  // sockets of the test must not stay open in the child
  execv(arguments[0], arguments);
  _exit(127);
}

}  // namespace

void Die(const std::string& reason) {
  std::cerr << "test set-up failed: " << reason << std::endl;
  std::_Exit(2);
}

void RemoveDirectory(const std::string& path) {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

std::string SharedTempDirectory() {
  const char* base = std::getenv("TMPDIR");
  const std::string root =
      absl::StrCat(base == nullptr || *base == '\0' ? "/tmp" : base, "/deputies-tests-", getuid());
  std::error_code error;
  fs::create_directories(root, error);
  if (error) Die(absl::StrCat("cannot make ", root, ": ", error.message()));
  return root;
}

std::string MakeTempDirectory(const std::string& name) {
  static const bool swept = [] {
    RemoveLeftovers(SharedTempDirectory());
    return true;
  }();
  static OwnDirectories own;
  static std::atomic<int> count{0};
  (void)swept;
  const std::string path = absl::StrCat(SharedTempDirectory(), "/", getpid(), "-", ++count, name);
  if (path.size() > kLongestDirectory) {
    Die(absl::StrCat(path, " is too long for sockets; set TMPDIR to a shorter path"));
  }
  std::error_code error;
  fs::create_directories(path, error);
  if (error) Die(absl::StrCat("cannot make ", path, ": ", error.message()));
  own.Add(path);
  return path;
}

struct ChildProcess::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  pid_t pid = 0;  // 0: not forked yet, -1: fork failed
  bool gone = false;
};

ChildProcess::ChildProcess(std::vector<std::string> arguments, std::string log_file)
    : log_file_(std::move(log_file)), shared_(new Shared) {
  keeper_ = std::thread([shared = shared_, arguments = std::move(arguments), log_file = log_file_] {
    std::vector<char*> pointers;
    for (const std::string& argument : arguments) {
      pointers.push_back(const_cast<char*>(argument.c_str()));
    }
    pointers.push_back(nullptr);
    const int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) ExecChild(parent, log, pointers.data());
    close(log);
    {
      std::lock_guard<std::mutex> lock(shared->mutex);
      shared->pid = pid;
    }
    shared->changed.notify_all();
    if (pid > 0) {
      // Without reaping it, so that the pid stays ours until nobody signals it any more.
      siginfo_t info;
      while (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) != 0 &&
             errno == EINTR) {
      }
      std::lock_guard<std::mutex> lock(shared->mutex);
      waitpid(pid, nullptr, 0);
      shared->gone = true;
    }
    shared->changed.notify_all();
  });
  std::unique_lock<std::mutex> lock(shared_->mutex);
  shared_->changed.wait(lock, [this] { return shared_->pid != 0; });
  pid_ = shared_->pid;
  if (pid_ < 0) Die("fork failed");
}

ChildProcess::~ChildProcess() {
  Kill();
  delete shared_;
}

bool ChildProcess::Running() const {
  std::lock_guard<std::mutex> lock(shared_->mutex);
  return !shared_->gone;
}

void ChildProcess::Signal(int signal) {
  std::lock_guard<std::mutex> lock(shared_->mutex);
  if (!shared_->gone) kill(pid_, signal);
}

void ChildProcess::Kill() {
  Signal(SIGKILL);
  if (keeper_.joinable()) keeper_.join();
}

std::string ChildProcess::LogTail() const {
  std::ifstream stream(log_file_);
  std::stringstream text;
  text << stream.rdbuf();
  const std::string all = text.str();
  return all.size() > 2000 ? all.substr(all.size() - 2000) : all;
}

}  // namespace deputies::testing
