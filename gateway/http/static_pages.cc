#include "gateway/http/static_pages.h"

#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/http/etag.h"
#include "gateway/routing/uri.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"

namespace deputies::gateway {
namespace {

constexpr size_t kMaxBytes = 64 << 20;

constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
};

absl::string_view ContentType(absl::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (absl::EndsWithIgnoreCase(path, ending)) return type;
  }
  return "application/octet-stream";
}

// The pages run only what we ship, talk only to us, and are framed by nobody.
constexpr char kPageHeaders[] =
    "Content-Security-Policy: default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'\r\n"
    "Referrer-Policy: same-origin\r\n"
    "X-Frame-Options: DENY\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cache-Control: no-cache\r\n";

}  // namespace

absl::Status StaticPages::AddFolder(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code ec;
  fs::recursive_directory_iterator it(folder, ec);
  if (ec) return absl::NotFoundError(absl::StrCat("web_root ", folder, ": ", ec.message()));
  size_t total = 0;
  for (; it != fs::recursive_directory_iterator(); it.increment(ec)) {
    if (ec) return absl::UnavailableError(absl::StrCat("web_root ", folder, ": ", ec.message()));
    const std::string name = it->path().filename().string();
    if (name[0] == '.' || name == "node_modules" || it->is_symlink()) {
      it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file()) continue;
    total += it->file_size();
    if (total > kMaxBytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("web_root ", folder, " holds more than ", kMaxBytes, " bytes"));
    }
    ASSIGN_OR_RETURN(std::string bytes, config::ReadFile(it->path().string()));
    Add("/" + fs::relative(it->path(), folder).generic_string(), std::move(bytes));
  }
  return absl::OkStatus();
}

void StaticPages::Add(const std::string& path, std::string bytes) {
  Page page;
  page.etag = EtagOf(bytes);
  page.content_type = ContentType(path);
  page.headers = absl::StrCat(kPageHeaders, "ETag: ", page.etag, "\r\n");
  page.bytes = std::make_shared<const std::string>(std::move(bytes));
  absl::string_view folder = path;
  if (absl::ConsumeSuffix(&folder, "/index.html")) pages_.emplace(absl::StrCat(folder, "/"), page);
  pages_.emplace(path, std::move(page));
}

bool StaticPages::Answer(absl::string_view method, absl::string_view path,
                         absl::string_view if_none_match, Response* response) const {
  if (method != "GET" && method != "HEAD") return false;
  std::string decoded;
  if (!PercentDecode(path, false, &decoded)) return false;
  const auto found = pages_.find(decoded);
  if (found == pages_.end()) {
    if (pages_.find(absl::StrCat(decoded, "/")) == pages_.end()) return false;
    response->code = 308;
    // As it came: it is one of our own paths, and has no line break in this form.
    response->headers = absl::StrCat("Location: ", path, "/\r\n");
    return true;
  }
  const Page& page = found->second;
  response->headers = page.headers;
  if (if_none_match == page.etag) {
    response->code = 304;
    return true;
  }
  response->content_type = page.content_type;
  response->shared_body = page.bytes;
  return true;
}

}  // namespace deputies::gateway
