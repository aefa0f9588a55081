// Where moderation is kept. Implemented by storage/SqlModerationStore.
#ifndef SERVICES_BOARD_DOMAIN_MODERATION_STORE_H_
#define SERVICES_BOARD_DOMAIN_MODERATION_STORE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/desk_transaction.h"
#include "services/board/domain/moderation.h"

namespace deputies::board {

// What moderation wants to know of a message.
struct ModeratedMessage {
  int64_t author_id = 0;
  Visibility visibility = Visibility::kPrivate;
};

// What WeChat is asked about: everything that others see of the author's words.
struct ModeratedText {
  int64_t author_id = 0;
  Visibility visibility = Visibility::kPrivate;
  std::string text;
  bool has_photos = false;
};

struct PendingCheck {
  int64_t home_id = 0;
  int64_t message_id = 0;
  int attempts = 0;
  absl::Time due_time;  // moves when the text changes
};

// A photo of a public message that WeChat has still to judge.
struct PhotoCheck {
  int64_t home_id = 0;
  int64_t message_id = 0;
  int64_t photo_id = 0;
  int64_t author_id = 0;  // of the message, as its visibility
  Visibility visibility = Visibility::kPrivate;
  int attempts = 0;
  absl::Time due_time;
  std::string order_id;  // empty: not ordered yet
  std::optional<absl::Time> order_time;
};

class ModerationTransaction : public DeskTransaction {
 public:
  // Locked until the end; absent when there is no such message. First, before the case: messages
  // are locked first everywhere.
  virtual absl::StatusOr<std::optional<ModeratedMessage>> LockMessage(int64_t home_id,
                                                                      int64_t message_id) = 0;
  // Absent: nobody said a word about the message yet.
  virtual absl::StatusOr<std::optional<ModerationCase>> LockCase(int64_t home_id,
                                                                 int64_t message_id) = 0;
  // Inserts or updates.
  virtual absl::Status SetCase(const ModerationCase& moderation) = 0;
  virtual absl::Status SetVisibility(int64_t home_id, int64_t message_id,
                                     Visibility visibility) = 0;
  // Puts `text` in the place of subject and body, for ever.
  virtual absl::Status EraseText(int64_t home_id, int64_t message_id, const std::string& text) = 0;
  // False when the person reported the message before.
  virtual absl::StatusOr<bool> InsertReport(int64_t home_id, int64_t message_id, int64_t person_id,
                                            ModerationReason reason, const std::string& note,
                                            absl::Time now) = 0;
  virtual absl::Status InsertLog(int64_t home_id, const ModerationLogEntry& entry) = 0;

  // False when somebody else took it, or the text changed meanwhile.
  virtual absl::StatusOr<bool> TakeCheck(const PendingCheck& check) = 0;
  // Counts an attempt.
  virtual absl::Status PostponeCheck(const PendingCheck& check, absl::Time until) = 0;

  // All photos of the message, from the beginning.
  virtual absl::Status QueuePhotoChecks(int64_t home_id, int64_t message_id, absl::Time now) = 0;
  // False when somebody else took it or went on with it.
  virtual absl::StatusOr<bool> TakePhotoCheck(const PhotoCheck& check) = 0;
  // Nothing when somebody else took it or went on with it.
  virtual absl::Status UpdatePhotoCheck(const PhotoCheck& check, const PhotoCheck& changed) = 0;

  virtual absl::StatusOr<ModerationPolicy> LockPolicy(int64_t home_id) = 0;
  virtual absl::Status SetPolicy(int64_t home_id, const ModerationPolicy& policy) = 0;
};

struct CasePosition {
  absl::Time due_time = absl::FromUnixSeconds(0);
  int64_t message_id = 0;
};

// Thread-safe.
class ModerationStore {
 public:
  virtual ~ModerationStore() = default;

  // As MessageStore::InTransaction.
  virtual absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(ModerationTransaction&)> closure) = 0;
  // What holds where nothing was ever set: shown at once, no words.
  virtual absl::StatusOr<ModerationPolicy> FindPolicy(absl::Time deadline, int64_t home_id) = 0;
  virtual absl::StatusOr<std::optional<ModerationCase>> FindCase(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 int64_t message_id) = 0;
  // Open ones, soonest due first, those after `after`.
  virtual absl::StatusOr<std::vector<ModerationCase>> ListOpenCases(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    const CasePosition& after,
                                                                    int limit) = 0;
  // (home, message) of cases whose next_time has come, over all homes, oldest first.
  virtual absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> ListLateCases(
      absl::Time deadline, absl::Time now, int limit) = 0;
  // Checks that are due, over all homes, oldest first.
  virtual absl::StatusOr<std::vector<PendingCheck>> ListChecks(absl::Time deadline, absl::Time now,
                                                               int limit) = 0;
  virtual absl::StatusOr<std::vector<PhotoCheck>> ListPhotoChecks(absl::Time deadline,
                                                                  absl::Time now, int limit) = 0;
  virtual absl::StatusOr<std::optional<ModeratedText>> FindText(absl::Time deadline,
                                                                int64_t home_id,
                                                                int64_t message_id) = 0;
  // Newest first, those before `before_id`.
  virtual absl::StatusOr<std::vector<ModerationLogEntry>> ListLog(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t before_id, int limit) = 0;
};

// Tells those who decide that the case waits.
NoticeOrder WaitingNotice(const ModerationCase& moderation, base::Role role);
// Tells the author, if there is one, that others see the message, or do not.
absl::Status TellAuthorOf(const ModerationCase& moderation, absl::Time now,
                          ModerationTransaction& transaction);
// Tells notices of one case apart.
int32_t StageOf(const ModerationCase& moderation, absl::Time now);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MODERATION_STORE_H_
