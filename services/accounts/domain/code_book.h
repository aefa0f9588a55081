#ifndef SERVICES_ACCOUNTS_DOMAIN_CODE_BOOK_H_
#define SERVICES_ACCOUNTS_DOMAIN_CODE_BOOK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/code_store.h"
#include "services/accounts/domain/directory.h"
#include "services/accounts/domain/poster_painter.h"
#include "services/accounts/domain/random_source.h"
#include "services/common/base/caller.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::accounts {

struct CodeDraft {
  CodeKind kind = CodeKind::kUnspecified;
  int64_t target_id = 0;
  std::string label;
  std::optional<absl::Time> expire_time;
  std::string replaces_scene;  // empty: none
};

struct ScanResult {
  CodeKind kind = CodeKind::kUnspecified;
  int64_t home_id = 0;
  std::string home_name;
  int64_t target_id = 0;
  std::string deputy_name;
  bool redirected = false;
};

// The codes of homes, deputies, matters and reception days.
class CodeBook {
 public:
  // All must outlive the book.
  CodeBook(CodeStore& store, Directory& directory, const PosterPainter& painter,
           MiniProgramCodes& round_codes, const RandomSource& random, const base::Clock& clock,
           base::IdSource& ids)
      : store_(store),
        directory_(directory),
        painter_(painter),
        round_codes_(round_codes),
        random_(random),
        clock_(clock),
        ids_(ids) {}

  // What the wrapper around the handlers has let pass: staff of the home, or one of its deputies,
  // who may touch the codes of that one mandate only (PERMISSION_DENIED/ACCESS_DENIED).
  struct User {
    const base::Caller& caller;
    base::Actor actor;
  };

  // NOT_FOUND/HOME_NOT_FOUND, DEPUTY_NOT_FOUND, CODE_NOT_FOUND; INVALID_ARGUMENT/FIELD_INVALID.
  absl::StatusOr<Code> Create(absl::Time deadline, const User& user, const base::RequestKey& key,
                              const CodeDraft& draft);
  // Each code ends and leads to a new one like it; the new ones, in order.
  absl::StatusOr<std::vector<Code>> Rotate(absl::Time deadline, const User& user,
                                           const base::RequestKey& key,
                                           const std::vector<std::string>& scenes);
  // Newest first. `page_size` 0 means 20.
  absl::StatusOr<Page<Code>> List(absl::Time deadline, const User& user, int64_t home_id,
                                  const ListPosition& after, int page_size);
  // NOT_FOUND/CODE_NOT_FOUND, also for a successor of another home.
  absl::StatusOr<Code> Revoke(absl::Time deadline, const User& user, const base::RequestKey& key,
                              const std::string& scene, const std::string& successor_scene);
  // Where a scene or short code leads now. Counts the scan of the code that was scanned.
  // NOT_FOUND/CODE_NOT_FOUND.
  absl::StatusOr<ScanResult> Scan(absl::Time deadline, const std::string& text);
  struct Sheet {
    std::string svg;
    bool round_code = false;
  };
  // One sheet for each code; with round codes as far as WeChat draws them.
  // NOT_FOUND/CODE_NOT_FOUND.
  absl::StatusOr<std::vector<Sheet>> Posters(const CallTrace& trace, const User& user,
                                             int64_t home_id,
                                             const std::vector<std::string>& scenes,
                                             PaperSize paper_size, bool round_codes);
  struct DrawnCode {
    Code code;
    CodePicture picture;
    bool drawn = false;  // false: the picture was kept from before
  };
  // The deputy's newest live code without an end, made under `key` when there is none, and its
  // round picture. NOT_FOUND/DEPUTY_NOT_FOUND, HOME_NOT_FOUND; those of MiniProgramCodes, after
  // which the code is there for the next time.
  absl::StatusOr<DrawnCode> DrawDeputyCode(const CallTrace& trace, const base::Actor& actor,
                                           const base::RequestKey& key, int64_t deputy_id);

 private:
  struct RoundCode {
    CodePicture picture;  // empty when WeChat does not draw it now, for `refusal`
    bool drawn = false;
    absl::Status refusal;
  };

  bool IsLive(const Code& code) const;
  absl::StatusOr<RoundCode> RoundCodeOf(const CallTrace& trace, const std::string& scene);
  // To be called when draft and user are found good.
  absl::StatusOr<Code> Make(absl::Time deadline, const base::Actor& actor,
                            const base::RequestKey& key, const CodeDraft& draft);
  absl::Status CheckTarget(absl::Time deadline, int64_t home_id, const CodeDraft& draft);

  CodeStore& store_;
  Directory& directory_;
  const PosterPainter& painter_;
  MiniProgramCodes& round_codes_;
  const RandomSource& random_;
  const base::Clock& clock_;
  base::IdSource& ids_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_CODE_BOOK_H_
