// Replies that are given again, over a server without a connection.
#include "services/common/rpc/reply_cache.h"

#include <unistd.h>

#include <future>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deputies/board/v1/message.pb.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/rpc/server.h"

namespace deputies::rpc {
namespace {

namespace bv1 = board::v1;

grpc::ByteBuffer Bytes(const std::string& text) {
  const grpc::Slice slice(text);
  return {&slice, 1};
}

std::string Text(const grpc::ByteBuffer& bytes) {
  grpc::Slice slice;
  if (!bytes.Valid() || !bytes.DumpToSingleSlice(&slice).ok()) return "";
  return {reinterpret_cast<const char*>(slice.begin()), slice.size()};
}

TEST(ReplyCacheTest, IsGoodForItsTimeAndUntilTheNextWrite) {
  ReplyCache cache(absl::Seconds(1));
  const absl::Time now = absl::Now();
  const uint64_t before = cache.Version();
  cache.Store("key", before, Bytes("reply"), now);
  ASSERT_TRUE(cache.Find("key", now).has_value());
  EXPECT_EQ(Text(*cache.Find("key", now)), "reply");
  EXPECT_FALSE(cache.Find("other", now).has_value());
  EXPECT_FALSE(cache.Find("key", now + absl::Seconds(1)).has_value());

  cache.Changed();
  EXPECT_FALSE(cache.Find("key", now).has_value());
  // A write came while the reply was made: nobody knows which state it shows.
  cache.Store("key", before, Bytes("old"), now);
  EXPECT_FALSE(cache.Find("key", now).has_value());
}

TEST(ReplyCacheTest, KeepsItsSize) {
  ReplyCache cache(absl::Minutes(1));
  const absl::Time now = absl::Now();
  cache.Store("large", cache.Version(), Bytes(std::string(ReplyCache::kMaxReplyBytes, 'x')), now);
  EXPECT_FALSE(cache.Find("large", now).has_value());
  const std::string page(20'000, 'x');
  size_t kept = 0;
  for (int i = 0; i < 2000; ++i) {
    cache.Store(absl::StrCat(i), cache.Version(), Bytes(page), now);
  }
  for (int i = 0; i < 2000; ++i) kept += cache.Find(absl::StrCat(i), now).has_value() ? 1 : 0;
  EXPECT_GT(kept, 0u);
  EXPECT_LE(kept * page.size(), ReplyCache::kMaxBytes);
}

class RepeatedReadTest : public testing::Test {
 protected:
  RepeatedReadTest() : keys_(auth::CallerKeys::FromText("1 " + std::string(64, 'c')).value()) {
    table_.Bind<bv1::GetMessageRequest, bv1::Message>(
        "GetMessage", [this](const Call&, const bv1::GetMessageRequest& r, bv1::Message* m) {
          ++runs_;
          if (r.message_id() == 404) {
            return base::MakeError(absl::StatusCode::kNotFound, "MESSAGE_NOT_FOUND", "没有");
          }
          m->set_version(runs_);
          return absl::OkStatus();
        });
    table_.BindRest([](const Call&, const auto&, auto*) { return absl::OkStatus(); });
    table_.MayRepeat("GetMessage");
    ServerOptions options;
    options.config.set_listen_address(
        absl::StrCat("unix:", testing::TempDir(), "/reply_cache_test_", getpid(), ".sock"));
    options.config.set_worker_threads(1);
    options.replies = &replies_;
    server_ = Server::Start(options, keys_, {&table_}).value();
  }

  struct Reply {
    grpc::Status status;
    bv1::Message message;
  };
  Reply Get(int64_t person_id, int64_t message_id, const std::string& signed_caller = "") {
    common::v1::Caller caller;
    if (person_id != 0) caller.set_kind(common::v1::Caller::PERSON);
    caller.set_person_id(person_id);
    bv1::GetMessageRequest request;
    request.set_home_id(1);
    request.set_message_id(message_id);
    std::promise<Reply> done;
    EXPECT_TRUE(server_->CallLocally(
        "/deputies.board.v1.MessageService/GetMessage",
        signed_caller.empty() ? keys_.Sign(caller, "req", "", absl::Now()) : signed_caller,
        absl::Now() + absl::Seconds(10), Bytes(request.SerializeAsString()),
        [&done](grpc::Status status, const grpc::ByteBuffer& response) {
          Reply reply;
          reply.status = std::move(status);
          reply.message.ParseFromString(Text(response));
          done.set_value(std::move(reply));
        }));
    return done.get_future().get();
  }

  const auth::CallerKeys keys_;
  ReplyCache replies_{absl::Minutes(1)};
  int runs_ = 0;
  ServiceTable table_{"deputies.board.v1.MessageService"};
  std::unique_ptr<Server> server_;
};

TEST_F(RepeatedReadTest, RunsTheHandlerOncePerCallerRequestAndState) {
  EXPECT_EQ(Get(5, 1).message.version(), 1);
  EXPECT_EQ(Get(5, 1).message.version(), 1);
  EXPECT_EQ(Get(6, 1).message.version(), 2) << "another caller";
  EXPECT_EQ(Get(5, 2).message.version(), 3) << "another request";
  EXPECT_EQ(Get(5, 1).message.version(), 1);
  replies_.Changed();
  EXPECT_EQ(Get(5, 1).message.version(), 4);
}

TEST_F(RepeatedReadTest, ErrorsAreNotKeptAndCallersAlwaysChecked) {
  EXPECT_EQ(Get(5, 404).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get(5, 404).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(runs_, 2);
  ASSERT_TRUE(Get(5, 1).status.ok());
  EXPECT_EQ(Get(5, 1, "forged").status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(RepeatedReadTest, UnknownMethodsAreNotTaken) {
  EXPECT_FALSE(server_->CallLocally("/deputies.board.v1.MessageService/Nothing", "", absl::Now(),
                                    grpc::ByteBuffer(),
                                    [](grpc::Status, const grpc::ByteBuffer&) { FAIL(); }));
}

}  // namespace
}  // namespace deputies::rpc
