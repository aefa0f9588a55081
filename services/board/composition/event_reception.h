#ifndef SERVICES_BOARD_COMPOSITION_EVENT_RECEPTION_H_
#define SERVICES_BOARD_COMPOSITION_EVENT_RECEPTION_H_

#include "services/board/domain/case_watch.h"
#include "services/board/domain/event_intake.h"
#include "services/board/rpc/event_consumer_service.h"
#include "services/board/storage/sql_matters_of_deputies.h"
#include "services/board/storage/sql_message_store.h"
#include "services/board/storage/sql_person_eraser.h"
#include "services/board/storage/sql_suggestion_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/database.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// Everything that receives other services' facts, put together.
class EventReception {
 public:
  // All must outlive this.
  EventReception(db::Database& database, RoleHolders& holders, const base::WorkCalendar& calendar,
                 base::IdSource& ids, const base::Clock& clock)
      : messages_(database, ids, clock),
        suggestions_(database, ids, clock),
        matters_(database),
        intake_({messages_, suggestions_, matters_, holders, calendar, ids, clock}),
        eraser_(database),
        service_(intake_, eraser_) {}
  EventReception(const EventReception&) = delete;
  EventReception& operator=(const EventReception&) = delete;

  const rpc::ServiceTable* table() const { return &service_.table(); }

 private:
  SqlMessageStore messages_;
  SqlSuggestionStore suggestions_;
  SqlMattersOfDeputies matters_;
  EventIntake intake_;
  SqlPersonEraser eraser_;
  const EventConsumerService service_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_COMPOSITION_EVENT_RECEPTION_H_
