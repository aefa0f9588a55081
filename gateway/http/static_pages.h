// The pages of the web clients, kept in memory: a path that was not in the folders at start does
// not exist, so that no path can lead out of them.
#ifndef GATEWAY_HTTP_STATIC_PAGES_H_
#define GATEWAY_HTTP_STATIC_PAGES_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/http/exchange.h"

namespace deputies::gateway {

struct PageRequest {
  absl::string_view method;
  absl::string_view path;
  absl::string_view if_none_match = {};
  absl::string_view accept_encoding = {};
  absl::string_view accept = {};
};

class StaticPages {
 public:
  // Serves the files of `folder` under `prefix` ("/", "/console/"): regular files whose name does
  // not start with a dot; no symbolic links; not "node_modules". "index.html" also answers for its
  // folder; with `index_fallback` the topmost one answers for every path below the prefix that asks
  // for HTML and has no file, for clients that route themselves. NOT_FOUND when the folder is
  // absent, RESOURCE_EXHAUSTED beyond 64 MiB.
  absl::Status AddFolder(const std::string& prefix, const std::string& folder, bool index_fallback);
  // Adds one page, unless the path is taken. The type goes by the path's ending. Files in
  // "assets/" whose name holds a hash of their bytes may be kept for ever, all others are asked for
  // again each time.
  void Add(const std::string& path, std::string bytes);
  bool Has(const std::string& path) const { return pages_.count(path) > 0; }

  // Answers GET and HEAD of a page: 200, compressed for clients that take gzip, 304 for its ETag,
  // or 308 to a folder's "/". False for anything else.
  bool Answer(const PageRequest& request, Response* response) const;

 private:
  struct Body {
    std::shared_ptr<const std::string> bytes;  // null: there is no such form
    std::string etag;
  };
  struct Page {
    Body plain;
    Body gzip;
    absl::string_view content_type;
    // Without the ETag.
    std::string headers;
  };
  const Page* Find(const PageRequest& request, const std::string& path) const;

  std::map<std::string, Page, std::less<>> pages_;
  // Prefixes whose index answers for paths without a file, the longest first.
  std::vector<std::string> fallbacks_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_STATIC_PAGES_H_
