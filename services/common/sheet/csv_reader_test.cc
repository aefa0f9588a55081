#include "services/common/sheet/csv_reader.h"

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace deputies::sheet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<CsvRecord> ReadAll(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(in);
  std::vector<CsvRecord> records;
  CsvRecord record;
  while (reader.Next(&record)) records.push_back(record);
  EXPECT_EQ(reader.position(), static_cast<int64_t>(text.size()));
  return records;
}

TEST(CsvReaderTest, ReadsPlainRows) {
  for (const char* text : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2",
                           "\xef\xbb\xbf"
                           "a,b\n\n1,2\n\n"}) {
    std::vector<CsvRecord> records = ReadAll(text);
    ASSERT_EQ(records.size(), 2u) << text;
    EXPECT_THAT(records[0].fields, ElementsAre("a", "b"));
    EXPECT_THAT(records[1].fields, ElementsAre("1", "2"));
  }
}

TEST(CsvReaderTest, ReadsQuotedFieldsAndCountsLines) {
  std::vector<CsvRecord> records = ReadAll("h\n\"a,\"\"b\"\"\r\nc\",,\"\"\nx,y,z\n");
  ASSERT_EQ(records.size(), 3u);
  EXPECT_THAT(records[1].fields, ElementsAre("a,\"b\"\r\nc", "", ""));
  EXPECT_EQ(records[1].line, 2);
  EXPECT_EQ(records[1].last_line, 3);
  EXPECT_EQ(records[2].line, 4);
  EXPECT_EQ(records[2].last_line, 4);
}

TEST(CsvReaderTest, KeepsOddCharacters) {
  std::vector<CsvRecord> records = ReadAll("5\" pipe, x \t,\r,中文\n,\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_THAT(records[0].fields, ElementsAre("5\" pipe", " x \t", "\r", "中文"));
  EXPECT_THAT(records[1].fields, ElementsAre("", ""));
}

TEST(CsvReaderTest, GoesOnAfterTextBehindAQuote) {
  std::vector<CsvRecord> records = ReadAll("1,\"a\"b,c\n2,b,c\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_THAT(records[0].problem, HasSubstr("closing quote of field 2"));
  EXPECT_THAT(records[0].fields, IsEmpty());
  EXPECT_EQ(records[0].raw, "1,\"a\"b,c");
  EXPECT_THAT(records[1].fields, ElementsAre("2", "b", "c"));
  EXPECT_EQ(records[1].line, 2);
}

TEST(CsvReaderTest, GoesOnAfterAQuoteThatNeverCloses) {
  std::vector<CsvRecord> records = ReadAll("1,\"a\n2,b\n3,c");
  ASSERT_EQ(records.size(), 3u);
  EXPECT_THAT(records[0].problem, HasSubstr("never closes"));
  EXPECT_EQ(records[0].raw, "1,\"a");
  EXPECT_THAT(records[1].fields, ElementsAre("2", "b"));
  EXPECT_THAT(records[2].fields, ElementsAre("3", "c"));
  EXPECT_EQ(records[2].line, 3);
}

TEST(CsvReaderTest, BoundsARow) {
  const std::string huge(CsvReader::kMaxRecordBytes + 10, 'x');
  std::vector<CsvRecord> records = ReadAll(huge + "\n1,2\n\"" + huge + "\"\n3,4\n");
  ASSERT_EQ(records.size(), 4u);
  EXPECT_FALSE(records[0].problem.empty());
  EXPECT_THAT(records[1].fields, ElementsAre("1", "2"));
  EXPECT_FALSE(records[2].problem.empty());
  EXPECT_THAT(records[3].fields, ElementsAre("3", "4"));
}

TEST(CsvReaderTest, EmptyFileHasNoRows) {
  EXPECT_THAT(ReadAll(""), IsEmpty());
  EXPECT_THAT(ReadAll("\n\r\n"), IsEmpty());
  EXPECT_THAT(ReadAll("\xef\xbb\xbf"), IsEmpty());
}

TEST(CsvReaderTest, ReadsWhatTheWriterWrote) {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {"a", ",", "\"", "\n", "\r\n", "\r", "，", "", " ", "\t"};
  std::string text;
  std::vector<std::vector<std::string>> rows;
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::string> row = {"id"};
    for (int f = 0; f < 4; ++f) {
      std::string field;
      for (unsigned n = random() % 6; n > 0; --n) field += pieces[random() % pieces.size()];
      row.push_back(field);
    }
    AppendCsvRow(row, &text);
    rows.push_back(row);
  }
  std::vector<CsvRecord> records = ReadAll(text);
  ASSERT_EQ(records.size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(records[i].fields, rows[i]);
}

TEST(CsvReaderTest, SurvivesAnything) {
  std::mt19937 random(11);
  const std::string alphabet = "a,\"\"\"\n\r\xef\xbb\xbf\x00";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (unsigned n = random() % 40; n > 0; --n)
      text.push_back(alphabet[random() % alphabet.size()]);
    for (const CsvRecord& record : ReadAll(text)) {
      EXPECT_EQ(record.problem.empty(), !record.fields.empty());
      EXPECT_LE(record.line, record.last_line);
    }
  }
}

TEST(CsvColumnsTest, FindsColumnsInAnyOrder) {
  CsvRecord head{.fields = {"b", "a"}};
  absl::StatusOr<CsvColumns> columns = CsvColumns::Match(head, {"a", "b"}, {"c"});
  ASSERT_TRUE(columns.ok()) << columns.status();
  CsvRecord record{.fields = {"1", "2"}};
  EXPECT_EQ(columns->Field(record, "a"), "2");
  EXPECT_EQ(columns->Field(record, "b"), "1");
  EXPECT_EQ(columns->Field(record, "c"), "");
  EXPECT_FALSE(columns->Has("c"));
}

TEST(CsvColumnsTest, NamesWhatIsWrong) {
  CsvRecord head{.fields = {"a", "a", "x"}};
  const std::string problem(CsvColumns::Match(head, {"a", "b"}, {"c"}).status().message());
  EXPECT_THAT(problem, HasSubstr("unknown column \"x\""));
  EXPECT_THAT(problem, HasSubstr("column \"a\" stands there twice"));
  EXPECT_THAT(problem, HasSubstr("missing column \"b\""));
  EXPECT_THAT(problem, HasSubstr("expected a,b[,c]"));
}

}  // namespace
}  // namespace deputies::sheet
