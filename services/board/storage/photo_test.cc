// Photos over the real database and real files; only the drawing is played.
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/photo_album.h"
#include "services/board/photo/folder_photo_files.h"
#include "services/board/photo/s3_photo_files.h"
#include "services/board/storage/board_fixture.h"
#include "services/board/storage/sql_photo_store.h"
#include "services/common/base/digest.h"
#include "services/common/base/error.h"
#include "services/common/testing/child_process.h"

namespace deputies::board {
namespace {

constexpr int64_t kHome = 7;

// The picture is its own drawing.
class FakeCleaner final : public PhotoCleaner {
 public:
  absl::StatusOr<CleanPhoto> Clean(absl::string_view, absl::string_view bytes,
                                   absl::Time) override {
    ++drawn;
    return CleanPhoto{4, 3, std::string(bytes), absl::StrCat("small ", bytes)};
  }
  int drawn = 0;
};

class PhotoTest : public BoardFixture {
 protected:
  absl::StatusOr<Photo> Upload(int key, absl::string_view bytes, int64_t person = 5) {
    return album_.Upload(Scope(Person(person)), Key("UploadPhoto", kHome, person, key, bytes),
                         "image/png", bytes);
  }
  absl::StatusOr<Message> Post(int key, std::vector<int64_t> photo_ids, int64_t person = 5) {
    MessageDraft draft;
    draft.home_id = kHome;
    draft.subject = "路灯";
    draft.body = "坏了";
    draft.photo_ids = std::move(photo_ids);
    return poster_.Post(Scope(Person(person)), Key("PostMessage", kHome, person, key, "x"),
                        std::move(draft));
  }
  absl::Time Soon() { return absl::Now() + absl::Seconds(20); }
  bool HasFile(absl::string_view bytes) {
    return files_.Exists(kHome, base::Sha256(bytes)).value();
  }

