// Pictures in memory, for the process that draws strangers' pictures anew.
#ifndef SERVICES_BOARD_PHOTO_CLEANER_PICTURE_H_
#define SERVICES_BOARD_PHOTO_CLEANER_PICTURE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace deputies::board {

// RGB, 8 bits each, row by row from the top.
struct Picture {
  uint32_t width = 0;
  uint32_t height = 0;
  std::vector<uint8_t> rgb;
};

enum class PictureError { kNone, kUnreadable, kTooLarge };

// More is no photo of a phone: a JPEG is decoded at a fraction of its size, the others are not.
inline constexpr uint64_t kMaxJpegPixels = 120'000'000;
inline constexpr uint64_t kMaxPixels = 25'000'000;
// Longest sides of what is kept.
inline constexpr uint32_t kFullSide = 2048;
inline constexpr uint32_t kThumbnailSide = 400;

// Decoders; one for each type, chosen by the first bytes of the file. A JPEG is turned as its EXIF
// says; transparent parts become white. Animations are unreadable.
PictureError ReadJpeg(const std::string& file, Picture* picture);
PictureError ReadPng(const std::string& file, Picture* picture);
PictureError ReadWebp(const std::string& file, Picture* picture);

// By the EXIF orientation, 1 to 8.
Picture Turn(const Picture& picture, int orientation);
// Makes the longest side `side` pixels at most, by averages.
Picture Shrink(const Picture& picture, uint32_t side);
// A baseline JPEG with nothing in it but the picture. Empty on failure.
std::string WriteJpeg(const Picture& picture, int quality);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_PHOTO_CLEANER_PICTURE_H_
