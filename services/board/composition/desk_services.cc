#include "services/board/composition/desk_services.h"

#include "services/board/domain/bulletin_desk.h"
#include "services/board/domain/matter_desk.h"
#include "services/board/domain/moderation_desk.h"
#include "services/board/domain/suggestion_desk.h"
#include "services/board/html/allowlist_cleaner.h"
#include "services/board/rpc/bulletin_service.h"
#include "services/board/rpc/matter_service.h"
#include "services/board/rpc/moderation_service.h"
#include "services/board/rpc/suggestion_service.h"
#include "services/board/storage/sql_bulletin_store.h"
#include "services/board/storage/sql_matter_store.h"
#include "services/board/storage/sql_moderation_store.h"
#include "services/board/storage/sql_suggestion_store.h"

namespace deputies::board {

struct DeskServices::Bulletins {
  explicit Bulletins(const Surroundings& with)
      : store(with.database, with.ids, with.clock),
        desk(store, with.lineage, cleaner, with.ids, with.clock),
        service(desk, with.page_tokens) {}

  SqlBulletinStore store;
  AllowlistCleaner cleaner;
  BulletinDesk desk;
  BulletinService service;
};

struct DeskServices::Matters {
  explicit Matters(const Surroundings& with)
      : store(with.database, with.ids, with.clock),
        desk(store, with.lineage, with.directory, with.ids, with.clock),
        service(desk, with.page_tokens) {}

  SqlMatterStore store;
  MatterDesk desk;
  MatterService service;
};

struct DeskServices::Moderation {
  explicit Moderation(const Surroundings& with)
      : store(with.database, with.ids, with.clock),
        desk(store, with.ids, with.clock),
        service(desk, with.page_tokens) {}

  SqlModerationStore store;
  ModerationDesk desk;
  ModerationService service;
};

struct DeskServices::Suggestions {
  explicit Suggestions(const Surroundings& with)
      : store(with.database, with.ids, with.clock),
        desk(store, with.bodies, with.calendar, with.ids, with.clock),
        service(desk, with.directory, with.page_tokens) {}

  SqlSuggestionStore store;
  SuggestionDesk desk;
  SuggestionService service;
};

DeskServices::DeskServices(const Surroundings& surroundings)
    : bulletins_(std::make_unique<Bulletins>(surroundings)),
      matters_(std::make_unique<Matters>(surroundings)),
      moderation_(std::make_unique<Moderation>(surroundings)),
      suggestions_(std::make_unique<Suggestions>(surroundings)) {}

DeskServices::~DeskServices() = default;

std::vector<const rpc::ServiceTable*> DeskServices::tables() const {
  return {&bulletins_->service.table(), &matters_->service.table(), &moderation_->service.table(),
          &suggestions_->service.table()};
}

}  // namespace deputies::board
