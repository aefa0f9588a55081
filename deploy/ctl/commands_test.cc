// The commands against services that answer over real gRPC and keep what they get in memory.
#include "deploy/ctl/commands.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "deputies/accounts/v1/deputy.pb.h"
#include "deputies/accounts/v1/organization.pb.h"
#include "deputies/accounts/v1/staff.pb.h"
#include "deputies/board/v1/message.pb.h"
#include "deputies/events/v1/event.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/rpc/server.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::ctl {
namespace {

namespace av1 = accounts::v1;
namespace bv1 = board::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// What the services hold. Calls come from several threads.
class FakeServices {
 public:
  FakeServices(const std::string& address, const auth::CallerKeys& keys) {
    board_.Bind("ImportMessages", this, &FakeServices::ImportMessages);
    organizations_.Bind("ImportOrganizations", this, &FakeServices::ImportOrganizations);
    deputies_.Bind("ImportDeputies", this, &FakeServices::ImportDeputies);
    deputies_.Bind("BindDeputy", this, &FakeServices::BindDeputy);
    staff_.Bind("SetStaffAccount", this, &FakeServices::SetStaffAccount);
    events_.Bind("DeliverEvents", this, &FakeServices::DeliverEvents);
    for (rpc::ServiceTable* table : {&board_, &organizations_, &deputies_, &staff_}) {
      table->BindRest([](const rpc::Call&, const google::protobuf::Message&,
                         google::protobuf::Message*) { return absl::OkStatus(); });
    }
    rpc::ServerOptions options;
    options.config.set_listen_address(address);
    options.config.set_worker_threads(2);
    server_ =
        rpc::Server::Start(options, keys, {&board_, &organizations_, &deputies_, &staff_, &events_})
            .value();
    server_->SetServing(true);
  }
  ~FakeServices() { server_->Shutdown(absl::Seconds(1)); }

  std::mutex mutex;
  std::map<std::string, bv1::ImportedMessage> messages;  // "home/source id"
  std::map<std::string, int> homes;                      // code -> id
  std::map<std::string, av1::ImportedOrganization> tree;
  std::map<std::string, av1::ImportedDeputy> deputies;
  std::map<std::string, std::string> bindings;
  std::map<std::string, av1::SetStaffAccountRequest> staff;
  std::set<std::string> acts;  // "item source"
  std::vector<std::string> callers;
  int failing_calls = 0;      // ImportMessages calls that answer UNAVAILABLE first
  int calls_until_gone = -1;  // then ImportMessages answers NOT_FOUND; -1 for never

 private:
  absl::Status ImportMessages(const rpc::Call& call, const bv1::ImportMessagesRequest& request,
                              bv1::ImportMessagesResponse* response) {
    std::lock_guard<std::mutex> lock(mutex);
    callers.push_back(call.caller.service);
    if (failing_calls > 0) {
      --failing_calls;
      return base::MakeError(absl::StatusCode::kUnavailable, "OVERLOADED", "忙");
    }
    if (calls_until_gone == 0 || request.home_id() == 404) {
      return base::MakeError(absl::StatusCode::kNotFound, "HOME_NOT_FOUND", "没有这个代表之家");
    }
    if (calls_until_gone > 0) --calls_until_gone;
    for (const bv1::ImportedMessage& message : request.messages()) {
      const bool is_new =
          messages.emplace(absl::StrCat(request.home_id(), "/", message.source_id()), message)
              .second;
      if (is_new) {
        response->set_imported_count(response->imported_count() + 1);
      } else {
        response->set_skipped_count(response->skipped_count() + 1);
      }
    }
    return absl::OkStatus();
  }
  absl::Status ImportOrganizations(const rpc::Call&, const av1::ImportOrganizationsRequest& request,
                                   av1::ImportOrganizationsResponse* response) {
    std::lock_guard<std::mutex> lock(mutex);
    for (const auto& organization : request.organizations()) {
      tree[organization.code()] = organization;
      response->add_organization_ids(1);
    }
    for (const auto& home : request.homes()) {
      response->add_home_ids(
          homes.emplace(home.code(), 1000 + static_cast<int>(homes.size())).first->second);
    }
    return absl::OkStatus();
  }
  absl::Status ImportDeputies(const rpc::Call&, const av1::ImportDeputiesRequest& request,
                              av1::ImportDeputiesResponse* response) {
    std::lock_guard<std::mutex> lock(mutex);
    for (const auto& deputy : request.deputies()) {
      deputies[deputy.code()] = deputy;
      response->add_deputy_ids(1);
    }
    return absl::OkStatus();
  }
  absl::Status BindDeputy(const rpc::Call&, const av1::BindDeputyRequest& request,
                          av1::BindDeputyResponse*) {
    std::lock_guard<std::mutex> lock(mutex);
    bindings[request.deputy_code()] = request.openid();
    return absl::OkStatus();
  }
  absl::Status DeliverEvents(const rpc::Call&, const events::v1::DeliverEventsRequest& request,
                             events::v1::DeliverEventsResponse*) {
    std::lock_guard<std::mutex> lock(mutex);
    for (const auto& event : request.events()) {
      const auto& act = event.duty_performed();
      acts.insert(absl::StrCat(act.item(), " ", act.source_type(), " ", act.source_id()));
    }
    return absl::OkStatus();
  }
  absl::Status SetStaffAccount(const rpc::Call&, const av1::SetStaffAccountRequest& request,
                               av1::StaffAccount* account) {
    std::lock_guard<std::mutex> lock(mutex);
    staff[request.username()] = request;
    account->set_username(request.username());
    return absl::OkStatus();
  }

