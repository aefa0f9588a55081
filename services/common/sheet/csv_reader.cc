#include "services/common/sheet/csv_reader.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/common/validate/text.h"

namespace deputies::sheet {
namespace {

constexpr size_t kChunkBytes = 1 << 16;
constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

// The name of a column for a message on a terminal: the file may be anything.
std::string Printable(std::string name) {
  constexpr size_t kMaxBytes = 64;
  if (name.size() > kMaxBytes) name.resize(kMaxBytes);
  return validate::NormalizeText(/*multiline=*/false, &name).problem.empty()
             ? name
             : absl::CHexEscape(name);
}

}  // namespace

CsvReader::CsvReader(std::istream& in) : in_(in) {
  if (Has(kByteOrderMark.size() - 1) &&
      buffer_.compare(0, kByteOrderMark.size(), kByteOrderMark.data(), kByteOrderMark.size()) ==
          0) {
    begin_ = kByteOrderMark.size();
    consumed_ = static_cast<int64_t>(kByteOrderMark.size());
  }
}

bool CsvReader::Has(size_t at) {
  while (begin_ + at >= buffer_.size()) {
    if (!in_.good()) return false;
    if (begin_ > kChunkBytes) {
      buffer_.erase(0, begin_);
      begin_ = 0;
    }
    const size_t size = buffer_.size();
    buffer_.resize(size + kChunkBytes);
    in_.read(&buffer_[size], kChunkBytes);
    buffer_.resize(size + static_cast<size_t>(in_.gcount()));
  }
  return true;
}

void CsvReader::Consume(size_t bytes) {
  line_ += std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                      buffer_.begin() + static_cast<std::ptrdiff_t>(begin_ + bytes), '\n');
  begin_ += bytes;
  consumed_ += static_cast<int64_t>(bytes);
}

bool CsvReader::Next(CsvRecord* record) {
  while (Has(0)) {
    *record = CsvRecord();
    record->line = line_;
    const size_t length = Parse(record);
    if (!record->problem.empty()) {
      record->fields.clear();
      absl::string_view raw = absl::string_view(buffer_).substr(begin_, length);
      while (!raw.empty() && (raw.back() == '\n' || raw.back() == '\r')) raw.remove_suffix(1);
      record->raw = std::string(raw);
    }
    const bool ends_line = length > 0 && buffer_[begin_ + length - 1] == '\n';
    Consume(length);
    record->last_line = ends_line ? line_ - 1 : line_;
    const bool empty_line = record->problem.empty() && record->fields.size() == 1 &&
                            record->fields[0].empty() && record->raw.empty() && length <= 2;
    // `""` alone on a line is an empty field and not an empty line, but no file of more than one
    // column has it.
    if (!empty_line) return true;
  }
  return false;
}

size_t CsvReader::Parse(CsvRecord* record) {
  size_t at = 0;
  while (true) {
    std::string field;
    const bool quoted = Has(at) && buffer_[begin_ + at] == '"';
    if (quoted) {
      ++at;
      while (true) {
        if (!Has(at) || at > kMaxRecordBytes) {
          record->problem = "a quote (\") opens a field and never closes";
          return FirstLine();
        }
        const char c = buffer_[begin_ + at++];
        if (c != '"') {
          field.push_back(c);
        } else if (Has(at) && buffer_[begin_ + at] == '"') {
          field.push_back('"');
          ++at;
        } else {
          break;
        }
      }
    } else {
      while (Has(at)) {
        const char c = buffer_[begin_ + at];
        if (c == ',' || c == '\n') break;
        if (c == '\r' && Has(at + 1) && buffer_[begin_ + at + 1] == '\n') break;
        if (at > kMaxRecordBytes) {
          record->problem = absl::StrCat("the row is longer than ", kMaxRecordBytes, " bytes");
          return SkipLine(at);
        }
        field.push_back(c);
        ++at;
      }
    }
    record->fields.push_back(std::move(field));
    if (!Has(at)) return at;
    const char c = buffer_[begin_ + at];
    if (c == ',') {
      ++at;
      continue;
    }
    if (c == '\n') return at + 1;
    if (c == '\r' && Has(at + 1) && buffer_[begin_ + at + 1] == '\n') return at + 2;
    if (c == '\r' && !Has(at + 1)) return at + 1;
    record->problem =
        absl::StrCat("text follows the closing quote of field ", record->fields.size(),
                     "; a quote inside a quoted field is written twice");
    return SkipLine(at);
  }
}

size_t CsvReader::FirstLine() { return SkipLine(0); }

size_t CsvReader::SkipLine(size_t at) {
  while (Has(at)) {
    if (buffer_[begin_ + at++] == '\n') break;
  }
  return at;
}

absl::StatusOr<CsvColumns> CsvColumns::Match(const CsvRecord& head,
                                             const std::vector<std::string>& required,
                                             const std::vector<std::string>& optional) {
  if (!head.problem.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("the head line is broken: ", head.problem));
  }
  CsvColumns columns;
  columns.size_ = head.fields.size();
  std::vector<std::string> problems;
  for (size_t i = 0; i < head.fields.size(); ++i) {
    const std::string& name = head.fields[i];
    const auto is_name = [&](const std::string& other) { return other == name; };
    if (std::none_of(required.begin(), required.end(), is_name) &&
        std::none_of(optional.begin(), optional.end(), is_name)) {
      problems.push_back(absl::StrCat("unknown column \"", Printable(name), "\""));
    } else if (!columns.positions_.emplace(name, i).second) {
      problems.push_back(absl::StrCat("column \"", name, "\" stands there twice"));
    }
  }
  for (const std::string& name : required) {
    if (!columns.Has(name)) problems.push_back(absl::StrCat("missing column \"", name, "\""));
  }
  if (problems.empty()) return columns;
  std::string expected = absl::StrJoin(required, ",");
  if (!optional.empty()) absl::StrAppend(&expected, "[,", absl::StrJoin(optional, ","), "]");
  return absl::InvalidArgumentError(
      absl::StrCat(absl::StrJoin(problems, "; "), "; expected ", expected));
}

bool CsvColumns::Has(absl::string_view column) const {
  return positions_.find(column) != positions_.end();
}

const std::string& CsvColumns::Field(const CsvRecord& record, absl::string_view column) const {
  static const std::string* const kEmpty = new std::string;
  const auto it = positions_.find(column);
  return it == positions_.end() ? *kEmpty : record.fields[it->second];
}

void AppendCsvRow(const std::vector<std::string>& fields, std::string* out) {
  const char* separator = "";
  for (const std::string& field : fields) {
    out->append(separator);
    separator = ",";
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      out->append(field);
    } else {
      absl::StrAppend(out, "\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
    }
  }
  out->append("\r\n");
}

}  // namespace deputies::sheet
