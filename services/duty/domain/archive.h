// The duty archive: notebooks, and a deputy's work in plain words.
#ifndef SERVICES_DUTY_DOMAIN_ARCHIVE_H_
#define SERVICES_DUTY_DOMAIN_ARCHIVE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/scoring.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.Notebook.
enum class Notebook { kReception = 1, kVisit = 2, kDiary = 3 };

struct Note {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t deputy_id = 0;
  Notebook notebook = Notebook::kDiary;
  std::string title;
  std::string text;
  std::string place;
  absl::Time occur_time;
  bool is_public = false;
};

// INVALID_ARGUMENT/FIELD_INVALID for a public diary, an unknown notebook, a time to come.
absl::Status CheckNote(const Note& note, absl::Time now);

// What was done, a sentence for each item; withdrawn acts are not spoken of.
std::vector<std::string> SentencesOf(const Score& score);

// A printed archive: what it was printed from, and what it says.
struct ArchivePrint {
  int64_t home_id = 0;
  std::string code;
  int64_t deputy_id = 0;
  std::string deputy_name;
  std::string period;
  int points = 0;
  int64_t tree_size = 0;
  std::string root;
  absl::Time print_time;
};

// 12 letters and digits that cannot be taken for each other, from 60 random bits; on paper in
// fours.
std::string ArchiveCode(uint64_t random_bits);
std::string ForPaper(absl::string_view code);
// As ArchiveCode wrote it: without dashes and blanks, in capitals.
std::string ReadArchiveCode(absl::string_view typed);

struct ArchiveAct {
  absl::Time perform_time;
  std::string title;
};

// What a printed archive shows.
struct ArchiveSheet {
  ArchivePrint print;
  std::string home_name;
  std::string level;
  int term = 0;
  std::string constituency;
  std::string occupation;
  Score score;
  std::vector<ArchiveAct> acts;  // the latest first
};

// Draws archives. Thread-safe.
class ArchivePrinter {
 public:
  virtual ~ArchivePrinter() = default;
  // A PDF file.
  virtual absl::StatusOr<std::string> Print(const ArchiveSheet& sheet) const = 0;
};

// Thread-safe.
class ArchivePrintStore {
 public:
  virtual ~ArchivePrintStore() = default;
  // Once per request key; answers with what the first call stored.
  virtual absl::StatusOr<ArchivePrint> Add(absl::Time deadline, const base::RequestKey& key,
                                           const ArchivePrint& print) = 0;
  virtual absl::StatusOr<std::optional<ArchivePrint>> Find(absl::Time deadline, int64_t home_id,
                                                           const std::string& code) = 0;
};

struct NoteQuery {
  int64_t home_id = 0;
  int64_t deputy_id = 0;
  bool public_only = true;
  int notebook = 0;  // 0: all
  int64_t before_id = 0;
  int limit = 0;
};

// Thread-safe.
class NoteStore {
 public:
  virtual ~NoteStore() = default;
  // Once per request key; answers with the id that the first call stored.
  virtual absl::StatusOr<int64_t> Add(absl::Time deadline, const base::RequestKey& key,
                                      const Note& note) = 0;
  virtual absl::StatusOr<std::optional<Note>> Find(absl::Time deadline, int64_t home_id,
                                                   int64_t note_id) = 0;
  // Newest first.
  virtual absl::StatusOr<std::vector<Note>> List(absl::Time deadline, const NoteQuery& query) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_ARCHIVE_H_
