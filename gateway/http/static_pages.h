// The pages of the web clients, kept in memory: a path that was not in the folder at start does not
// exist, so that no path can lead out of it.
#ifndef GATEWAY_HTTP_STATIC_PAGES_H_
#define GATEWAY_HTTP_STATIC_PAGES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/http/exchange.h"

namespace deputies::gateway {

class StaticPages {
 public:
  // Reads the folder: regular files whose name does not start with a dot; no symbolic links; not
  // "node_modules". "index.html" also answers for its folder. NOT_FOUND when the folder is absent,
  // RESOURCE_EXHAUSTED beyond 64 MiB.
  absl::Status AddFolder(const std::string& folder);
  // Adds one page, unless the path is taken. The type goes by the path's ending.
  void Add(const std::string& path, std::string bytes);
  bool Has(const std::string& path) const { return pages_.count(path) > 0; }

  // Answers GET and HEAD of a page: 200, 304 for its ETag, or 308 to a folder's "/". False for
  // anything else.
  bool Answer(absl::string_view method, absl::string_view path, absl::string_view if_none_match,
              Response* response) const;

 private:
  struct Page {
    std::shared_ptr<const std::string> bytes;
    absl::string_view content_type;
    std::string headers;
    std::string etag;
  };
  std::map<std::string, Page, std::less<>> pages_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_STATIC_PAGES_H_
