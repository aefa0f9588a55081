// Draws one picture anew: the file comes on the standard input, the answer goes to the standard
// output (services/board/photo/cleaner_answer.h). A process of its own, for the libraries that
// decode pictures read what strangers made: it has no files, no network, little memory and time,
// and dies when it tries anything but reading, writing and asking for memory.
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <string>

#include "services/board/photo/cleaner/picture.h"
#include "services/board/photo/cleaner_answer.h"

namespace deputies::board {
namespace {

constexpr int kFullQuality = 82;
constexpr int kThumbnailQuality = 75;
constexpr rlim_t kMemoryBytes = 512 << 20;
constexpr rlim_t kCpuSeconds = 10;

void Limit(int resource, rlim_t most) {
  const rlimit limit = {most, most};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0) _exit(kCleanerBroken);
}

void LockIn() {
  Limit(RLIMIT_AS, kMemoryBytes);
  Limit(RLIMIT_CPU, kCpuSeconds);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
  Limit(RLIMIT_NOFILE, 3);
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) _exit(kCleanerBroken);
  int failed = 0;
  for (const int call : {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(exit_group), SCMP_SYS(exit),
                         SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
                         SCMP_SYS(rt_sigreturn), SCMP_SYS(futex), SCMP_SYS(getrandom)}) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  }
  // Memory, but none that can be run.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  }
  failed |= seccomp_load(filter);
  if (failed != 0) _exit(kCleanerBroken);
  seccomp_release(filter);
}

bool ReadAll(std::string* bytes) {
  char block[65536];
  while (true) {
    const ssize_t got = ::read(STDIN_FILENO, block, sizeof(block));
    if (got == 0) return true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || bytes->size() > kMaxCleanerInput) return false;
    bytes->append(block, static_cast<size_t>(got));
  }
}

bool WriteAll(const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t put = ::write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    done += static_cast<size_t>(put);
  }
  return true;
}

// What the first bytes say, whatever the name or the header of the file says.
PictureError Decode(const std::string& file, Picture* picture, char* type) {
  if (file.compare(0, 3, "\xff\xd8\xff") == 0) {
    *type = kCleanerJpeg;
    return ReadJpeg(file, picture);
  }
  if (file.compare(0, 8, "\x89PNG\r\n\x1a\n") == 0) {
    *type = kCleanerPng;
    return ReadPng(file, picture);
  }
  if (file.size() > 12 && file.compare(0, 4, "RIFF") == 0 && file.compare(8, 4, "WEBP") == 0) {
    *type = kCleanerWebp;
    return ReadWebp(file, picture);
  }
  return PictureError::kUnreadable;
}

int Run() {
  LockIn();
  std::string file;
  if (!ReadAll(&file)) return kCleanerBroken;
  CleanerAnswer answer;
  Picture picture;
  switch (Decode(file, &picture, &answer.type)) {
    case PictureError::kUnreadable:
      return kCleanerUnreadable;
    case PictureError::kTooLarge:
      return kCleanerTooLarge;
    case PictureError::kNone:
      break;
  }
  if (picture.width == 0 || picture.height == 0) return kCleanerUnreadable;
  const Picture full = Shrink(picture, kFullSide);
  answer.width = full.width;
  answer.height = full.height;
  answer.full = WriteJpeg(full, kFullQuality);
  answer.thumbnail = WriteJpeg(Shrink(full, kThumbnailSide), kThumbnailQuality);
  if (answer.full.empty() || answer.thumbnail.empty()) return kCleanerBroken;
  return WriteAll(answer.Text()) ? 0 : kCleanerBroken;
}

}  // namespace
}  // namespace deputies::board

int main() {
  try {
    // Not return: nothing that runs at the end is needed, and it might ask for more than is
    // allowed.
    _exit(deputies::board::Run());
  } catch (const std::bad_alloc&) {
    _exit(deputies::board::kCleanerTooLarge);
  }
}
