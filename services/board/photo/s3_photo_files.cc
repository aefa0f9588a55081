#include "services/board/photo/s3_photo_files.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/board/photo/cleaner_answer.h"
#include "services/common/base/digest.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr long kConnectMs = 2000;  // NOLINT: libcurl's type
constexpr long kCallMs = 8000;     // NOLINT

size_t Append(char* bytes, size_t size, size_t count, void* body) {
  auto* const text = static_cast<std::string*>(body);
  // More than we ever put.
  if (text->size() + size * count > kMaxCleanerOutput) return 0;
  text->append(bytes, size * count);
  return size * count;
}

size_t Read(char* buffer, size_t size, size_t count, void* rest) {
  auto* const bytes = static_cast<absl::string_view*>(rest);
  const size_t taken = std::min(size * count, bytes->size());
  std::memcpy(buffer, bytes->data(), taken);
  bytes->remove_prefix(taken);
  return taken;
}

}  // namespace

absl::StatusOr<S3PhotoFiles::Reply> S3PhotoFiles::Call(const char* method, int64_t home_id,
                                                       absl::string_view hash,
                                                       absl::string_view body) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (curl == nullptr) return absl::UnavailableError("libcurl");
  const std::string url = absl::StrCat(options_.endpoint, "/", options_.bucket, "/photos/", home_id,
                                       "/", absl::BytesToHexString(hash), ".jpg");
  const std::string login = absl::StrCat(options_.access_key, ":", options_.secret_key);
  const std::string signing = absl::StrCat("aws:amz:", options_.region, ":s3");
  curl_slist* list = nullptr;
  list = curl_slist_append(
      list,
      absl::StrCat("x-amz-content-sha256: ", absl::BytesToHexString(base::Sha256(body))).c_str());
  list = curl_slist_append(list, "Content-Type: image/jpeg");
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                            curl_slist_free_all);
  Reply reply;
  absl::string_view rest = body;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, kCallMs);
  // Not by an empty header, which would be signed and not sent.
  curl_easy_setopt(curl.get(), CURLOPT_EXPECT_100_TIMEOUT_MS, 100L);
  curl_easy_setopt(curl.get(), CURLOPT_USERPWD, login.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_AWS_SIGV4, signing.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &reply.body);
  if (std::strcmp(method, "HEAD") == 0) {
    curl_easy_setopt(curl.get(), CURLOPT_NOBODY, 1L);
  } else if (std::strcmp(method, "PUT") == 0) {
    curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, Read);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &rest);
    curl_easy_setopt(curl.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(body.size()));
  } else {
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method);
  }
  const CURLcode done = curl_easy_perform(curl.get());
  if (done != CURLE_OK) {
    return absl::UnavailableError(absl::StrCat("photo store: ", curl_easy_strerror(done)));
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  if (reply.status == 404 || (reply.status >= 200 && reply.status < 300)) return reply;
  return absl::UnavailableError(absl::StrCat("photo store answers ", reply.status));
}

absl::Status S3PhotoFiles::Put(int64_t home_id, absl::string_view hash, absl::string_view bytes) {
  ASSIGN_OR_RETURN(const Reply reply, Call("PUT", home_id, hash, bytes));
  return reply.status == 404 ? absl::UnavailableError("photo store: no such bucket")
                             : absl::OkStatus();
}

absl::StatusOr<std::string> S3PhotoFiles::Get(int64_t home_id, absl::string_view hash) {
  ASSIGN_OR_RETURN(Reply reply, Call("GET", home_id, hash, ""));
  if (reply.status == 404) return absl::NotFoundError("photo");
  return std::move(reply.body);
}

absl::StatusOr<bool> S3PhotoFiles::Exists(int64_t home_id, absl::string_view hash) {
  ASSIGN_OR_RETURN(const Reply reply, Call("HEAD", home_id, hash, ""));
  return reply.status != 404;
}

absl::Status S3PhotoFiles::Delete(int64_t home_id, absl::string_view hash) {
  return Call("DELETE", home_id, hash, "").status();
}

}  // namespace deputies::board
