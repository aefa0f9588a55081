#ifndef SERVICES_BOARD_COMPOSITION_DESK_JOBS_H_
#define SERVICES_BOARD_COMPOSITION_DESK_JOBS_H_

#include <optional>

#include "services/board/domain/handling_bodies.h"
#include "services/board/domain/moderation_watch.h"
#include "services/board/domain/photo_watch.h"
#include "services/board/domain/suggestion_watch.h"
#include "services/board/domain/weekly_caller.h"
#include "services/board/storage/sql_moderation_store.h"
#include "services/board/storage/sql_suggestion_store.h"
#include "services/board/storage/sql_week_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/periodic_thread.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/database.h"

namespace deputies::board {

// What happens at the boards' desks without anybody doing it.
class DeskJobs {
 public:
  // All must outlive this; without `photo_checker` WeChat is not asked about photos.
  DeskJobs(db::Database& database, TextChecker& checker, PhotoChecker* photo_checker,
           HandlingBodies& bodies, const base::WorkCalendar& calendar, base::IdSource& ids,
           const base::Clock& clock)
      : moderation_store_(database, ids, clock),
        suggestion_store_(database, ids, clock),
        moderation_(moderation_store_, checker, photo_checker != nullptr, calendar, clock),
        suggestions_(suggestion_store_, bodies, calendar, ids, clock),
        week_store_(database, ids, clock),
        weekly_caller_(week_store_, clock) {
    if (photo_checker != nullptr) photos_.emplace(moderation_store_, *photo_checker, clock);
  }
  DeskJobs(const DeskJobs&) = delete;
  DeskJobs& operator=(const DeskJobs&) = delete;

  // Starts and stops the threads, which use one database connection each.
  void Start();
  void Stop();
  static constexpr int kBackgroundThreads = 2;

 private:
  SqlModerationStore moderation_store_;
  SqlSuggestionStore suggestion_store_;
  ModerationWatch moderation_;
  std::optional<PhotoWatch> photos_;
  SuggestionWatch suggestions_;
  SqlWeekStore week_store_;
  WeeklyCaller weekly_caller_;
  // WeChat may be slow; the clock must not wait for it.
  std::optional<base::PeriodicThread> check_thread_;
  std::optional<base::PeriodicThread> clock_thread_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_COMPOSITION_DESK_JOBS_H_
