#include "services/board/storage/sql_photo_store.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/board/domain/errors.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::board {
namespace {

#define BOARD_PHOTO_COLUMNS                                                       \
  "home_id, photo_id, uploader_person_id, message_id, width, height, full_hash, " \
  "thumbnail_hash, create_time "

constexpr db::Statement kInsertPhoto{
    "/* board.InsertPhoto */ INSERT INTO photos (home_id, photo_id, uploader_person_id, "
    "message_id, width, height, full_hash, thumbnail_hash, create_time) "
    "VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?)"};
constexpr db::Statement kCountUnsent{
    "/* board.CountUnsent */ SELECT COUNT(*) FROM photos "
    "WHERE home_id = ? AND message_id = 0 AND uploader_person_id = ?"};
constexpr db::Statement kFindPhoto{"/* board.FindPhoto */ SELECT " BOARD_PHOTO_COLUMNS
                                   "FROM photos WHERE home_id = ? AND photo_id = ?"};
constexpr db::Statement kLockUnsent{
    "/* board.LockUnsent */ SELECT width, height FROM photos "
    "WHERE home_id = ? AND photo_id = ? AND uploader_person_id = ? AND message_id = 0 FOR UPDATE"};
constexpr db::Statement kSendPhoto{
    "/* board.SendPhoto */ UPDATE photos SET message_id = ? "
    "WHERE home_id = ? AND photo_id = ? AND message_id = 0"};
constexpr db::Statement kSetPhotoList{
    "/* board.SetPhotoList */ UPDATE messages SET photos = ? WHERE home_id = ? AND id = ?"};
// Of every home: the sweep is the installation's.
constexpr db::Statement kListOrphans{"/* board.ListOrphans */ SELECT " BOARD_PHOTO_COLUMNS
                                     "FROM photos WHERE message_id = 0 AND create_time < ? "
                                     "ORDER BY create_time LIMIT ?"};
constexpr db::Statement kDeleteOrphan{
    "/* board.DeleteOrphan */ DELETE FROM photos "
    "WHERE home_id = ? AND photo_id = ? AND message_id = 0"};
constexpr db::Statement kIsFileUsed{
    "/* board.IsFileUsed */ SELECT 1 FROM photos WHERE home_id = ? AND full_hash = ? UNION ALL "
    "SELECT 1 FROM photos WHERE home_id = ? AND thumbnail_hash = ? LIMIT 1"};

StoredPhoto ReadPhoto(db::Row& row) {
  StoredPhoto photo;
  photo.home_id = row.Int(0);
  photo.photo = {row.Int(1), static_cast<int32_t>(row.Int(4)), static_cast<int32_t>(row.Int(5))};
  photo.uploader_id = row.Int(2);
  photo.message_id = row.Int(3);
  photo.full_hash = row.TakeString(6);
  photo.thumbnail_hash = row.TakeString(7);
  photo.create_time = row.Time(8);
  return photo;
}

absl::StatusOr<int64_t> IdOf(const std::string& result) {
  int64_t id = 0;
  if (!absl::SimpleAtoi(result, &id)) {
    return absl::InternalError("a request key of ours holds no photo id");
  }
  return id;
}

}  // namespace

absl::StatusOr<std::optional<int64_t>> SqlPhotoStore::FindUpload(absl::Time deadline,
                                                                 const base::RequestKey& key) {
  ASSIGN_OR_RETURN(const std::optional<std::string> result,
                   db::FindRequest(database_, deadline, key));
  if (!result.has_value()) return std::optional<int64_t>();
  ASSIGN_OR_RETURN(const int64_t id, IdOf(*result));
  return std::optional<int64_t>(id);
}

