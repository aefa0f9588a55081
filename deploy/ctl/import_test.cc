// The parts of import-messages that need no board.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "deploy/ctl/command_line.h"
#include "deploy/ctl/message_rows.h"
#include "deploy/ctl/message_sender.h"
#include "deploy/ctl/progress.h"
#include "deploy/ctl/reject_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kHead = {"message_id", "voter", "subject",   "posted_at",
                                        "body",       "reply", "replied_at"};

class MessageRowsTest : public ::testing::Test {
 protected:
  std::vector<RowProblem> Read(std::vector<std::string> fields, int64_t line = 2) {
    sheet::CsvRecord record;
    record.fields = std::move(fields);
    record.line = line;
    return rows_.Read(columns_, record, &message_);
  }
  // Columns with problems.
  std::vector<std::string> Columns(std::vector<std::string> fields) {
    std::vector<std::string> columns;
    for (const RowProblem& problem : Read(std::move(fields))) columns.push_back(problem.column);
    return columns;
  }

  MessageRows rows_ = *MessageRows::Make();
  sheet::CsvColumns columns_ =
      *sheet::CsvColumns::Match(sheet::CsvRecord{.fields = kHead}, MessageRows::RequiredColumns(),
                                MessageRows::OptionalColumns());
  board::v1::ImportedMessage message_;
};

TEST_F(MessageRowsTest, ReadsAGoodRow) {
  EXPECT_THAT(Read({" 7 ", "A1", "题\n目", "2019-04-25 09:32:09", "\u3000正文\r\n第二行\x01 ",
                    "答复", "2019-05-10 14:56:53"}),
              IsEmpty());
  EXPECT_EQ(message_.source_id(), "7");
  EXPECT_EQ(message_.author_name(), "A1");
  EXPECT_EQ(message_.subject(), "题 目");
  EXPECT_EQ(message_.body(), "正文\n第二行");
  EXPECT_EQ(message_.reply(), "答复");
  EXPECT_EQ(absl::FromUnixSeconds(message_.post_time().seconds()),
            absl::FromCivil(absl::CivilSecond(2019, 4, 25, 1, 32, 9), absl::UTCTimeZone()));
  EXPECT_EQ(absl::FromUnixSeconds(message_.reply_time().seconds()),
            absl::FromCivil(absl::CivilSecond(2019, 5, 10, 6, 56, 53), absl::UTCTimeZone()));
}

TEST_F(MessageRowsTest, NamesBadColumns) {
  const std::string time = "2019-04-25 09:32:09";
  EXPECT_THAT(Columns({"", "A", "s", time, "b", "", ""}), ElementsAre("message_id"));
  EXPECT_THAT(Columns({"1", " ", "", "2019-4-25", "", "", ""}),
              ::testing::UnorderedElementsAre("posted_at", "voter", "subject", "body"));
  EXPECT_THAT(Columns({"1", "A", std::string(101, 'x'), time, "b", "", ""}),
              ElementsAre("subject"));
  EXPECT_THAT(Columns({"1", "A", "s", time, "\xc4\xe3", "", ""}), ElementsAre("body"));
  EXPECT_THAT(Columns({"1", "A", "s", time, "b", "r", ""}), ElementsAre("replied_at"));
  EXPECT_THAT(Columns({"1", "A", "s", time, "b", " ", time}), ElementsAre("reply"));
  EXPECT_THAT(Columns({"1", "A", "s", time, "b", "r", "2019-02-30 00:00:00"}),
              ElementsAre("replied_at"));
  EXPECT_THAT(Columns({"1", "A", "s", time, "b"}), ElementsAre(""));
  EXPECT_THAT(Read({"1", "A", "s", "yesterday", "b", "", ""})[0].expected,
              HasSubstr("2019-04-25 09:32:09"));
}

TEST_F(MessageRowsTest, AnIdStandsOnce) {
  const std::vector<std::string> row = {"1", "A", "s", "2019-04-25 09:32:09", "b", "", ""};
  EXPECT_THAT(Read(row, 2), IsEmpty());
  std::vector<RowProblem> problems = Read(row, 9);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].column, "message_id");
  EXPECT_THAT(problems[0].expected, HasSubstr("line 2"));
}

TEST(ParseLocalTimeTest, IsStrict) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Shanghai", &zone));
  EXPECT_TRUE(ParseLocalTime("2020-02-29 23:59:59", zone).ok());
  for (const char* bad : {"", "2019-02-29 00:00:00", "2019-04-31 00:00:00", "2019-13-01 00:00:00",
                          "2019-01-01 24:00:00", "2019-01-01 00:60:00", "2019-01-01 00:00:60",
                          "2019-01-01T00:00:00", "2019-01-01 00:00", " 2019-01-01 00:00:00",
                          "2019-01-01 00:00:00Z", "+019-01-01 00:00:00"}) {
    EXPECT_FALSE(ParseLocalTime(bad, zone).ok()) << bad;
  }
}

board::v1::ImportedMessage Message(const std::string& id) {
  board::v1::ImportedMessage message;
  message.set_source_id(id);
  return message;
}

TEST(MessageSenderTest, SendsInBatchesAndCounts) {
  std::vector<int> sizes;
  MessageSender sender(
      5, 2,
      [&](const board::v1::ImportMessagesRequest& request,
          board::v1::ImportMessagesResponse* response) {
        EXPECT_EQ(request.home_id(), 5);
        sizes.push_back(request.messages_size());
        response->set_imported_count(request.messages_size() - 1);
        response->set_skipped_count(1);
        return absl::OkStatus();
      },
      [](const sheet::CsvRecord&, const std::vector<RowProblem>&) { return absl::OkStatus(); });
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(sender.Add(Message("a"), sheet::CsvRecord()).ok());
  board::v1::ImportedMessage big;
  big.set_body(std::string(MessageSender::kMaxBatchBytes, 'x'));
  ASSERT_TRUE(sender.Flush().ok());
  ASSERT_TRUE(sender.Add(big, sheet::CsvRecord()).ok());
  ASSERT_TRUE(sender.Flush().ok());
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1, 1));
  EXPECT_EQ(sender.imported(), 2);
  EXPECT_EQ(sender.skipped(), 4);
}

