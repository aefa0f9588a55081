// Where bulletins are kept. Implemented by storage/SqlBulletinStore.
#ifndef SERVICES_BOARD_DOMAIN_BULLETIN_STORE_H_
#define SERVICES_BOARD_DOMAIN_BULLETIN_STORE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/bulletin.h"
#include "services/board/domain/desk_transaction.h"

namespace deputies::board {

class BulletinTransaction : public DeskTransaction {
 public:
  // With its newest version, locked until the end; absent when there is none.
  virtual absl::StatusOr<std::optional<Bulletin>> LockBulletin(int64_t home_id, int64_t id) = 0;
  virtual absl::Status InsertBulletin(const Bulletin& bulletin) = 0;
  // Writes the row of a locked bulletin and its version, which may be new.
  virtual absl::Status UpdateBulletin(const Bulletin& bulletin) = 0;
  virtual absl::Status SetVersionState(const Bulletin& bulletin, int32_t version,
                                       BulletinState state) = 0;
};

// Public bulletins of a home and of organisations, highest rank first.
struct PublicBulletinQuery {
  int64_t home_id = 0;
  std::vector<int64_t> organization_ids;  // at most kMaxLineage
  int category = 0;                       // 0: all
  int64_t below_rank = std::numeric_limits<int64_t>::max();
  int limit = 0;
};

// Newest versions for editors, highest id first.
struct DraftQuery {
  int64_t home_id = 0;  // 0: of the organisation
  int64_t organization_id = 0;
  int64_t creator_id = 0;  // 0: of everybody
  int64_t before_id = std::numeric_limits<int64_t>::max();
  int limit = 0;
};

// Thread-safe.
class BulletinStore {
 public:
  virtual ~BulletinStore() = default;

  // As MessageStore::InTransaction.
  virtual absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(BulletinTransaction&)> closure) = 0;
  // The public version, absent when there is none.
  virtual absl::StatusOr<std::optional<Bulletin>> FindPublic(absl::Time deadline, int64_t home_id,
                                                             int64_t id) = 0;
  // The newest version.
  virtual absl::StatusOr<std::optional<Bulletin>> FindNewest(absl::Time deadline, int64_t home_id,
                                                             int64_t id) = 0;
  virtual absl::StatusOr<std::vector<Bulletin>> ListPublic(absl::Time deadline,
                                                           const PublicBulletinQuery& query) = 0;
  virtual absl::StatusOr<std::vector<Bulletin>> ListNewest(absl::Time deadline,
                                                           const DraftQuery& query) = 0;
  // Every version with its body, newest first.
  virtual absl::StatusOr<std::vector<BulletinVersion>> ListVersions(absl::Time deadline,
                                                                    const Bulletin& bulletin,
                                                                    int limit) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_BULLETIN_STORE_H_
