// Rows of registers: organisations, homes and deputies in CSV files, with errors that name file,
// line and column.
#ifndef DEPLOY_CTL_REGISTER_ROWS_H_
#define DEPLOY_CTL_REGISTER_ROWS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/accounts/v1/deputy.pb.h"
#include "deputies/accounts/v1/organization.pb.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::ctl {

struct RegisterColumns {
  std::vector<std::string> required;
  std::vector<std::string> optional;
};

class RegisterRow {
 public:
  // All must outlive the row.
  RegisterRow(const std::string& path, const sheet::CsvColumns& columns,
              const sheet::CsvRecord& record)
      : path_(path), columns_(columns), record_(record) {}

  const std::string& Text(absl::string_view column) const {
    return columns_.Field(record_, column);
  }
  // INVALID_ARGUMENT with file, line, column, what was expected and what stands there.
  absl::Status Wrong(absl::string_view column, absl::string_view expected) const;
  // The same for a field that is no column's own name, by a rule in words.
  absl::Status Breach(absl::string_view field, absl::string_view rule) const;
  absl::StatusOr<int> Number(absl::string_view column) const;
  // Midnight of a day in `zone`.
  absl::Status Day(absl::string_view column, absl::TimeZone zone,
                   google::protobuf::Timestamp* out) const;
  // What the column holds, parted by blanks.
  std::vector<std::string> Codes(absl::string_view column) const;

  const sheet::CsvColumns& columns() const { return columns_; }
  const sheet::CsvRecord& record() const { return record_; }

 private:
  const std::string& path_;
  const sheet::CsvColumns& columns_;
  const sheet::CsvRecord& record_;
};

// Hands each row of a file to `take`, and what is wrong with a row's form to `refuse`, until one of
// them answers with an error. Where "x.csv" is missing, the first sheet of "x.xlsx" is read; where
// both are, there are no rows.
absl::Status ForEachRegisterRow(const std::string& path, const RegisterColumns& columns,
                                const std::function<absl::Status(const RegisterRow&)>& take,
                                const std::function<absl::Status(const absl::Status&)>& refuse);

RegisterColumns OrganizationColumns();
RegisterColumns HomeColumns();
RegisterColumns DeputyColumns();

absl::Status FillOrganization(const RegisterRow& row, accounts::v1::ImportedOrganization* out);
void FillHome(const RegisterRow& row, accounts::v1::ImportedHome* out);
absl::Status FillDeputy(const RegisterRow& row, absl::TimeZone zone,
                        accounts::v1::ImportedDeputy* out);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_REGISTER_ROWS_H_
