// Secret ballots: what a vote is, how it is sealed, and what a box of votes comes to.
#ifndef SERVICES_DUTY_DOMAIN_BALLOT_H_
#define SERVICES_DUTY_DOMAIN_BALLOT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"

namespace deputies::duty {

// Mirror the enums of deputies.duty.v1.
enum class BallotKind { kSatisfaction = 1, kProjects = 2 };
enum class Electorate { kDeputies = 1, kVoters = 2 };

struct Ballot {
  int64_t home_id = 0;
  int64_t id = 0;
  BallotKind kind = BallotKind::kSatisfaction;
  std::string title;
  int64_t subject_deputy_id = 0;
  std::vector<std::string> options;
  int max_choices = 1;
  int seats = 1;
  Electorate electorate = Electorate::kDeputies;
  int quorum = 1;
  absl::Time close_time;
  bool closed = false;
  std::string salt;
  std::string public_key;
  int vote_count = 0;
};

struct BallotPaper {
  std::string check_code;
  std::vector<int> choices;  // rising; empty: spoilt
};

struct BallotResult {
  bool quorum_reached = false;
  std::vector<int> counts;   // by option
  std::vector<int> winners;  // options, rising
  int spoilt = 0;
};

// Keys that come from words, and envelopes sealed to them. Thread-safe.
class BallotSealer {
 public:
  struct KeyPair {
    std::string public_key;
    std::string secret_key;
  };
  virtual ~BallotSealer() = default;
  virtual std::string NewSalt() const = 0;
  // Slow on purpose: a tenth of a second and 64 MB.
  virtual absl::StatusOr<KeyPair> KeysFrom(absl::string_view words,
                                           absl::string_view salt) const = 0;
  virtual std::string Seal(absl::string_view text, absl::string_view public_key) const = 0;
  // Absent when it was not sealed to these keys.
  virtual std::optional<std::string> Open(absl::string_view sealed, const KeyPair& keys) const = 0;
};

// INVALID_ARGUMENT/FIELD_INVALID when the ballot contradicts itself or closes too soon.
absl::Status CheckBallot(const Ballot& ballot, absl::Time now);
// INVALID_ARGUMENT/FIELD_INVALID unless the choices are options of the ballot, each once, and not
// too many, and the code consists of letters and digits.
absl::Status CheckPaper(const Ballot& ballot, const BallotPaper& paper);

// A paper as text of one length, whatever it says, and back. A text that is none gives a spoilt
// one.
std::string FormatPaper(const BallotPaper& paper);
BallotPaper ParsePaper(const Ballot& ballot, absl::string_view text);

// The same for whoever counts. An option wins when fewer than `seats` others have as many votes or
// more, and it has any.
BallotResult Tally(const Ballot& ballot, const std::vector<BallotPaper>& papers);

// Each write happens once per request key. Thread-safe.
class BallotStore {
 public:
  virtual ~BallotStore() = default;
  // Answers with the id that the first call stored.
  virtual absl::StatusOr<int64_t> Create(absl::Time deadline, const base::RequestKey& key,
                                         const Ballot& ballot) = 0;
  // With the number of votes.
  virtual absl::StatusOr<std::optional<Ballot>> Find(absl::Time deadline, int64_t home_id,
                                                     int64_t ballot_id) = 0;
  // Newest first, at most 50.
  virtual absl::StatusOr<std::vector<Ballot>> List(absl::Time deadline, int64_t home_id) = 0;
  // Stores or replaces the voter's envelope. BALLOT_NOT_FOUND; BALLOT_STATE_CONFLICT from the close
  // time on.
  virtual absl::Status Cast(absl::Time deadline, const base::RequestKey& key, int64_t ballot_id,
                            int64_t voter_id, const std::string& sealed, absl::Time now) = 0;
  // Hands all envelopes, in no order, to `open`, stores the papers that it gives in the order of
  // their codes, and empties the envelopes. BALLOT_STATE_CONFLICT when it was closed before.
  virtual absl::Status Close(
      absl::Time deadline, const base::RequestKey& key, int64_t ballot_id,
      const std::function<std::vector<BallotPaper>(const std::vector<std::string>&)>& open) = 0;
  virtual absl::StatusOr<std::vector<BallotPaper>> ListPapers(absl::Time deadline, int64_t home_id,
                                                              int64_t ballot_id) = 0;
  virtual absl::StatusOr<std::vector<int64_t>> ListRoll(absl::Time deadline, int64_t home_id,
                                                        int64_t ballot_id) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_BALLOT_H_