absl::StatusOr<int64_t> SqlPhotoStore::Insert(absl::Time deadline, const base::RequestKey& key,
                                              const StoredPhoto& photo, int most) {
  int64_t id = photo.photo.id;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        id = photo.photo.id;
        ASSIGN_OR_RETURN(const auto earlier,
                         db::ClaimRequest(tx, key, absl::StrCat(id), photo.create_time));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(id, IdOf(*earlier));
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(const db::Rows unsent,
                         tx.Query(kCountUnsent, {photo.home_id, photo.uploader_id}));
        if (unsent[0].Int(0) >= most) return PhotoLimit();
        return tx
            .Execute(kInsertPhoto,
                     {photo.home_id, id, photo.uploader_id, photo.photo.width, photo.photo.height,
                      photo.full_hash, photo.thumbnail_hash, photo.create_time})
            .status();
      },
      db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::StatusOr<std::optional<StoredPhoto>> SqlPhotoStore::Find(absl::Time deadline, int64_t home_id,
                                                               int64_t photo_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindPhoto, {home_id, photo_id}));
  if (rows.empty()) return std::optional<StoredPhoto>();
  return std::optional<StoredPhoto>(ReadPhoto(rows[0]));
}

absl::StatusOr<std::vector<StoredPhoto>> SqlPhotoStore::ListOrphans(absl::Time deadline,
                                                                    absl::Time before, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListOrphans, {before, limit}));
  std::vector<StoredPhoto> orphans;
  for (db::Row& row : rows) orphans.push_back(ReadPhoto(row));
  return orphans;
}

absl::StatusOr<bool> SqlPhotoStore::DeleteOrphan(absl::Time deadline, const StoredPhoto& photo) {
  int64_t deleted = 0;
  RETURN_IF_ERROR(database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(deleted, tx.Execute(kDeleteOrphan, {photo.home_id, photo.photo.id}));
    return absl::OkStatus();
  }));
  return deleted > 0;
}

absl::StatusOr<bool> SqlPhotoStore::IsUsed(absl::Time deadline, int64_t home_id,
                                           absl::string_view hash) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kIsFileUsed, {home_id, hash, home_id, hash}));
  return !rows.empty();
}

absl::Status AttachPhotos(db::Transaction& tx, const std::vector<int64_t>& ids, Message* message) {
  message->photos.clear();
  if (ids.empty()) return absl::OkStatus();
  // One lock order, whatever order the author chose.
  std::vector<int64_t> sorted = ids;
  std::sort(sorted.begin(), sorted.end());
  std::vector<Photo> found;
  for (const int64_t id : sorted) {
    ASSIGN_OR_RETURN(const db::Rows rows,
                     tx.Query(kLockUnsent, {message->home_id, id, message->author_id}));
    if (rows.empty()) return PhotoNotFound();
    found.push_back(
        {id, static_cast<int32_t>(rows[0].Int(0)), static_cast<int32_t>(rows[0].Int(1))});
    ASSIGN_OR_RETURN(const int64_t sent,
                     tx.Execute(kSendPhoto, {message->id, message->home_id, id}));
    // The same photo twice.
    if (sent != 1) return PhotoNotFound();
  }
  for (const int64_t id : ids) {
    message->photos.push_back(*std::find_if(found.begin(), found.end(),
                                            [&](const Photo& photo) { return photo.id == id; }));
  }
  return tx.Execute(kSetPhotoList, {PhotoListText(message->photos), message->home_id, message->id})
      .status();
}

std::string PhotoListText(const std::vector<Photo>& photos) {
  std::string text;
  for (const Photo& photo : photos) {
    absl::StrAppend(&text, text.empty() ? "" : ",", photo.id, ":", photo.width, ":", photo.height);
  }
  return text;
}

std::vector<Photo> ReadPhotoList(const std::string& text) {
  std::vector<Photo> photos;
  if (text.empty()) return photos;
  for (const absl::string_view entry : absl::StrSplit(text, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(entry, ':');
    Photo photo;
    if (parts.size() == 3 && absl::SimpleAtoi(parts[0], &photo.id) &&
        absl::SimpleAtoi(parts[1], &photo.width) && absl::SimpleAtoi(parts[2], &photo.height)) {
      photos.push_back(photo);
    }
  }
  return photos;
}

}  // namespace deputies::board