TEST(MessageSenderTest, TakesOutTheRowsThatTheBoardNames) {
  std::vector<std::string> rejected;
  std::vector<std::string> sent;
  MessageSender sender(
      5, 10,
      [&](const board::v1::ImportMessagesRequest& request,
          board::v1::ImportMessagesResponse* response) -> absl::Status {
        std::vector<base::FieldViolation> violations;
        for (int i = 0; i < request.messages_size(); ++i) {
          if (request.messages(i).source_id() == "bad") {
            violations.push_back({"messages[" + std::to_string(i) + "].postTime", "不行"});
          }
        }
        if (!violations.empty()) return base::InvalidFields(violations);
        for (const auto& message : request.messages()) sent.push_back(message.source_id());
        response->set_imported_count(request.messages_size());
        return absl::OkStatus();
      },
      [&](const sheet::CsvRecord& record, const std::vector<RowProblem>& problems) {
        rejected.push_back(ProblemLine(record.line, problems[0]));
        return absl::OkStatus();
      });
  int64_t line = 2;
  for (const char* id : {"a", "bad", "b", "bad", "c"}) {
    sheet::CsvRecord record;
    record.line = line++;
    ASSERT_TRUE(sender.Add(Message(id), record).ok());
  }
  ASSERT_TRUE(sender.Flush().ok());
  EXPECT_THAT(sent, ElementsAre("a", "b", "c"));
  EXPECT_EQ(sender.imported(), 3);
  ASSERT_EQ(rejected.size(), 2u);
  EXPECT_THAT(rejected[1], HasSubstr("line 3, column posted_at: expected a time"));
}

TEST(MessageSenderTest, PassesOtherErrorsOn) {
  MessageSender sender(
      5, 1,
      [](const board::v1::ImportMessagesRequest&, board::v1::ImportMessagesResponse*) {
        return base::MakeError(absl::StatusCode::kNotFound, "HOME_NOT_FOUND", "没有");
      },
      [](const sheet::CsvRecord&, const std::vector<RowProblem>&) { return absl::OkStatus(); });
  EXPECT_EQ(base::ErrorReason(sender.Add(Message("a"), sheet::CsvRecord())), "HOME_NOT_FOUND");
}

TEST(RejectFileTest, KeepsRowsForAnotherImport) {
  const std::string path = ::testing::TempDir() + "/rejects_" + std::to_string(getpid()) + ".csv";
  RejectFile rejects(path, sheet::CsvRecord{.fields = {"message_id", "reject_reason", "body"}});
  ASSERT_TRUE(rejects.Close().ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  sheet::CsvRecord row{.fields = {"1", "old reason", "a,\"b\"\nc"}, .line = 5};
  ASSERT_TRUE(rejects.Add(row, {{"body", "text"}, {"", "more"}}).ok());
  sheet::CsvRecord broken{.line = 9, .problem = "broken", .raw = "2,\"x\"y"};
  ASSERT_TRUE(rejects.Add(broken, {{"", "a well-formed row"}}).ok());
  ASSERT_TRUE(rejects.Close().ok());
  EXPECT_EQ(rejects.count(), 2);

  std::ifstream in(path, std::ios::binary);
  sheet::CsvReader reader(in);
  sheet::CsvRecord record;
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_THAT(record.fields, ElementsAre("message_id", "body", "reject_line", "reject_reason"));
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_THAT(record.fields,
              ElementsAre("1", "a,\"b\"\nc", "5", "body: expected text; expected more"));
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_EQ(record.fields[0], "2,\"x\"y");
  EXPECT_FALSE(reader.Next(&record));
  std::filesystem::remove(path);
}

TEST(CommandLineTest, ParsesOptionsAndWords) {
  absl::StatusOr<CommandLine> line =
      CommandLine::Parse({"f.csv", "--home=5", "--batch", "7"}, {"home", "batch", "rejects"});
  ASSERT_TRUE(line.ok());
  EXPECT_THAT(line->words(), ElementsAre("f.csv"));
  EXPECT_EQ(*line->Number("home", 1, 9, 0), 5);
  EXPECT_EQ(*line->Number("batch", 1, 9, 0), 7);
  EXPECT_EQ(*line->Number("rejects", 1, 9, 3), 3);
  EXPECT_FALSE(line->Number("home", 6, 9, 0).ok());
  EXPECT_FALSE(line->Require("rejects").ok());
  EXPECT_FALSE(CommandLine::Parse({"--x=1"}, {"home"}).ok());
  EXPECT_FALSE(CommandLine::Parse({"--home"}, {"home"}).ok());
  EXPECT_FALSE(CommandLine::Parse({"--home=1", "--home=2"}, {"home"}).ok());
}

TEST(ProgressTest, SaysHowFarAndHowLong) {
  EXPECT_EQ(ProgressLine(0.45, 1267, absl::Seconds(10), true),
            " 45 % [#########           ] 1267 rows, 127/s, 0:12 left");
  EXPECT_EQ(ProgressLine(1, 2816, absl::Seconds(4), false), "100 % 2816 rows, 704/s");
  EXPECT_EQ(ProgressLine(0, 0, absl::ZeroDuration(), false), "  0 % 0 rows, 0/s");
}

}  // namespace
}  // namespace deputies::ctl
