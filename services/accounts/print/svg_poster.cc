#include "services/accounts/print/svg_poster.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// The drawing is laid out for A4 in tenths of a millimetre; A3 is the same, larger by the square
// root of two.
constexpr int kWidth = 2100;
constexpr int kHeight = 2970;
constexpr int kQrSide = 1240;
constexpr int kQrTop = 980;
// Modules of white around the code (ISO/IEC 18004, 6.3.8).
constexpr int kQuietZone = 4;
// The widest line of text.
constexpr int kTextWidth = 1900;
constexpr char kFonts[] = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&apos;"}});
}

// Chinese characters are as wide as they are high; what begins with another byte is half of that.
int WidthInHalves(absl::string_view text) {
  int halves = 0;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if (value < 0x80) {
      halves += 1;
    } else if (value >= 0xc0) {
      halves += 2;
    }
  }
  return halves;
}

// One centred line, made smaller when it would not fit.
std::string Line(absl::string_view text, int baseline, int size, absl::string_view style) {
  const int halves = std::max(WidthInHalves(text), 1);
  const int fitting = std::min(size, 2 * kTextWidth / halves);
  return absl::StrCat("<text x=\"", kWidth / 2, "\" y=\"", baseline, "\" font-size=\"", fitting,
                      "\" text-anchor=\"middle\" ", style, ">", Escaped(text), "</text>\n");
}

// Dark modules as one path, each run of a row a rectangle.
std::string QrPath(const QRcode& code) {
  std::string path;
  for (int y = 0; y < code.width; ++y) {
    for (int x = 0; x < code.width;) {
      const int begin = x;
      while (x < code.width && (code.data[y * code.width + x] & 1) != 0) ++x;
      if (x > begin) {
        absl::StrAppend(&path, "M", begin, " ", y, "h", x - begin, "v1h", begin - x, "z");
      } else {
        ++x;
      }
    }
  }
  return path;
}

}  // namespace

absl::StatusOr<std::string> SvgPoster::DrawCode(const Poster& poster) const {
  const std::string place = absl::StrCat("x=\"", (kWidth - kQrSide) / 2, "\" y=\"", kQrTop,
                                         "\" width=\"", kQrSide, "\" height=\"", kQrSide, "\"");
  if (!poster.picture.bytes.empty()) {
    return absl::StrCat("<image ", place, " href=\"data:", Escaped(poster.picture.content_type),
                        ";base64,", absl::Base64Escape(poster.picture.bytes), "\"/>\n");
  }
  const std::string url = absl::StrCat(public_url_, "/c/", poster.scene);
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(url.c_str(), 0, QR_ECLEVEL_Q), &QRcode_free);
  if (code == nullptr) return absl::InternalError("a poster's address fits no QR code");
  const int modules = code->width + 2 * kQuietZone;
  return absl::StrCat("<svg ", place, " viewBox=\"-", kQuietZone, " -", kQuietZone, " ", modules,
                      " ", modules, "\" shape-rendering=\"crispEdges\"><path d=\"", QrPath(*code),
                      "\"/></svg>\n");
}

absl::StatusOr<std::string> SvgPoster::Paint(const Poster& poster) const {
  ASSIGN_OR_RETURN(const std::string code, DrawCode(poster));
  const bool a3 = poster.paper_size == PaperSize::kA3;
  return absl::StrCat("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", a3 ? 297 : 210,
                      "mm\" height=\"", a3 ? 420 : 297, "mm\" viewBox=\"0 0 ", kWidth, " ", kHeight,
                      "\" font-family=\"", kFonts, "\">\n<rect width=\"", kWidth, "\" height=\"",
                      kHeight, "\" fill=\"#fff\"/>\n", "<rect width=\"", kWidth,
                      "\" height=\"620\" fill=\"#c8102e\"/>\n",
                      Line(poster.title, 300, 170, "font-weight=\"bold\" fill=\"#fff\""),
                      Line(poster.subtitle, 500, 120, "fill=\"#fff\""),
                      Line(poster.invitation, 850, 110, "font-weight=\"bold\" fill=\"#111\""), code,
                      Line("没有智能手机？请村干部代办，代码", 2420, 80, "fill=\"#333\""),
                      Line(poster.short_code, 2620, 180, "font-weight=\"bold\" fill=\"#111\""),
                      Line(poster.footer, 2840, 64, "fill=\"#333\""), "</svg>\n");
}

}  // namespace deputies::accounts