  rpc::ServiceTable board_{"deputies.board.v1.MessageService"};
  rpc::ServiceTable organizations_{"deputies.accounts.v1.OrganizationService"};
  rpc::ServiceTable deputies_{"deputies.accounts.v1.DeputyService"};
  rpc::ServiceTable staff_{"deputies.accounts.v1.StaffService"};
  rpc::ServiceTable events_{"deputies.events.v1.EventConsumerService"};
  std::unique_ptr<rpc::Server> server_;
};

class CommandsTest : public ::testing::Test {
 protected:
  CommandsTest() {
    std::string pattern = ::testing::TempDir() + "/ctl_XXXXXX";
    folder_ = mkdtemp(pattern.data());
    const std::string key = "1 " + std::string(64, 'c') + "\n";
    Write("keys", key);
    config_.set_caller_keys_file(folder_ + "/keys");
    common::v1::UpstreamConfig* upstream = config_.add_upstreams();
    upstream->set_address("unix:" + folder_ + "/services.sock");
    for (const char* service :
         {"deputies.board.v1.MessageService", "deputies.accounts.v1.OrganizationService",
          "deputies.accounts.v1.DeputyService", "deputies.accounts.v1.StaffService",
          "deputies.events.v1.EventConsumerService"}) {
      upstream->add_services(service);
    }
    keys_ = std::make_unique<auth::CallerKeys>(auth::CallerKeys::FromText(key).value());
    services_ = std::make_unique<FakeServices>(upstream->address(), *keys_);
  }
  ~CommandsTest() override {
    services_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  static std::vector<sheet::CsvRecord> ReadCsv(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    sheet::CsvReader reader(in);
    std::vector<sheet::CsvRecord> records;
    sheet::CsvRecord record;
    while (reader.Next(&record)) records.push_back(record);
    return records;
  }
  // Exit code of import-messages, with what it printed in out_ and err_.
  int Import(Arguments arguments) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    absl::StatusOr<int> code = ImportMessages(config_, arguments);
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    if (!code.ok()) err_ += code.status().ToString();
    return code.ok() ? *code : kFailed;
  }

