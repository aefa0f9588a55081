#ifndef SERVICES_BOARD_PHOTO_CLEANER_PROCESS_H_
#define SERVICES_BOARD_PHOTO_CLEANER_PROCESS_H_

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/board/domain/photo.h"

namespace deputies::board {

// Draws each picture anew in a process of its own (cleaner/main.cc).
class CleanerProcess final : public PhotoCleaner {
 public:
  // Pictures that are drawn at once, and uploads that may wait for their turn: each holds a worker
  // thread and up to half a gigabyte of memory.
  static constexpr int kAtOnce = 2;
  static constexpr int kWaiting = 2;
  static constexpr absl::Duration kLongest = absl::Seconds(10);

  explicit CleanerProcess(std::string program) : program_(std::move(program)) {}

  absl::StatusOr<CleanPhoto> Clean(absl::string_view content_type, absl::string_view bytes,
                                   absl::Time deadline) override;

 private:
  bool Enter(absl::Time deadline);
  void Leave();

  const std::string program_;
  absl::Mutex mutex_;
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_PHOTO_CLEANER_PROCESS_H_
