#ifndef SERVICES_ACCOUNTS_PRINT_SVG_POSTER_H_
#define SERVICES_ACCOUNTS_PRINT_SVG_POSTER_H_

#include <string>

#include "services/accounts/domain/poster_painter.h"

namespace deputies::accounts {

// Draws posters with a QR code (ISO/IEC 18004, error correction level Q, by libqrencode) that
// carries `public_url` + "/c/" + scene: WeChat opens the mini-program for that prefix, every other
// scanner the web pages.
class SvgPoster final : public PosterPainter {
 public:
  // Without a slash at the end: "https://home.example.gov.cn".
  explicit SvgPoster(std::string public_url) : public_url_(std::move(public_url)) {}

  absl::StatusOr<std::string> Paint(const Poster& poster) const override;

 private:
  // The QR code or the picture in its place.
  absl::StatusOr<std::string> DrawCode(const Poster& poster) const;

  const std::string public_url_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_PRINT_SVG_POSTER_H_
