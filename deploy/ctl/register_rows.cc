#include "deploy/ctl/register_rows.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "deploy/ctl/message_rows.h"
#include "services/common/base/status_macros.h"
#include "services/common/sheet/sheet_reader.h"

namespace deputies::ctl {

absl::Status RegisterRow::Wrong(absl::string_view column, absl::string_view expected) const {
  return absl::InvalidArgumentError(absl::StrCat(path_, " line ", record_.line, ", column ", column,
                                                 ": expected ", expected, ", not \"", Text(column),
                                                 "\""));
}

absl::Status RegisterRow::Breach(absl::string_view field, absl::string_view rule) const {
  return absl::InvalidArgumentError(
      absl::StrCat(path_, " line ", record_.line, ", column ", field, ": ", rule));
}

absl::StatusOr<int> RegisterRow::Number(absl::string_view column) const {
  int number = 0;
  if (!absl::SimpleAtoi(Text(column), &number)) return Wrong(column, "a whole number");
  return number;
}

absl::Status RegisterRow::Day(absl::string_view column, absl::TimeZone zone,
                              google::protobuf::Timestamp* out) const {
  absl::StatusOr<absl::Time> time = ParseLocalTime(Text(column) + " 00:00:00", zone);
  if (!time.ok()) return Wrong(column, "a day like 2021-11-01");
  out->set_seconds(absl::ToUnixSeconds(*time));
  return absl::OkStatus();
}

std::vector<std::string> RegisterRow::Codes(absl::string_view column) const {
  return absl::StrSplit(Text(column), ' ', absl::SkipEmpty());
}

namespace {

absl::Status ForEachWorkbookRow(const std::string& path, const RegisterColumns& wanted,
                                const std::function<absl::Status(const RegisterRow&)>& take) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  absl::StatusOr<std::vector<sheet::SheetRow>> rows = sheet::ReadXlsx(bytes);
  if (!rows.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", rows.status().message()));
  }
  if (rows->empty()) return absl::InvalidArgumentError(absl::StrCat(path, " is empty"));
  sheet::CsvRecord head;
  head.fields = std::move((*rows)[0].cells);
  absl::StatusOr<sheet::CsvColumns> columns =
      sheet::CsvColumns::Match(head, wanted.required, wanted.optional);
  if (!columns.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", columns.status().message()));
  }
  for (size_t i = 1; i < rows->size(); ++i) {
    sheet::CsvRecord record;
    record.fields = std::move((*rows)[i].cells);
    record.fields.resize(columns->size());  // empty cells at the end are not kept
    record.line = record.last_line = (*rows)[i].line;
    RETURN_IF_ERROR(take(RegisterRow(path, *columns, record)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ForEachRegisterRow(const std::string& path, const RegisterColumns& wanted,
                                const std::function<absl::Status(const RegisterRow&)>& take,
                                const std::function<absl::Status(const absl::Status&)>& refuse) {
  if (!std::filesystem::exists(path)) {
    const std::string workbook = std::filesystem::path(path).replace_extension(".xlsx");
    return std::filesystem::exists(workbook) ? ForEachWorkbookRow(workbook, wanted, take)
                                             : absl::OkStatus();
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  sheet::CsvReader reader(in);
  sheet::CsvRecord head;
  if (!reader.Next(&head)) return absl::InvalidArgumentError(absl::StrCat(path, " is empty"));
  absl::StatusOr<sheet::CsvColumns> columns =
      sheet::CsvColumns::Match(head, wanted.required, wanted.optional);
  if (!columns.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", columns.status().message()));
  }
  sheet::CsvRecord record;
  while (reader.Next(&record)) {
    if (record.problem.empty() && record.fields.size() == columns->size()) {
      RETURN_IF_ERROR(take(RegisterRow(path, *columns, record)));
      continue;
    }
    RETURN_IF_ERROR(refuse(absl::InvalidArgumentError(absl::StrCat(
        path, " line ", record.line, ": ",
        record.problem.empty()
            ? absl::StrCat("expected ", columns->size(), " columns, not ", record.fields.size())
            : record.problem))));
  }
  return in.bad() ? absl::DataLossError(absl::StrCat("cannot read all of ", path))
                  : absl::OkStatus();
}

RegisterColumns OrganizationColumns() { return {{"code", "name", "level", "parent_code"}, {}}; }

RegisterColumns HomeColumns() {
  return {{"code", "name", "organization_code"},
          {"address", "opening_hours", "contact_phone", "introduction"}};
}

RegisterColumns DeputyColumns() {
  return {{"code", "name", "level", "term", "term_start", "home_codes"},
          {"term_end", "constituency", "constituency_codes", "group_codes", "occupation",
           "introduction", "phone"}};
}

absl::Status FillOrganization(const RegisterRow& row, accounts::v1::ImportedOrganization* out) {
  out->set_code(row.Text("code"));
  out->set_name(row.Text("name"));
  out->set_parent_code(row.Text("parent_code"));
  accounts::v1::OrganizationLevel level;
  if (!accounts::v1::OrganizationLevel_Parse(absl::AsciiStrToUpper(row.Text("level")), &level)) {
    return row.Wrong("level", "region, city, county, township, station, grid or organ");
  }
  out->set_level(level);
  return absl::OkStatus();
}

void FillHome(const RegisterRow& row, accounts::v1::ImportedHome* out) {
  out->set_code(row.Text("code"));
  out->set_name(row.Text("name"));
  out->set_organization_code(row.Text("organization_code"));
  out->set_address(row.Text("address"));
  out->set_opening_hours(row.Text("opening_hours"));
  out->set_contact_phone(row.Text("contact_phone"));
  out->set_introduction(row.Text("introduction"));
}

absl::Status FillDeputy(const RegisterRow& row, absl::TimeZone zone,
                        accounts::v1::ImportedDeputy* out) {
  out->set_code(row.Text("code"));
  out->set_name(row.Text("name"));
  accounts::v1::DeputyLevel level;
  if (!accounts::v1::DeputyLevel_Parse(
          absl::StrCat(absl::AsciiStrToUpper(row.Text("level")), "_DEPUTY"), &level)) {
    return row.Wrong("level", "township, county, city or region");
  }
  out->set_level(level);
  ASSIGN_OR_RETURN(const int term, row.Number("term"));
  if (term < 1 || term > 99) return row.Wrong("term", "a number from 1 to 99");
  out->set_term(term);
  RETURN_IF_ERROR(row.Day("term_start", zone, out->mutable_term_start_time()));
  if (!row.Text("term_end").empty()) {
    RETURN_IF_ERROR(row.Day("term_end", zone, out->mutable_term_end_time()));
    if (out->term_end_time().seconds() <= out->term_start_time().seconds()) {
      return row.Wrong("term_end", "a day after term_start");
    }
  }
  out->set_constituency(row.Text("constituency"));
  out->set_occupation(row.Text("occupation"));
  out->set_introduction(row.Text("introduction"));
  out->set_phone(row.Text("phone"));
  for (std::string& code : row.Codes("home_codes")) out->add_home_codes(std::move(code));
  for (std::string& code : row.Codes("group_codes")) out->add_group_codes(std::move(code));
  for (std::string& code : row.Codes("constituency_codes")) {
    out->add_constituency_codes(std::move(code));
  }
  return absl::OkStatus();
}

}  // namespace deputies::ctl
