#ifndef SERVICES_ACCOUNTS_DOMAIN_POSTER_PAINTER_H_
#define SERVICES_ACCOUNTS_DOMAIN_POSTER_PAINTER_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/accounts/domain/mini_program_codes.h"

namespace deputies::accounts {

enum class PaperSize { kA4 = 1, kA3 = 2 };

struct Poster {
  std::string title;       // the home's name
  std::string subtitle;    // the deputy's name, or what the code is for
  std::string invitation;  // what to do, one line
  std::string scene;
  std::string short_code;
  std::string footer;  // address, phone, place of the poster
  PaperSize paper_size = PaperSize::kA4;
  // In place of the QR code; empty: none.
  CodePicture picture;
};

class PosterPainter {
 public:
  virtual ~PosterPainter() = default;
  // A whole SVG document of the paper's size. Thread-safe.
  virtual absl::StatusOr<std::string> Paint(const Poster& poster) const = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_POSTER_PAINTER_H_