  std::string folder_;
  v1::CtlConfig config_;
  std::unique_ptr<auth::CallerKeys> keys_;
  std::unique_ptr<FakeServices> services_;
  std::string out_;
  std::string err_;
};

constexpr char kHead[] = "message_id,voter,subject,posted_at,body,reply,replied_at\n";

TEST_F(CommandsTest, ImportsAndImportsAgain) {
  std::string text = kHead;
  for (int i = 0; i < 250; ++i) {
    absl::StrAppend(&text, i, ",A", i, ",题目,2019-04-25 09:32:09,\"正文\n", i,
                    "\",答复,2019-05-10 14:56:53\n");
  }
  const std::string file = Write("m.csv", text);
  EXPECT_EQ(Import({file, "--home=7", "--batch=100"}), kAllGood);
  EXPECT_THAT(out_, StartsWith("done: 250 imported, 0 already there, 0 rejected in "));
  EXPECT_THAT(err_, HasSubstr("100 %"));
  EXPECT_EQ(services_->messages.size(), 250u);
  EXPECT_EQ(services_->messages.at("7/13").body(), "正文\n13");
  EXPECT_THAT(services_->callers, ElementsAre("deputiesctl", "deputiesctl", "deputiesctl"));
  EXPECT_EQ(Import({file, "--home=7"}), kAllGood);
  EXPECT_THAT(out_, StartsWith("done: 0 imported, 250 already there, 0 rejected in "));
  EXPECT_FALSE(std::filesystem::exists(file + ".rejects.csv"));
}

TEST_F(CommandsTest, KeepsBadRowsForCorrection) {
  const std::string file =
      Write("m.csv", absl::StrCat(kHead, "1,A,s,2019-04-25 09:32:09,b,,\n", "2,A,s,25.4.2019,b,,\n",
                                  "3,A,s,2019-04-25 09:32:09,\"b\"x,,\n", "4,A,s\n",
                                  "5,A,s,2019-04-25 09:32:09,b,,\n"));
  const std::string rejects = folder_ + "/bad.csv";
  EXPECT_EQ(Import({file, "--home=7", "--rejects", rejects}), kSomeRejected);
  EXPECT_THAT(out_, HasSubstr("2 imported, 0 already there, 3 rejected"));
  EXPECT_THAT(err_, HasSubstr("line 3, column posted_at: expected a time like"));
  EXPECT_THAT(err_, HasSubstr("line 4: expected a well-formed row"));
  EXPECT_THAT(err_, HasSubstr("line 5: expected 7 columns, but there are 3"));
  ASSERT_EQ(ReadCsv(rejects).size(), 4u);

  // Corrected, the reject file imports as it is.
  std::string corrected;
  for (sheet::CsvRecord& record :
       std::vector<sheet::CsvRecord>{ReadCsv(rejects)[0], ReadCsv(rejects)[1]}) {
    if (record.fields[0] == "2") record.fields[3] = "2019-04-25 00:00:00";
    sheet::AppendCsvRow(record.fields, &corrected);
  }
  EXPECT_EQ(Import({Write("corrected.csv", corrected), "--home=7"}), kAllGood);
  EXPECT_EQ(services_->messages.size(), 3u);
}

TEST_F(CommandsTest, GoesOnAfterAShortOutageAndAfterAStop) {
  std::string text = kHead;
  for (int i = 0; i < 50; ++i) absl::StrAppend(&text, i, ",A,s,2019-04-25 09:32:09,b,,\n");
  const std::string file = Write("m.csv", text);
  services_->failing_calls = 2;
  services_->calls_until_gone = 3;
  EXPECT_EQ(Import({file, "--home=7", "--batch=10"}), kFailed);
  EXPECT_THAT(out_, StartsWith("stopped: 30 imported"));
  EXPECT_THAT(err_, HasSubstr("run the same command again"));
  services_->calls_until_gone = -1;
  EXPECT_EQ(Import({file, "--home=7", "--batch=10"}), kAllGood);
  EXPECT_THAT(out_, StartsWith("done: 20 imported, 30 already there"));
}

TEST_F(CommandsTest, RefusesWrongFilesAndOptions) {
  const std::string good = Write("m.csv", kHead);
  EXPECT_EQ(Import({good, "--home=7"}), kAllGood);
  for (const Arguments& arguments : std::vector<Arguments>{{},
                                                           {good},
                                                           {good, "--home=0"},
                                                           {good, "--home=x"},
                                                           {good, "--home=7", "--batch=201"},
                                                           {good, "--home=7", "--speed=9"},
                                                           {good, good, "--home=7"},
                                                           {good, "--home=7", "--rejects=" + good},
                                                           {folder_ + "/absent.csv", "--home=7"},
                                                           {folder_, "--home=7"},
                                                           {Write("empty.csv", ""), "--home=7"}}) {
    EXPECT_EQ(Import(arguments), kFailed);
  }
  EXPECT_EQ(Import({Write("columns.csv", "message_id,voter,body,who\n"), "--home=7"}), kFailed);
  EXPECT_THAT(err_, HasSubstr("unknown column \"who\""));
  EXPECT_THAT(err_, HasSubstr("missing column \"posted_at\""));
  EXPECT_EQ(Import({Write("one.csv", absl::StrCat(kHead, "1,A,s,2019-04-25 09:32:09,b,,\n")),
                    "--home=404"}),
            kFailed);
  EXPECT_THAT(err_, HasSubstr("HOME_NOT_FOUND"));
}

TEST_F(CommandsTest, RealMessagesAllPass) {
  const std::string file = DEPUTIES_SOURCE_DIR "/../shared/corpus/messages_with_replies.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no corpus beside the project";
  EXPECT_EQ(Import({file, "--home=7", "--rejects", folder_ + "/bad.csv"}), kAllGood) << err_;
  EXPECT_THAT(out_, StartsWith("done: 2816 imported, 0 already there, 0 rejected"));
  EXPECT_EQ(services_->messages.size(), 2816u);
  for (const auto& [id, message] : services_->messages) {
    ASSERT_FALSE(message.reply().empty()) << id;
    ASSERT_GT(message.reply_time().seconds(), 0) << id;
  }
}

TEST_F(CommandsTest, LoadsTheDemo) {
  const std::string demo = DEPUTIES_SOURCE_DIR "/deploy/demo";
  for (int round = 0; round < 2; ++round) {
    ::testing::internal::CaptureStdout();
    absl::StatusOr<int> code = LoadDemo(config_, {demo});
    out_ = ::testing::internal::GetCapturedStdout();
    ASSERT_TRUE(code.ok()) << code.status();
    EXPECT_EQ(*code, kAllGood);
    for (const auto& [home, id] : services_->homes) {
      EXPECT_THAT(out_, HasSubstr(absl::StrCat("home ", home, " ", id, "\n")));
    }
  }
  EXPECT_EQ(services_->tree.at("150823").level(), av1::COUNTY);
  EXPECT_EQ(services_->homes.size() + 1, ReadCsv(demo + "/homes.csv").size());
  EXPECT_EQ(services_->deputies.size() + 1, ReadCsv(demo + "/deputies.csv").size());
  EXPECT_EQ(services_->staff.size() + 1, ReadCsv(demo + "/staff.csv").size());
  EXPECT_EQ(services_->messages.size() + 1, ReadCsv(demo + "/messages.csv").size());
  EXPECT_EQ(services_->acts.size() + 1, ReadCsv(demo + "/duty.csv").size());
  EXPECT_FALSE(services_->bindings.empty());
}

TEST_F(CommandsTest, DemoErrorsNameFileLineAndColumn) {
  std::filesystem::create_directory(folder_ + "/demo");
  Write("demo/organizations.csv", "code,name,level,parent_code\n1,a,region,\n2,b,village,1\n");
  const std::string problem(LoadDemo(config_, {folder_ + "/demo"}).status().message());
  EXPECT_THAT(problem, HasSubstr("organizations.csv line 3, column level: expected region"));
}

TEST_F(CommandsTest, CreatesAnAdmin) {
  const std::string password = Write("password", "correct horse\n");
  absl::StatusOr<int> code =
      CreateAdmin(config_, {"--username=root1", "--password-file", password, "--role=system_admin",
                            "--display-name=系统管理员"});
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(services_->staff.at("root1").password(), "correct horse");
  EXPECT_EQ(services_->staff.at("root1").role(), common::v1::ROLE_SYSTEM_ADMIN);
  EXPECT_FALSE(CreateAdmin(config_, {"--username=root1", "--password-file", password, "--role=king",
                                     "--display-name=x"})
                   .ok());
  EXPECT_FALSE(CreateAdmin(config_, {"--username=root1"}).ok());
}

}  // namespace
}  // namespace deputies::ctl
