// HTTP requests: the same bytes are the same request, however the network cuts them.
#include <cstdlib>
#include <string>

#include "gateway/http/request_parser.h"

using deputies::gateway::RequestParser;
using deputies::gateway::RequestText;

namespace {

struct Outcome {
  int refused = 0;
  bool done = false;
  size_t used = 0;
  std::string method, target, body;
};

Outcome Parse(absl::string_view bytes, size_t cut) {
  RequestText text;
  RequestParser parser(/*max_header_bytes=*/1024, /*max_body_bytes=*/4096, &text);
  Outcome outcome;
  std::string waiting;
  // As a connection does: what was not taken comes again, with what follows.
  for (const absl::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    waiting.append(piece.data(), piece.size());
    while (!waiting.empty() && !parser.is_done()) {
      size_t used = 0;
      if (const auto error = parser.Take(waiting, &used)) {
        if (error->http_code < 400 || error->http_code >= 500) std::abort();
        outcome.refused = error->http_code;
        return outcome;
      }
      waiting.erase(0, used);
      outcome.used += used;
      if (used == 0) break;
    }
  }
  outcome.done = parser.is_done();
  if (outcome.done) {
    outcome.method = std::string(text.method());
    outcome.target = std::string(text.target());
    outcome.body = text.body();
    if (outcome.target.empty() || outcome.target[0] != '/') std::abort();
    if (outcome.body.size() > 4096) std::abort();
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
  if (size < 2) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = Parse(bytes, bytes.size());
  const Outcome cut = Parse(bytes, data[0] % bytes.size());
  // Beast measures a head as it takes it: about the limit, the cut decides.
  if (whole.refused == 431 || cut.refused == 431) return 0;
  // Of a request that is not all there, how much is taken yet is no matter.
  if (whole.done != cut.done || (whole.done && whole.used != cut.used) ||
      whole.method != cut.method || whole.target != cut.target || whole.body != cut.body) {
    // Refused either way is the same, whatever mistake is met first.
    if (!(whole.refused && cut.refused)) std::abort();
  }
  return 0;
}
