// What benchmarks say of the private mariadbd of services/common/testing.
#ifndef SERVICES_BOARD_STORAGE_DATABASE_CPU_H_
#define SERVICES_BOARD_STORAGE_DATABASE_CPU_H_

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "benchmark/benchmark.h"
#include "unistd.h"

namespace deputies::board {

// Clock ticks that the process and all below it have used.
inline int64_t TicksOf(const std::string& pid, bool with_self) {
  int64_t ticks = 0;
  if (with_self) {
    std::ifstream stat(absl::StrCat("/proc/", pid, "/stat"));
    const std::string line{std::istreambuf_iterator<char>(stat), {}};
    // The name, in parentheses, may hold spaces; utime and stime are the 12th and 13th field after
    // it.
    const std::vector<std::string> fields = absl::StrSplit(line.substr(line.rfind(')') + 1), ' ');
    if (fields.size() > 13) ticks += std::stoll(fields[12]) + std::stoll(fields[13]);
  }
  std::error_code gone;
  for (const auto& task :
       std::filesystem::directory_iterator(absl::StrCat("/proc/", pid, "/task"), gone)) {
    std::ifstream children(task.path() / "children");
    for (std::string child; children >> child;) ticks += TicksOf(child, true);
  }
  return ticks;
}

// Seconds of CPU that the private mariadbd has used: it is the only process below this one.
inline double DatabaseCpuSeconds() {
  return static_cast<double>(TicksOf("self", false)) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// Adds the counter while it lives.
class DatabaseCpu {
 public:
  explicit DatabaseCpu(benchmark::State& state) : state_(state), start_(DatabaseCpuSeconds()) {}
  ~DatabaseCpu() {
    state_.counters["db_cpu_us"] =
        (DatabaseCpuSeconds() - start_) * 1e6 / static_cast<double>(state_.iterations());
  }

 private:
  benchmark::State& state_;
  const double start_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_DATABASE_CPU_H_
