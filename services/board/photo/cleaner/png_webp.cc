#include <png.h>
#include <webp/decode.h>

#include <cstring>

#include "services/board/photo/cleaner/picture.h"

namespace deputies::board {

PictureError ReadPng(const std::string& file, Picture* picture) {
  png_image image;
  std::memset(&image, 0, sizeof(image));
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) {
    png_image_free(&image);
    return PictureError::kUnreadable;
  }
  if (uint64_t{image.width} * image.height > kMaxPixels) {
    png_image_free(&image);
    return PictureError::kTooLarge;
  }
  image.format = PNG_FORMAT_RGB;
  picture->width = image.width;
  picture->height = image.height;
  picture->rgb.assign(PNG_IMAGE_SIZE(image), 0);
  const png_color white = {255, 255, 255};
  const bool read = png_image_finish_read(&image, &white, picture->rgb.data(), 0, nullptr) != 0;
  png_image_free(&image);
  return read ? PictureError::kNone : PictureError::kUnreadable;
}

PictureError ReadWebp(const std::string& file, Picture* picture) {
  const auto* const data = reinterpret_cast<const uint8_t*>(file.data());
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data, file.size(), &features) != VP8_STATUS_OK || features.width <= 0 ||
      features.height <= 0 || features.has_animation != 0) {
    return PictureError::kUnreadable;
  }
  if (uint64_t{static_cast<uint32_t>(features.width)} * static_cast<uint32_t>(features.height) >
      kMaxPixels) {
    return PictureError::kTooLarge;
  }
  picture->width = static_cast<uint32_t>(features.width);
  picture->height = static_cast<uint32_t>(features.height);
  const size_t pixels = size_t{picture->width} * picture->height;
  std::vector<uint8_t> rgba(pixels * 4);
  if (WebPDecodeRGBAInto(data, file.size(), rgba.data(), rgba.size(), features.width * 4) ==
      nullptr) {
    return PictureError::kUnreadable;
  }
  picture->rgb.resize(pixels * 3);
  for (size_t i = 0; i < pixels; ++i) {
    const uint32_t alpha = rgba[i * 4 + 3];
    for (size_t c = 0; c < 3; ++c) {
      picture->rgb[i * 3 + c] =
          static_cast<uint8_t>((rgba[i * 4 + c] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
  }
  return PictureError::kNone;
}

}  // namespace deputies::board
