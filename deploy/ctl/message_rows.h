// From a CSV row of an earlier system to a message for the board.
#ifndef DEPLOY_CTL_MESSAGE_ROWS_H_
#define DEPLOY_CTL_MESSAGE_ROWS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/board/v1/message.pb.h"
#include "services/common/sheet/csv_reader.h"
#include "services/common/validate/request_rules.h"

namespace deputies::ctl {

// What is wrong with a row, for the person who corrects it.
struct RowProblem {
  std::string column;    // empty when it is about the row as a whole
  std::string expected;  // English
};

class MessageRows {
 public:
  static const std::vector<std::string>& RequiredColumns();
  static const std::vector<std::string>& OptionalColumns();

  // NOT_FOUND when the machine has no time-zone data (tzdata).
  static absl::StatusOr<MessageRows> Make();

  // Reads one row: cleans its texts, turns local times of Asia/Shanghai into instants, and checks
  // the field rules of ImportedMessage and that no earlier good row had the same message_id. Empty
  // when the row is good.
  std::vector<RowProblem> Read(const sheet::CsvColumns& columns, const sheet::CsvRecord& record,
                               board::v1::ImportedMessage* message);

  // The column that a field path of ImportMessagesRequest ("messages[3].postTime") stands for; ""
  // for none.
  static std::string ColumnOf(absl::string_view path);
  // What a column must hold.
  static std::string ExpectedIn(absl::string_view column);

 private:
  explicit MessageRows(absl::TimeZone zone);

  const absl::TimeZone zone_;
  std::shared_ptr<const validate::RequestRules> rules_;
  std::map<std::string, int64_t> seen_;  // message_id -> line
};

// "2019-04-25 09:32:09" in `zone`. INVALID_ARGUMENT for every other form and for days and times
// that do not exist.
absl::StatusOr<absl::Time> ParseLocalTime(absl::string_view text, absl::TimeZone zone);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_MESSAGE_ROWS_H_
