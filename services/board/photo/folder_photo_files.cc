#include "services/board/photo/folder_photo_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace deputies::board {
namespace {

absl::Status Failed(absl::string_view what, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(errno)));
}

// What a folder's entry needs to outlive a power cut.
bool SyncFolder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced;
}

bool WriteWhole(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return ::fsync(fd) == 0;
}

}  // namespace

std::string FolderPhotoFiles::FolderOf(int64_t home_id, absl::string_view hash) const {
  return absl::StrCat(folder_, "/", home_id, "/", absl::BytesToHexString(hash.substr(0, 1)));
}

std::string FolderPhotoFiles::PathOf(int64_t home_id, absl::string_view hash) const {
  return absl::StrCat(FolderOf(home_id, hash), "/", absl::BytesToHexString(hash), ".jpg");
}

absl::Status FolderPhotoFiles::Put(int64_t home_id, absl::string_view hash,
                                   absl::string_view bytes) {
  static std::atomic<uint64_t> number{0};
  const std::string folder = FolderOf(home_id, hash);
  const std::string path = PathOf(home_id, hash);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  const std::string temporary = absl::StrCat(folder, "/.", ::getpid(), "-", ++number);
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (fd < 0) return Failed("make", temporary);
  const bool written = WriteWhole(fd, bytes);
  ::close(fd);
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
    const absl::Status failed = Failed("write", path);
    ::unlink(temporary.c_str());
    return failed;
  }
  // The home's folder and the one in it may be new.
  if (!SyncFolder(folder) || !SyncFolder(absl::StrCat(folder_, "/", home_id)) ||
      !SyncFolder(folder_)) {
    return Failed("keep", folder);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FolderPhotoFiles::Get(int64_t home_id, absl::string_view hash) {
  const std::string path = PathOf(home_id, hash);
  std::ifstream file(path, std::ios::binary);
  if (!file) return errno == ENOENT ? absl::NotFoundError(path) : Failed("open", path);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) return Failed("read", path);
  return bytes;
}

absl::StatusOr<bool> FolderPhotoFiles::Exists(int64_t home_id, absl::string_view hash) {
  struct stat found;
  const std::string path = PathOf(home_id, hash);
  if (::stat(path.c_str(), &found) == 0) return true;
  if (errno != ENOENT) return Failed("look at", path);
  return false;
}

absl::Status FolderPhotoFiles::Delete(int64_t home_id, absl::string_view hash) {
  const std::string path = PathOf(home_id, hash);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return Failed("delete", path);
  return absl::OkStatus();
}

}  // namespace deputies::board
