#include "services/board/composition/desk_jobs.h"

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/common/db/open.h"
#include "services/common/log/log.h"

namespace deputies::board {
namespace {

constexpr absl::Duration kCheckInterval = absl::Seconds(1);
constexpr absl::Duration kClockInterval = absl::Seconds(5);
// Batches that one turn takes before it looks whether the process is to stop.
constexpr int kJobBatchesAtOnce = 20;

using Failed = absl::FunctionRef<void(int64_t home_id, int64_t id, const absl::Status& status)>;

// Batch after batch while they are full and nothing fails.
void Run(const char* what, int full, absl::FunctionRef<absl::StatusOr<int>(Failed)> batch) {
  for (int i = 0; i < kJobBatchesAtOnce; ++i) {
    bool any_failed = false;
    const absl::StatusOr<int> taken = batch([&](int64_t home_id, int64_t id,
                                                const absl::Status& status) {
      any_failed = true;
      log::Error("a desk's job failed",
                 {{"job", what}, {"home_id", home_id}, {"id", id}, {"status", status.ToString()}});
    });
    if (!taken.ok()) {
      log::Error("a desk's job could not look for work",
                 {{"job", what}, {"status", taken.status().ToString()}});
      return;
    }
    if (*taken < full || any_failed) return;
  }
}

}  // namespace

void DeskJobs::Start() {
  check_thread_.emplace(
      kCheckInterval,
      [this] {
        Run("text checks", ModerationWatch::kBatch,
            [this](Failed failed) { return moderation_.CheckTexts(failed); });
        if (!photos_.has_value()) return;
        Run("photo checks", PhotoWatch::kBatch,
            [this](Failed failed) { return photos_->RunOnce(failed); });
      },
      db::ThreadStart, db::ThreadStop);
  clock_thread_.emplace(
      kClockInterval,
      [this] {
        Run("moderators' limits", ModerationWatch::kBatch,
            [this](Failed failed) { return moderation_.Escalate(failed); });
        Run("suggestions", SuggestionWatch::kBatch,
            [this](Failed failed) { return suggestions_.RunOnce(failed); });
        const absl::Status announced = weekly_caller_.RunOnce();
        if (!announced.ok()) {
          log::Error("the week could not be announced", {{"status", announced.ToString()}});
        }
      },
      db::ThreadStart, db::ThreadStop);
}

void DeskJobs::Stop() {
  check_thread_.reset();
  clock_thread_.reset();
}

}  // namespace deputies::board
