#ifndef SERVICES_BOARD_COMPOSITION_DESK_SERVICES_H_
#define SERVICES_BOARD_COMPOSITION_DESK_SERVICES_H_

#include <memory>
#include <vector>

#include "services/board/domain/handling_bodies.h"
#include "services/board/domain/home_lineage.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/database.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// The boards beside the message board: bulletins, consultations, moderation, suggestions.
class DeskServices {
 public:
  // All must outlive this.
  struct Surroundings {
    db::Database& database;
    base::IdSource& ids;
    const base::Clock& clock;
    const base::WorkCalendar& calendar;
    base::Directory& directory;
    HomeLineage& lineage;
    HandlingBodies& bodies;
    const auth::PageTokens& page_tokens;
  };
  explicit DeskServices(const Surroundings& surroundings);
  ~DeskServices();

  std::vector<const rpc::ServiceTable*> tables() const;

 private:
  struct Bulletins;
  struct Matters;
  struct Moderation;
  struct Suggestions;
  std::unique_ptr<Bulletins> bulletins_;
  std::unique_ptr<Matters> matters_;
  std::unique_ptr<Moderation> moderation_;
  std::unique_ptr<Suggestions> suggestions_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_COMPOSITION_DESK_SERVICES_H_
