// Shows how far a long piece of work is, on standard error.
#ifndef DEPLOY_CTL_PROGRESS_H_
#define DEPLOY_CTL_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::ctl {

// On a terminal one line that is redrawn at most ten times a second, elsewhere a line per 5 %.
class Progress {
 public:
  // `total` is the work in units of its own (bytes of the file); `terminal` whether standard error
  // is one.
  Progress(int64_t total, bool terminal);
  ~Progress();

  // `done` of `total` units, in which `rows` rows were worked off.
  void Update(int64_t done, int64_t rows);
  // Prints a line of text without tearing the bar.
  void Print(absl::string_view line);
  // Removes the bar.
  void Finish();

 private:
  void Clear();

  const int64_t total_;
  const bool terminal_;
  const absl::Time begin_;
  absl::Time last_drawn_ = absl::InfinitePast();
  int last_step_ = 0;  // of 5 %
  bool drawn_ = false;
};

// " 45 % [#########           ]  1267 rows, 850/s, 0:12 left"; for Progress and its test.
std::string ProgressLine(double share, int64_t rows, absl::Duration elapsed, bool bar);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_PROGRESS_H_
