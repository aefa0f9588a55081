#include <expat.h>
#include <minizip/unzip.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/common/base/status_macros.h"
#include "services/common/sheet/sheet_reader.h"

namespace deputies::sheet {
namespace {

absl::Status NoWorkbook() {
  return absl::InvalidArgumentError("这个文件不是能读的 Excel 工作簿（.xlsx），请另存后再试");
}
absl::Status TooLarge() { return absl::InvalidArgumentError("表格太大，请分成几个文件导入"); }

// ---- the archive, read from memory

// What minizip sees as a file.
struct MemoryFile {
  absl::string_view bytes;
  size_t at = 0;
};

MemoryFile* FileOf(voidpf stream) { return static_cast<MemoryFile*>(stream); }

voidpf Open(voidpf opaque, const void*, int) { return opaque; }
uLong Read(voidpf, voidpf stream, void* buffer, uLong size) {
  MemoryFile* file = FileOf(stream);
  const size_t count = std::min<size_t>(size, file->bytes.size() - file->at);
  if (count > 0) std::memcpy(buffer, file->bytes.data() + file->at, count);
  file->at += count;
  return count;
}
uLong Write(voidpf, voidpf, const void*, uLong) { return 0; }
ZPOS64_T Tell(voidpf, voidpf stream) { return FileOf(stream)->at; }
long Seek(voidpf, voidpf stream, ZPOS64_T offset, int origin) {  // NOLINT: minizip's type
  MemoryFile* file = FileOf(stream);
  const ZPOS64_T from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? file->at
                        : origin == ZLIB_FILEFUNC_SEEK_END ? file->bytes.size()
                                                           : 0;
  if (from + offset > file->bytes.size()) return -1;
  file->at = from + offset;
  return 0;
}
int Close(voidpf, voidpf) { return 0; }
int Error(voidpf, voidpf) { return 0; }

class Archive {
 public:
  explicit Archive(absl::string_view bytes) : file_{bytes} {
    zlib_filefunc64_def functions = {&Open, &Read, &Write, &Tell, &Seek, &Close, &Error, &file_};
    zip_ = unzOpen2_64("", &functions);
  }
  ~Archive() {
    if (zip_ != nullptr) unzClose(zip_);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  bool ok() const { return zip_ != nullptr; }

  // Empty when there is no such entry.
  absl::StatusOr<std::string> Entry(const char* name) {
    if (unzLocateFile(zip_, name, 1) != UNZ_OK) return std::string();
    if (unzOpenCurrentFile(zip_) != UNZ_OK) return NoWorkbook();
    std::string text;
    char chunk[1 << 16];
    int count = 0;
    while ((count = unzReadCurrentFile(zip_, chunk, sizeof chunk)) > 0) {
      text.append(chunk, static_cast<size_t>(count));
      unpacked_ += static_cast<size_t>(count);
      if (unpacked_ > kMaxUnpackedBytes) break;
    }
    const bool whole = unzCloseCurrentFile(zip_) == UNZ_OK;
    if (unpacked_ > kMaxUnpackedBytes) return TooLarge();
    if (count < 0 || !whole) return NoWorkbook();
    return text;
  }

  // The first worksheet: sheet1.xml wherever a spreadsheet program wrote it, else any.
  absl::StatusOr<std::string> FirstWorksheet() {
    ASSIGN_OR_RETURN(std::string text, Entry("xl/worksheets/sheet1.xml"));
    if (!text.empty()) return text;
    for (int more = unzGoToFirstFile(zip_); more == UNZ_OK; more = unzGoToNextFile(zip_)) {
      char name[256];
      if (unzGetCurrentFileInfo64(zip_, nullptr, name, sizeof name, nullptr, 0, nullptr, 0) !=
          UNZ_OK) {
        break;
      }
      if (absl::StartsWith(name, "xl/worksheets/") && absl::EndsWith(name, ".xml")) {
        return Entry(name);
      }
    }
    return NoWorkbook();
  }

 private:
  MemoryFile file_;
  unzFile zip_ = nullptr;
  size_t unpacked_ = 0;
};

// ---- its XML

// Walks a document; a subclass looks at elements by their local names.
class Walker {
 public:
  virtual ~Walker() = default;
  virtual void Begin(absl::string_view element, const XML_Char** attributes) = 0;
  virtual void End(absl::string_view element) = 0;
  virtual void Text(absl::string_view text) = 0;

