#include "gateway/http/static_pages.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/http/etag.h"
#include "gateway/routing/uri.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "sodium.h"
#include "zlib.h"

namespace deputies::gateway {
namespace {

constexpr size_t kMaxBytes = 64 << 20;
// Smaller files gain nothing from compression.
constexpr size_t kMinGzipBytes = 1024;

struct FileType {
  absl::string_view ending;
  absl::string_view type;
  bool text;
};
constexpr FileType kTypes[] = {
    {".html", "text/html; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".mjs", "text/javascript; charset=utf-8", true},
    {".json", "application/json; charset=utf-8", true},
    {".webmanifest", "application/manifest+json", true},
    {".svg", "image/svg+xml", true},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".jpeg", "image/jpeg", false},
    {".webp", "image/webp", false},
    {".gif", "image/gif", false},
    {".ico", "image/x-icon", false},
    {".woff2", "font/woff2", false},
    {".woff", "font/woff", false},
    {".ttf", "font/ttf", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".wasm", "application/wasm", true},
};

FileType TypeOf(absl::string_view path) {
  for (const FileType& type : kTypes) {
    if (absl::EndsWithIgnoreCase(path, type.ending)) return type;
  }
  return {"", "application/octet-stream", false};
}

// "assets/index-DxK3b_9a.js", "assets/app.4f2a1c3d.css": a bundler's hash of at least 8 characters
// before the ending, in the folder where bundlers put what they name so. A word of lower-case
// letters alone is no hash.
bool HasHashedName(absl::string_view path) {
  const absl::string_view name = path.substr(path.rfind('/') + 1);
  const size_t dot = name.rfind('.');
  if (dot == absl::string_view::npos || !absl::StrContains(path, "/assets/")) return false;
  const absl::string_view stem = name.substr(0, dot);
  const size_t mark = stem.find_last_of(".-", stem.size() > 8 ? stem.size() - 9 : 0);
  if (mark == absl::string_view::npos) return false;
  const absl::string_view hash = stem.substr(mark + 1);
  return std::all_of(
             hash.begin(), hash.end(),
             [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_' || c == '-'; }) &&
         std::any_of(hash.begin(), hash.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c) || absl::ascii_isupper(c);
         });
}

// Sources of the page's inline scripts, by their hashes (CSP level 2).
std::string InlineScripts(absl::string_view html) {
  std::string sources;
  while (true) {
    const size_t begin = html.find("<script>");
    if (begin == absl::string_view::npos) return sources;
    html.remove_prefix(begin + 8);
    const absl::string_view script = html.substr(0, html.find("</script>"));
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(script.data()), script.size());
    absl::StrAppend(&sources, " 'sha256-", absl::Base64Escape(hash), "'");
  }
}

// The pages run only what we ship, talk only to us, and are framed by nobody.
std::string HeadersOf(absl::string_view path, absl::string_view bytes) {
  const bool html = TypeOf(path).ending == ".html";
  return absl::StrCat(
      "Content-Security-Policy: default-src 'self'; script-src 'self'",
      html ? InlineScripts(bytes) : "",
      "; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
      "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'\r\n"
      "Referrer-Policy: same-origin\r\n"
      "X-Frame-Options: DENY\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Permissions-Policy: camera=(self), geolocation=(self), microphone=(self)\r\n",
      HasHashedName(path) ? "Cache-Control: public, max-age=31536000, immutable\r\n"
                          : "Cache-Control: no-cache\r\n");
}

// Empty when it does not pay.
std::string Gzip(const std::string& bytes) {
  z_stream stream = {};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return "";
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done && out.size() < bytes.size() / 10 * 9 ? out : "";
}

}  // namespace

