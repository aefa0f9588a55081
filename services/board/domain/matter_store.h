// Where consultations are kept. Implemented by storage/SqlMatterStore.
#ifndef SERVICES_BOARD_DOMAIN_MATTER_STORE_H_
#define SERVICES_BOARD_DOMAIN_MATTER_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/desk_transaction.h"
#include "services/board/domain/matter.h"

namespace deputies::board {

class MatterTransaction : public DeskTransaction {
 public:
  // With questions, locked until the end; absent when there is none.
  virtual absl::StatusOr<std::optional<Matter>> LockMatter(int64_t home_id, int64_t id) = 0;
  virtual absl::Status InsertMatter(const Matter& matter) = 0;
  // Writes the row of a locked matter; its questions are replaced while it is a draft.
  virtual absl::Status UpdateMatter(const Matter& matter) = 0;
  // Stores the voice with its answers and adds it to the counts of the locked matter. False, with
  // nothing stored, when the person gave one before.
  virtual absl::StatusOr<bool> InsertVoice(const Matter& matter, const Voice& voice) = 0;
  // Everybody who gave a voice.
  virtual absl::StatusOr<std::vector<int64_t>> ListVoters(const Matter& matter) = 0;
};

// Thread-safe.
class MatterStore {
 public:
  virtual ~MatterStore() = default;

  // As MessageStore::InTransaction.
  virtual absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(MatterTransaction&)> closure) = 0;
  // With questions.
  virtual absl::StatusOr<std::optional<Matter>> FindMatter(absl::Time deadline, int64_t home_id,
                                                           int64_t id) = 0;
  // Without questions, newest first, those before `before_id`.
  virtual absl::StatusOr<std::vector<Matter>> ListMatters(absl::Time deadline, int64_t home_id,
                                                          bool with_drafts, int64_t before_id,
                                                          int limit) = 0;
  virtual absl::StatusOr<std::optional<Voice>> FindVoice(absl::Time deadline, int64_t home_id,
                                                         int64_t matter_id, int64_t person_id) = 0;
  virtual absl::StatusOr<std::vector<MatterCount>> ListCounts(absl::Time deadline, int64_t home_id,
                                                              int64_t matter_id) = 0;
  // Free texts that are not empty, oldest first, those after `after_voice`.
  virtual absl::StatusOr<std::vector<MatterFreeText>> ListTexts(absl::Time deadline,
                                                                int64_t home_id, int64_t matter_id,
                                                                int question, int64_t after_voice,
                                                                int limit) = 0;
  // Whole voices without their persons, oldest first, at most `limit`.
  virtual absl::StatusOr<std::vector<Voice>> ListVoices(absl::Time deadline, int64_t home_id,
                                                        int64_t matter_id, int limit) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MATTER_STORE_H_
