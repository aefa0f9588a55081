#include "services/common/sheet/sheet.h"

#include <string>

#include "gtest/gtest.h"

namespace deputies::sheet {
namespace {

TEST(SheetTest, NothingBeginsAFormula) {
  for (const char* cell : {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
                           "＝HYPERLINK(\"x\")", "＠x"}) {
    EXPECT_EQ(GuardFormula(cell), std::string("'") + cell);
  }
  for (const char* cell : {"", "路灯", "-12.5", "+3", "a=b", "1-2"}) {
    EXPECT_EQ(GuardFormula(cell), cell);
  }
}

TEST(SheetTest, CsvKeepsQuotesAndLineBreaks) {
  EXPECT_EQ(ToCsv({"表", {{"名", "说"}, {"=1", "他说\"好\"\n第二行"}}}),
            "\xEF\xBB\xBF\"名\",\"说\"\r\n\"'=1\",\"他说\"\"好\"\"\n第二行\"\r\n");
}

TEST(SheetTest, XlsxIsAZipFile) {
  const absl::StatusOr<std::string> xlsx = ToXlsx({"结果", {{"一", "=1+1"}, {"二", "2"}}});
  ASSERT_TRUE(xlsx.ok()) << xlsx.status();
  EXPECT_EQ(xlsx->substr(0, 4), "PK\x03\x04");
  EXPECT_FALSE(ToXlsx({"不行的[名]", {}}).ok());
}

}  // namespace
}  // namespace deputies::sheet