absl::Status StaticPages::AddFolder(const std::string& prefix, const std::string& folder,
                                    bool index_fallback) {
  namespace fs = std::filesystem;
  if (prefix.empty() || prefix.front() != '/' || prefix.back() != '/') {
    return absl::InvalidArgumentError(
        absl::StrCat("page folder path \"", prefix, "\" must begin and end with '/'"));
  }
  std::error_code ec;
  fs::recursive_directory_iterator it(folder, ec);
  if (ec) return absl::NotFoundError(absl::StrCat("page folder ", folder, ": ", ec.message()));
  size_t total = 0;
  for (; it != fs::recursive_directory_iterator(); it.increment(ec)) {
    if (ec) return absl::UnavailableError(absl::StrCat("page folder ", folder, ": ", ec.message()));
    const std::string name = it->path().filename().string();
    if (name[0] == '.' || name == "node_modules" || it->is_symlink()) {
      it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file()) continue;
    total += it->file_size();
    if (total > kMaxBytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("page folder ", folder, " holds more than ", kMaxBytes, " bytes"));
    }
    ASSIGN_OR_RETURN(std::string bytes, config::ReadFile(it->path().string()));
    Add(prefix + fs::relative(it->path(), folder).generic_string(), std::move(bytes));
  }
  if (index_fallback && Has(prefix)) {
    fallbacks_.push_back(prefix);
    std::sort(fallbacks_.begin(), fallbacks_.end(),
              [](const auto& a, const auto& b) { return a.size() > b.size(); });
  }
  return absl::OkStatus();
}

void StaticPages::Add(const std::string& path, std::string bytes) {
  Page page;
  const FileType type = TypeOf(path);
  page.content_type = type.type;
  page.headers = HeadersOf(path, bytes);
  if (type.text && bytes.size() >= kMinGzipBytes) {
    std::string gzip = Gzip(bytes);
    if (!gzip.empty()) {
      page.headers.append("Vary: Accept-Encoding\r\n");
      page.gzip.etag = EtagOf(gzip);
      page.gzip.bytes = std::make_shared<const std::string>(std::move(gzip));
    }
  }
  page.plain.etag = EtagOf(bytes);
  page.plain.bytes = std::make_shared<const std::string>(std::move(bytes));
  absl::string_view folder = path;
  if (absl::ConsumeSuffix(&folder, "/index.html")) pages_.emplace(absl::StrCat(folder, "/"), page);
  pages_.emplace(path, std::move(page));
}

const StaticPages::Page* StaticPages::Find(const PageRequest& request,
                                           const std::string& path) const {
  const auto found = pages_.find(path);
  if (found != pages_.end()) return &found->second;
  if (!absl::StrContains(request.accept, "text/html") || absl::StrContains(path, "..")) {
    return nullptr;
  }
  for (const std::string& prefix : fallbacks_) {
    if (absl::StartsWith(path, prefix)) return &pages_.find(prefix)->second;
  }
  return nullptr;
}

bool StaticPages::Answer(const PageRequest& request, Response* response) const {
  if (request.method != "GET" && request.method != "HEAD") return false;
  std::string path;
  if (!PercentDecode(request.path, false, &path)) return false;
  if (pages_.count(path) == 0 && pages_.count(absl::StrCat(path, "/")) > 0) {
    response->code = 308;
    // As it came: it is one of our own paths, and has no line break in this form.
    response->headers = absl::StrCat("Location: ", request.path, "/\r\n");
    return true;
  }
  const Page* const page = Find(request, path);
  if (page == nullptr) return false;
  const bool compressed =
      page->gzip.bytes != nullptr && absl::StrContains(request.accept_encoding, "gzip");
  const Body& body = compressed ? page->gzip : page->plain;
  response->headers = absl::StrCat(page->headers, "ETag: ", body.etag, "\r\n");
  if (request.if_none_match == body.etag) {
    response->code = 304;
    return true;
  }
  if (compressed) response->headers.append("Content-Encoding: gzip\r\n");
  response->content_type = page->content_type;
  response->shared_body = body.bytes;
  return true;
}

}  // namespace deputies::gateway
