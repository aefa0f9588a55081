// How every change of a message is made: once per key, on the locked row, with a line in the
// timeline.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_CHANGER_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_CHANGER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_access.h"
#include "services/board/domain/message_lifecycle.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {

// One change under way, on a message that the viewer may read.
struct MessageChange {
  Message& message;
  const Viewer& viewer;
  const Actor actor;
  const absl::Time now;
  const MessageLifecycle& lifecycle;
  const CaseLimits& limits;
  base::IdSource& ids;
  MessageTransaction& transaction;

  // Applies the event by the life cycle and writes the line.
  absl::Status Apply(MessageEvent event, std::string note = "") {
    return ApplyAs(actor, event, std::move(note));
  }
  absl::Status ApplyAs(const Actor& who, MessageEvent event, std::string note = "");

  // Tells the author; of an answer, if the author has no account, who wrote it down or the liaison
  // of the home that was visited.
  absl::Status TellAuthor(NoticeKind kind, int32_t stage, bool important = false,
                          std::optional<absl::Time> event_time = std::nullopt);
  // Tells the handling or addressed deputy, else the liaison.
  absl::Status TellHandler(NoticeKind kind, int32_t stage, bool important = false,
                           std::optional<absl::Time> event_time = std::nullopt);
  absl::Status TellRole(base::Role role, NoticeKind kind, int32_t stage);
  // Tells those who follow the message or co-signed it.
  absl::Status TellSupporters(NoticeKind kind, int32_t stage);
};

// Thread-safe.
class MessageChanger {
 public:
  // May run more than once.
  using Step = absl::FunctionRef<absl::Status(MessageChange& change)>;

  // All must outlive this.
  MessageChanger(MessageStore& store, const base::WorkCalendar& calendar, base::IdSource& ids,
                 const base::Clock& clock)
      : store_(store), lifecycle_(calendar), ids_(ids), clock_(clock) {}

  // Runs `step` once per key and answers with the message as it is afterwards, also to a repeat.
  // Errors: MESSAGE_NOT_FOUND (also when the caller may not read it), REQUEST_ID_REUSED, those of
  // `step`, which leave everything as it was.
  absl::StatusOr<Message> Once(const CallScope& scope, const RequestKey& key, int64_t message_id,
                               Step step);

  const MessageLifecycle& lifecycle() const { return lifecycle_; }

 private:
  MessageStore& store_;
  const MessageLifecycle lifecycle_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

// As whom the caller acts on the message: the author; a deputy where the message is the deputy's
// matter; else staff.
Actor ActorOf(const Viewer& viewer, const Message& message, const base::Caller& caller);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_CHANGER_H_
