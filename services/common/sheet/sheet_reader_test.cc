#include "services/common/sheet/sheet_reader.h"

#include <string>

#include "gtest/gtest.h"
#include "services/common/sheet/sheet.h"

namespace deputies::sheet {
namespace {

TEST(SheetReaderTest, AWorkbookIsReadAsItWasWritten) {
  const std::string xlsx =
      ToXlsx({"代表", {{"编码", "姓名", ""}, {}, {"D1", "", "额尔敦 & <敖特根>"}, {"D2", "王芳"}}})
          .value();
  const auto rows = ReadSheet(xlsx);
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 3u) << "the empty line has no row";
  EXPECT_EQ((*rows)[0].cells, (std::vector<std::string>{"编码", "姓名"}));
  EXPECT_EQ((*rows)[1].line, 3);
  EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"D1", "", "额尔敦 & <敖特根>"}));
  EXPECT_EQ((*rows)[2].line, 4);
}

TEST(SheetReaderTest, CsvHasTheLinesOfAnEditor) {
  const auto rows = ReadSheet("\xEF\xBB\xBF编码,姓名\r\n\r\n\"D1\",\"二\n行\"\r\nD2,王芳\r\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ((*rows)[0].cells[0], "编码");
  EXPECT_EQ((*rows)[1].line, 3);
  EXPECT_EQ((*rows)[2].line, 5);
  EXPECT_FALSE(ReadSheet("a,b\n\"never closed").ok());
}

TEST(SheetReaderTest, WhatIsNoWorkbookIsRefused) {
  const std::string xlsx = ToXlsx({"表", {{"一"}, {"二"}}}).value();
  for (size_t length = 4; length < xlsx.size(); length += 97) {
    EXPECT_FALSE(ReadSheet(xlsx.substr(0, length)).ok()) << length;
  }
  // A byte changed anywhere is refused or reads as something, but does no harm.
  for (size_t at = 4; at < xlsx.size(); at += 7) {
    std::string changed = xlsx;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    (void)ReadSheet(changed).ok();
  }
}

}  // namespace
}  // namespace deputies::sheet
