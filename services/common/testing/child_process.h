// Server programs that live and die with the test.
#ifndef SERVICES_COMMON_TESTING_CHILD_PROCESS_H_
#define SERVICES_COMMON_TESTING_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <thread>
#include <vector>

namespace deputies::testing {

// Prints the reason and ends the test program: there is nothing to test without its servers.
[[noreturn]] void Die(const std::string& reason);

// A folder of one's own below $TMPDIR/deputies-tests, removed at the end of the program, or by a
// later run when the program crashed. Its path is short enough for sockets in it.
std::string MakeTempDirectory(const std::string& name);

// $TMPDIR/deputies-tests, made when missing; shared by all test programs of this user.
std::string SharedTempDirectory();

void RemoveDirectory(const std::string& path);

// A running program. The kernel kills it when the test program ends in whatever way.
class ChildProcess {
 public:
  // `arguments` begin with the program's path; output goes to the end of `log_file`. Dies when the
  // program cannot be started.
  ChildProcess(std::vector<std::string> arguments, std::string log_file);
  // Kills it.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool Running() const;
  // SIGKILL; returns when it is gone. Idempotent.
  void Kill();
  // Any signal, without waiting.
  void Signal(int signal);

  // Last lines of the log, to explain a failure.
  std::string LogTail() const;

 private:
  struct Shared;

  const std::string log_file_;
  pid_t pid_ = 0;
  Shared* shared_;
  // Forks and waits: the kernel ties the child to the thread that forked it.
  std::thread keeper_;
};

}  // namespace deputies::testing

#endif  // SERVICES_COMMON_TESTING_CHILD_PROCESS_H_
