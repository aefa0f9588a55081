#ifndef SERVICES_BOARD_DOMAIN_BULLETIN_DESK_H_
#define SERVICES_BOARD_DOMAIN_BULLETIN_DESK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/board/domain/bulletin.h"
#include "services/board/domain/bulletin_store.h"
#include "services/board/domain/home_lineage.h"
#include "services/board/domain/rich_text.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

// A bulletin and the name of the organisation that tells it, empty for the home itself.
struct NamedBulletin {
  Bulletin bulletin;
  std::string organization_name;
};

struct BulletinPage {
  std::vector<NamedBulletin> bulletins;
  // Rank (public list) or id (editors' list) of the last one; absent on the last page.
  std::optional<int64_t> next_below;
};

// Writes, reviews and shows bulletins. Staff of a home edit the home's bulletins, deputies those
// that they made, an office those of its own organisation. Each write happens once per key; a
// repeat answers with the bulletin as it is now. Thread-safe.
class BulletinDesk {
 public:
  BulletinDesk(BulletinStore& store, HomeLineage& lineage, const RichTextCleaner& cleaner,
               base::IdSource& ids, const base::Clock& clock)
      : store_(store), lineage_(lineage), cleaner_(cleaner), ids_(ids), clock_(clock) {}

  // `organization_id` 0: for the home alone. Errors: HOME_NOT_FOUND, ACCESS_DENIED, FIELD_INVALID.
  absl::StatusOr<NamedBulletin> Create(const CallScope& scope, const RequestKey& key,
                                       BulletinText text, int64_t organization_id);
  // Errors of the following: BULLETIN_NOT_FOUND, BULLETIN_STATE_CONFLICT, and those named.
  // CONCURRENT_CHANGE, FIELD_INVALID.
  absl::StatusOr<NamedBulletin> Update(const CallScope& scope, const RequestKey& key, int64_t id,
                                       BulletinText text, int32_t revision);
  absl::StatusOr<NamedBulletin> Submit(const CallScope& scope, const RequestKey& key, int64_t id);
  // SECOND_PERSON_NEEDED, CONCURRENT_CHANGE.
  absl::StatusOr<NamedBulletin> Publish(const CallScope& scope, const RequestKey& key, int64_t id,
                                        int32_t revision);
  absl::StatusOr<NamedBulletin> Return(const CallScope& scope, const RequestKey& key, int64_t id,
                                       int32_t revision, std::string reason);
  absl::StatusOr<NamedBulletin> Withdraw(const CallScope& scope, const RequestKey& key, int64_t id,
                                         std::string reason);
  absl::StatusOr<NamedBulletin> Pin(const CallScope& scope, const RequestKey& key, int64_t id,
                                    bool pinned);

  // For everybody. BULLETIN_NOT_FOUND.
  absl::StatusOr<NamedBulletin> GetPublic(const CallScope& scope, int64_t home_id, int64_t id);
  absl::StatusOr<BulletinPage> ListPublic(const CallScope& scope, int64_t home_id, int category,
                                          std::optional<int64_t> below, int page_size);
  // For editors.
  absl::StatusOr<BulletinPage> ListDrafts(const CallScope& scope, int64_t home_id,
                                          int64_t organization_id, std::optional<int64_t> below,
                                          int page_size);
  // The bulletin once for every version, newest first.
  absl::StatusOr<std::vector<NamedBulletin>> ListVersions(const CallScope& scope, int64_t home_id,
                                                          int64_t id);

 private:
  using Lineage = std::vector<OrganizationAbove>;
  using Change = absl::FunctionRef<absl::Status(Bulletin* bulletin, BulletinTransaction&)>;

  // Changes a locked bulletin that the caller may edit.
  absl::StatusOr<NamedBulletin> ChangeOnce(const CallScope& scope, const RequestKey& key,
                                           int64_t id, Change change);
  absl::StatusOr<NamedBulletin> FindForEditor(const CallScope& scope, const Lineage& lineage,
                                              int64_t home_id, int64_t id);
  absl::Status CleanBody(BulletinText* text) const;
  int64_t NextPublishRank();

  BulletinStore& store_;
  HomeLineage& lineage_;
  const RichTextCleaner& cleaner_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_BULLETIN_DESK_H_