  FakeDirectory directory_;
  FakeCleaner cleaner_;
  SqlPhotoStore photos_{database_.database()};
  FolderPhotoFiles files_{testing::MakeTempDirectory("photos")};
  base::WorkCalendar calendar_;
  MessagePoster poster_{store(), directory_, calendar_, ids_, clock_};
  MessageReader reader_{store(), directory_};
  PhotoAlbum album_{{photos_, files_, cleaner_, reader_, directory_, ids_, clock_}};
};

TEST_F(PhotoTest, AnUploadCountsOnce) {
  const Photo first = Upload(1, "one").value();
  EXPECT_EQ(Upload(1, "one")->id, first.id);
  EXPECT_EQ(cleaner_.drawn, 1) << "a repeat draws nothing";
  EXPECT_EQ(base::ErrorReason(Upload(1, "two").status()), "REQUEST_ID_REUSED");
  EXPECT_NE(Upload(2, "one")->id, first.id);
  EXPECT_EQ(Count("photos"), 2);
}

TEST_F(PhotoTest, GoesWithOneMessageInTheAuthorsOrder) {
  const int64_t a = Upload(1, "a")->id;
  const int64_t b = Upload(2, "b")->id;
  const int64_t strangers = Upload(3, "c", 6)->id;
  EXPECT_EQ(base::ErrorReason(Post(10, {a, strangers}).status()), "PHOTO_NOT_FOUND");
  EXPECT_EQ(base::ErrorReason(Post(11, {a, a}).status()), "PHOTO_NOT_FOUND");
  EXPECT_EQ(Count("messages"), 0) << "nothing is half-written";
  const Message message = Post(12, {b, a}).value();
  ASSERT_EQ(message.photos.size(), 2u);
  const Message read = reader_.Get(Scope(Person(5)), kHome, message.id).value();
  ASSERT_EQ(read.photos.size(), 2u);
  EXPECT_EQ(read.photos[0].id, b);
  EXPECT_EQ(read.photos[1].id, a);
  EXPECT_EQ(read.photos[1].width, 4);
  EXPECT_EQ(base::ErrorReason(Post(13, {a}).status()), "PHOTO_NOT_FOUND");

  EXPECT_EQ(album_.Open(Scope(Person(5)), kHome, message.id, a, false).value(), "a");
  EXPECT_EQ(album_.Open(Scope(Person(5)), kHome, message.id, a, true).value(), "small a");
  EXPECT_EQ(base::ErrorReason(album_.Open(Scope(Person(6)), kHome, message.id, a, false).status()),
            "MESSAGE_NOT_FOUND");
  EXPECT_EQ(base::ErrorReason(
                album_.Open(Scope(Person(5)), kHome, message.id, strangers, false).status()),
            "PHOTO_NOT_FOUND");
}

TEST_F(PhotoTest, WhatWasNotSentIsSwept) {
  const int64_t sent = Upload(1, "same")->id;
  ASSERT_TRUE(Post(10, {sent}).ok());
  ASSERT_TRUE(Upload(2, "same").ok());
  ASSERT_TRUE(Upload(3, "alone").ok());
  EXPECT_EQ(album_.Sweep(Soon(), 10).value(), 0) << "they may still be sent";
  clock_.Advance(PhotoAlbum::kUnsentLifetime + absl::Minutes(1));
  EXPECT_EQ(album_.Sweep(Soon(), 10).value(), 2);
  EXPECT_TRUE(HasFile("same")) << "a message has it";
  EXPECT_FALSE(HasFile("alone"));
  EXPECT_FALSE(HasFile("small alone"));
  EXPECT_EQ(base::ErrorReason(Upload(3, "alone").status()), "PHOTO_NOT_FOUND");
}

TEST_F(PhotoTest, OnePersonDoesNotFillTheStore) {
  for (int i = 0; i < PhotoAlbum::kMostUnsent; ++i) {
    ASSERT_TRUE(Upload(100 + i, absl::StrCat(i)).ok());
  }
  EXPECT_EQ(base::ErrorReason(Upload(200, "more").status()), "PHOTO_LIMIT");
  EXPECT_TRUE(Upload(201, "another's", 6).ok());
}

TEST(S3PhotoFilesTest, SignsItsCallsAndKeepsFiles) {
  const std::string folder = testing::MakeTempDirectory("s3");
  const std::string port_file = folder + "/port";
  testing::ChildProcess store(
      {"/usr/bin/python3", DEPUTIES_SOURCE_DIR "/services/board/photo/testing/s3_double.py",
       port_file, "AKEXAMPLE", "a secret/key+", "ap-beijing"},
      folder + "/log");
  std::string port;
  for (int i = 0; i < 200 && port.empty(); ++i) {
    absl::SleepFor(absl::Milliseconds(50));
    std::getline(std::ifstream(port_file), port);
  }
  ASSERT_FALSE(port.empty()) << store.LogTail();
  S3PhotoFiles::Options options{absl::StrCat("http://127.0.0.1:", port), "bucket", "ap-beijing",
                                "AKEXAMPLE", "a secret/key+"};
  S3PhotoFiles files(options);
  const std::string bytes(300'000, 'x');
  const std::string hash = base::Sha256(bytes);
  EXPECT_FALSE(files.Exists(kHome, hash).value());
  EXPECT_TRUE(absl::IsNotFound(files.Get(kHome, hash).status()));
  ASSERT_TRUE(files.Put(kHome, hash, bytes).ok()) << files.Put(kHome, hash, bytes);
  EXPECT_TRUE(files.Exists(kHome, hash).value());
  EXPECT_EQ(files.Get(kHome, hash).value(), bytes);
  EXPECT_FALSE(files.Exists(kHome + 1, hash).value());
  EXPECT_TRUE(files.Delete(kHome, hash).ok());
  EXPECT_TRUE(files.Delete(kHome, hash).ok());
  EXPECT_FALSE(files.Exists(kHome, hash).value());

  options.secret_key = "another key";
  EXPECT_TRUE(absl::IsUnavailable(S3PhotoFiles(options).Put(kHome, hash, bytes)));
  store.Kill();
  EXPECT_TRUE(absl::IsUnavailable(files.Get(kHome, hash).status()));
}

}  // namespace
}  // namespace deputies::board
