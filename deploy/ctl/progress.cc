#include "deploy/ctl/progress.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace deputies::ctl {
namespace {

constexpr int kBarWidth = 20;
constexpr absl::Duration kRedrawInterval = absl::Milliseconds(100);

}  // namespace

std::string ProgressLine(double share, int64_t rows, absl::Duration elapsed, bool bar) {
  share = std::clamp(share, 0.0, 1.0);
  const double seconds = std::max(absl::ToDoubleSeconds(elapsed), 1e-3);
  std::string line = absl::StrFormat("%3d %%", static_cast<int>(share * 100));
  if (bar) {
    const int filled = static_cast<int>(share * kBarWidth);
    absl::StrAppend(&line, " [", std::string(filled, '#'), std::string(kBarWidth - filled, ' '),
                    "]");
  }
  absl::StrAppendFormat(&line, " %d rows, %.0f/s", rows, static_cast<double>(rows) / seconds);
  if (share > 0.0 && share < 1.0) {
    const int64_t left = static_cast<int64_t>(seconds / share * (1 - share) + 0.5);
    absl::StrAppendFormat(&line, ", %d:%02d left", left / 60, left % 60);
  }
  return line;
}

Progress::Progress(int64_t total, bool terminal)
    : total_(std::max<int64_t>(total, 1)), terminal_(terminal), begin_(absl::Now()) {}

Progress::~Progress() { Finish(); }

void Progress::Update(int64_t done, int64_t rows) {
  const absl::Time now = absl::Now();
  const double share = static_cast<double>(done) / static_cast<double>(total_);
  if (terminal_) {
    if (now - last_drawn_ < kRedrawInterval && done < total_) return;
    last_drawn_ = now;
    drawn_ = true;
    std::fprintf(stderr, "\r\033[K%s", ProgressLine(share, rows, now - begin_, true).c_str());
    std::fflush(stderr);
    return;
  }
  const int step = static_cast<int>(std::clamp(share, 0.0, 1.0) * 20);
  if (step <= last_step_) return;
  last_step_ = step;
  std::fprintf(stderr, "%s\n", ProgressLine(share, rows, now - begin_, false).c_str());
}

void Progress::Print(absl::string_view line) {
  Clear();
  std::fprintf(stderr, "%s\n", std::string(line).c_str());
}

void Progress::Finish() { Clear(); }

void Progress::Clear() {
  if (!drawn_) return;
  drawn_ = false;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

}  // namespace deputies::ctl
