// Everything that serves voters' messages, put together.
#ifndef SERVICES_BOARD_COMPOSITION_MESSAGE_BOARD_H_
#define SERVICES_BOARD_COMPOSITION_MESSAGE_BOARD_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "services/board/domain/case_watch.h"
#include "services/board/domain/handling_desk.h"
#include "services/board/domain/message_changer.h"
#include "services/board/domain/message_details.h"
#include "services/board/domain/message_export.h"
#include "services/board/domain/message_importer.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_responder.h"
#include "services/board/domain/message_search.h"
#include "services/board/domain/message_statistics.h"
#include "services/board/domain/subject_classifier.h"
#include "services/board/domain/voice_desk.h"
#include "services/board/rpc/handling_service.h"
#include "services/board/rpc/message_service.h"
#include "services/board/rpc/statistics_service.h"
#include "services/board/rpc/voice_service.h"
#include "services/board/rpc/watch_service.h"
#include "services/board/storage/sql_case_queue.h"
#include "services/board/storage/sql_message_search.h"
#include "services/board/storage/sql_message_store.h"
#include "services/board/storage/sql_moderation_store.h"
#include "services/board/storage/sql_own_change_store.h"
#include "services/board/storage/sql_statistics_store.h"
#include "services/board/storage/sql_template_store.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/periodic_thread.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/database.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class MessageBoard {
 public:
  struct Parts {
    db::Database& database;
    base::Directory& directory;
    RoleHolders& role_holders;
    const base::WorkCalendar& calendar;
    const SubjectClassifier& classifier;
    base::IdSource& ids;
    const base::Clock& clock;
    const auth::PageTokens& page_tokens;
    // Woken by what changes.
    rpc::WatchHub& watches;
    // How often the clock looks for messages whose time has come.
    absl::Duration clock_interval;
  };
  // All parts must outlive this.
  explicit MessageBoard(const Parts& parts);
  MessageBoard(const MessageBoard&) = delete;
  MessageBoard& operator=(const MessageBoard&) = delete;

  std::vector<const rpc::ServiceTable*> tables() const;
  // Shows messages to those who may read them, for what belongs to a message.
  MessageReader& reader() { return reader_; }

  // Starts and stops the clock and the sender of notices, which use one database connection each.
  void Start();
  void Stop();
  static constexpr int kBackgroundThreads = 2;

 private:
  SqlMessageStore store_;
  SqlMessageSearch search_store_;
  SqlTemplateStore templates_;
  SqlStatisticsStore statistics_store_;
  MessageChanger changer_;
  MessagePoster poster_;
  MessageReader reader_;
  MessageResponder responder_;
  MessageImporter importer_;
  MessageSearcher searcher_;
  MessageDescriber describer_;
  HandlingDesk handling_desk_;
  VoiceDesk voice_desk_;
  Statistician statistician_;
  SqlModerationStore moderation_store_;
  MessageExporter exporter_;
  const MessageService message_service_;
  const HandlingService handling_service_;
  const VoiceService voice_service_;
  const StatisticsService statistics_service_;
  SqlOwnChangeStore own_changes_;
  const WatchService watch_service_;
  SqlCaseQueue queue_;
  CaseWatch watch_;
  NoticeSender notices_;
  const absl::Duration clock_interval_;
  std::optional<base::PeriodicThread> clock_thread_;
  std::optional<base::PeriodicThread> notice_thread_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_COMPOSITION_MESSAGE_BOARD_H_