  absl::Status Walk(const std::string& xml) {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
        XML_ParserCreate(nullptr), &XML_ParserFree);
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(
        parser.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<Walker*>(self)->Begin(Local(name), attributes);
        },
        [](void* self, const XML_Char* name) { static_cast<Walker*>(self)->End(Local(name)); });
    XML_SetCharacterDataHandler(parser.get(), [](void* self, const XML_Char* text, int length) {
      static_cast<Walker*>(self)->Text({text, static_cast<size_t>(length)});
    });
    const XML_Status status =
        XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), /*isFinal=*/1);
    return status == XML_STATUS_OK ? absl::OkStatus() : NoWorkbook();
  }

  static absl::string_view Attribute(const XML_Char** attributes, absl::string_view name) {
    for (; *attributes != nullptr; attributes += 2) {
      if (name == attributes[0]) return attributes[1];
    }
    return "";
  }

 private:
  static absl::string_view Local(absl::string_view name) {
    const size_t colon = name.rfind(':');
    return colon == absl::string_view::npos ? name : name.substr(colon + 1);
  }
};

// xl/sharedStrings.xml: each <si> is one text, in pieces <t>; readings <rPh> do not count.
class SharedStrings final : public Walker {
 public:
  std::vector<std::string> texts;

 private:
  void Begin(absl::string_view element, const XML_Char**) override {
    if (element == "si") texts.emplace_back();
    if (element == "rPh") reading_ = true;
    if (element == "t") in_text_ = !reading_;
  }
  void End(absl::string_view element) override {
    if (element == "rPh") reading_ = false;
    if (element == "t") in_text_ = false;
  }
  void Text(absl::string_view text) override {
    if (in_text_ && !texts.empty()) texts.back().append(text.data(), text.size());
  }

  bool in_text_ = false;
  bool reading_ = false;
};

// "BC12": column 54, line 12. False when it is no cell's name.
bool ParseReference(absl::string_view reference, size_t* column, int64_t* line) {
  size_t letters = 0;
  size_t number = 0;
  while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z') {
    number = number * 26 + static_cast<size_t>(reference[letters++] - 'A') + 1;
    if (letters > 3) return false;
  }
  *column = number - 1;
  return letters > 0 && absl::SimpleAtoi(reference.substr(letters), line);
}

class Worksheet final : public Walker {
 public:
  explicit Worksheet(const std::vector<std::string>& shared) : shared_(shared) {}

  absl::Status status() const { return status_; }
  std::vector<SheetRow> rows;

 private:
  void Begin(absl::string_view element, const XML_Char** attributes) override {
    if (element == "c") {
      type_ = std::string(Attribute(attributes, "t"));
      value_.clear();
      if (!ParseReference(Attribute(attributes, "r"), &column_, &line_)) status_ = NoWorkbook();
    }
    in_value_ = element == "v" || element == "t";
  }

  void End(absl::string_view element) override {
    in_value_ = false;
    if (element != "c" || !status_.ok() || value_.empty()) return;
    if (type_ == "s") {
      size_t index = 0;
      if (!absl::SimpleAtoi(value_, &index) || index >= shared_.size()) {
        status_ = NoWorkbook();
        return;
      }
      value_ = shared_[index];
    }
    if (rows.empty() || rows.back().line != line_) rows.push_back({line_, {}});
    std::vector<std::string>& cells = rows.back().cells;
    if (cells.size() <= column_) cells.resize(column_ + 1);
    cells[column_] = std::move(value_);
    value_.clear();
    if (++cell_count_ > kMaxCells) status_ = TooLarge();
  }

  void Text(absl::string_view text) override {
    if (in_value_) value_.append(text.data(), text.size());
  }

  const std::vector<std::string>& shared_;
  absl::Status status_;
  std::string type_;
  std::string value_;
  size_t column_ = 0;
  int64_t line_ = 0;
  bool in_value_ = false;
  size_t cell_count_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<SheetRow>> ReadXlsx(absl::string_view bytes) {
  Archive archive(bytes);
  if (!archive.ok()) return NoWorkbook();
  ASSIGN_OR_RETURN(const std::string strings, archive.Entry("xl/sharedStrings.xml"));
  SharedStrings shared;
  if (!strings.empty()) RETURN_IF_ERROR(shared.Walk(strings));
  ASSIGN_OR_RETURN(const std::string sheet, archive.FirstWorksheet());
  Worksheet worksheet(shared.texts);
  RETURN_IF_ERROR(worksheet.Walk(sheet));
  RETURN_IF_ERROR(worksheet.status());
  return std::move(worksheet.rows);
}

}  // namespace deputies::sheet
