// The parser alone: what it makes of a request does not depend on where the network cut it.
#include "gateway/http/request_parser.h"

#include <string>

#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

// HTTP code of the refusal; 0 when the request was read.
int Refusal(absl::string_view bytes, size_t cut) {
  RequestText text;
  RequestParser parser(/*max_header_bytes=*/1024, /*max_body_bytes=*/1024, &text);
  std::string waiting;
  for (const absl::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    waiting.append(piece.data(), piece.size());
    size_t used = 1;
    while (used > 0 && !waiting.empty() && !parser.is_done()) {
      if (const ApiResult error = parser.Take(waiting, &used)) return error->http_code;
      waiting.erase(0, used);
    }
  }
  EXPECT_TRUE(parser.is_done()) << "cut at " << cut;
  return 0;
}

TEST(RequestParserTest, FoldedLinesAreRefusedHoweverTheyCome) {
  for (const absl::string_view folded : {"Transfer-Encoding:\r\n chunked", "A: x\r\n\tfolded"}) {
    const std::string request =
        "POST /v1/x HTTP/1.1\r\nHost: t\r\n" + std::string(folded) + "\r\nB: y\r\n\r\n0\r\n\r\n";
    for (size_t cut = 0; cut < request.size(); ++cut) {
      EXPECT_EQ(Refusal(request, cut), 400) << folded << " cut at " << cut;
    }
  }
}

// Byte by byte, as a hostile client may send it.
TEST(RequestParserTest, AChunkedBodyMayBeCutAnywhere) {
  const std::string request =
      "POST /v1/x HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n";
  for (const std::string& end : {std::string(), std::string("0\r\n\r\n")}) {
    const std::string whole =
        end.empty() ? request
                    : "POST /v1/x HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n" + end;
    RequestText text;
    RequestParser parser(1024, 1024, &text);
    std::string waiting;
    for (const char byte : whole) {
      ASSERT_FALSE(parser.is_done());
      waiting.push_back(byte);
      size_t used = 1;
      while (used > 0 && !waiting.empty() && !parser.is_done()) {
        ASSERT_EQ(parser.Take(waiting, &used), nullptr);
        waiting.erase(0, used);
      }
    }
    EXPECT_TRUE(parser.is_done());
    EXPECT_EQ(text.body(), end.empty() ? "abcde" : "");
  }
}

TEST(RequestParserTest, ABlankBodyIsNoFoldedLine) {
  const absl::string_view request =
      "POST /v1/x HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\n \n \t";
  for (size_t cut = 0; cut < request.size(); ++cut) EXPECT_EQ(Refusal(request, cut), 0) << cut;
}

}  // namespace
}  // namespace deputies::gateway
