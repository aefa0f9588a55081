#include "services/board/photo/cleaner_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "services/board/domain/errors.h"
#include "services/board/photo/cleaner_answer.h"
#include "services/common/base/error.h"
#include "services/common/log/log.h"

namespace deputies::board {
namespace {

absl::Status Overloaded() {
  return base::MakeError(absl::StatusCode::kUnavailable, "OVERLOADED",
                         "现在上传照片的人太多，请稍后再试");
}

// One run of the program, with its end of a socket pair as standard input and output.
class Run {
 public:
  ~Run() {
    if (fd_ >= 0) ::close(fd_);
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      int status = 0;
      while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
      }
    }
  }

  bool Start(const std::string& program) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
    fd_ = ends[0];
    ::fcntl(fd_, F_SETFL, O_NONBLOCK);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    // Whatever else this process has open is not for it.
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    std::string name = program;
    char* const arguments[] = {name.data(), nullptr};
    char* const environment[] = {nullptr};
    const int failed =
        ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) pid_ = -1;
    return failed == 0;
  }

  // Gives `input`, takes everything that comes until the other end closes. False at the deadline,
  // or when more comes than there can be.
  bool Exchange(absl::string_view input, absl::Time deadline, std::string* output) {
    bool writing = true;
    while (true) {
      if (writing && input.empty()) {
        ::shutdown(fd_, SHUT_WR);
        writing = false;
      }
      const absl::Duration left = deadline - absl::Now();
      pollfd ready = {fd_, static_cast<short>(POLLIN | (writing ? POLLOUT : 0)), 0};  // NOLINT
      if (left <= absl::ZeroDuration() ||
          ::poll(&ready, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1) == 0) {
        return false;
      }
      if (writing && (ready.revents & POLLOUT) != 0) {
        const ssize_t sent = ::send(fd_, input.data(), input.size(), MSG_NOSIGNAL);
        // It ended without reading all: what it has to say follows.
        if (sent < 0 && errno != EAGAIN && errno != EINTR) input = {};
        if (sent > 0) input.remove_prefix(static_cast<size_t>(sent));
      }
      if ((ready.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
      char block[65536];
      const ssize_t got = ::recv(fd_, block, sizeof(block), 0);
      if (got == 0) return true;
      if (got < 0 && errno != EAGAIN && errno != EINTR) return true;
      if (got > 0) output->append(block, static_cast<size_t>(got));
      if (output->size() > kMaxCleanerOutput) return false;
    }
  }

  // Waits for its end, which has come or comes at once; the exit code, or -1 for a signal.
  int ExitCode() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  int fd_ = -1;
  pid_t pid_ = -1;
};

bool IsType(absl::string_view content_type, char type) {
  return content_type == (type == kCleanerJpeg  ? "image/jpeg"
                          : type == kCleanerPng ? "image/png"
                                                : "image/webp");
}

}  // namespace

bool CleanerProcess::Enter(absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  if (waiting_ >= kWaiting) return false;
  ++waiting_;
  const auto free = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return running_ < kAtOnce; };
  const bool entered = mutex_.AwaitWithDeadline(absl::Condition(&free), deadline);
  --waiting_;
  if (entered) ++running_;
  return entered;
}

void CleanerProcess::Leave() {
  absl::MutexLock lock(&mutex_);
  --running_;
}

absl::StatusOr<CleanPhoto> CleanerProcess::Clean(absl::string_view content_type,
                                                 absl::string_view bytes, absl::Time deadline) {
  if (bytes.size() > kMaxCleanerInput) return PhotoTooLarge();
  if (!Enter(deadline)) return Overloaded();
  std::string output;
  bool ended = false;
  int code = -1;
  {
    Run run;
    if (run.Start(program_)) {
      ended = run.Exchange(bytes, std::min(deadline, absl::Now() + kLongest), &output);
      if (ended) code = run.ExitCode();
    } else {
      log::Error("the program that draws photos anew cannot be started", {{"program", program_}});
      code = kCleanerBroken;
    }
  }
  Leave();
  if (code == kCleanerTooLarge) return PhotoTooLarge();
  if (code == kCleanerBroken) return absl::InternalError("photo cleaner");
  CleanerAnswer answer;
  if (code != 0 || !answer.Parse(output)) {
    if (code != kCleanerUnreadable) {
      log::Warning("a photo ended the process that read it", {{"ended", ended}, {"code", code}});
    }
    return PhotoUnreadable();
  }
  const absl::string_view said = content_type.substr(0, content_type.find(';'));
  if (!IsType(said, answer.type)) return PhotoUnreadable();
  return CleanPhoto{static_cast<int32_t>(answer.width), static_cast<int32_t>(answer.height),
                    std::move(answer.full), std::move(answer.thumbnail)};
}

}  // namespace deputies::board
