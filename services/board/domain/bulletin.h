// A bulletin with its versions, as domain and storage see it.
#ifndef SERVICES_BOARD_DOMAIN_BULLETIN_H_
#define SERVICES_BOARD_DOMAIN_BULLETIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace deputies::board {

// Stored as these numbers; mirrors deputies.board.v1.BulletinState.
enum class BulletinState {
  kDraft = 1,
  kInReview = 2,
  kReturned = 3,
  kPublished = 4,
  kWithdrawn = 5,
  kReplaced = 6,
};

struct BulletinText {
  int category = 0;  // deputies.board.v1.BulletinCategory
  std::string title;
  std::string summary;
  std::string body;  // not read for lists
  std::vector<int64_t> image_ids;
};

struct BulletinVersion {
  int32_t number = 1;
  BulletinState state = BulletinState::kDraft;
  BulletinText text;
  int64_t author_id = 0;
  std::string author_name;
  int64_t reviewer_id = 0;  // 0: nobody yet
  std::string reviewer_name;
  std::string reason;
  absl::Time update_time;
};

struct Bulletin {
  int64_t home_id = 0;  // 0: of the organisation
  int64_t id = 0;
  int64_t organization_id = 0;  // 0: of the home itself
  int64_t creator_id = 0;
  int32_t public_version = 0;  // 0: none
  int public_category = 0;
  bool pinned = false;
  // Place among published ones, later is higher; 0: never published. See ListRank.
  int64_t publish_rank = 0;
  std::optional<absl::Time> publish_time;
  int32_t revision = 1;
  absl::Time create_time;
  // The newest version when read for editors, the public one when read for readers.
  BulletinVersion version;
};

// Place in public lists: pinned ones above all others. Absent: not public.
inline std::optional<int64_t> ListRank(const Bulletin& bulletin) {
  if (bulletin.public_version == 0) return std::nullopt;
  return bulletin.publish_rank + (bulletin.pinned ? int64_t{1} << 62 : 0);
}

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_BULLETIN_H_
