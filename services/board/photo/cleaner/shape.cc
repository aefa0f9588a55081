#include <algorithm>

#include "services/board/photo/cleaner/picture.h"

namespace deputies::board {

Picture Turn(const Picture& picture, int orientation) {
  const bool sideways = orientation >= 5;
  Picture turned;
  turned.width = sideways ? picture.height : picture.width;
  turned.height = sideways ? picture.width : picture.height;
  turned.rgb.resize(picture.rgb.size());
  for (uint32_t y = 0; y < turned.height; ++y) {
    for (uint32_t x = 0; x < turned.width; ++x) {
      uint32_t from_x = sideways ? y : x;
      uint32_t from_y = sideways ? x : y;
      // EXIF: 2 and 3, 7 and 8 mirror left and right; 3 and 4, 6 and 7 top and bottom.
      if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
        from_x = picture.width - 1 - from_x;
      }
      if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
        from_y = picture.height - 1 - from_y;
      }
      const uint8_t* const from =
          &picture.rgb[size_t{3} * (size_t{from_y} * picture.width + from_x)];
      std::copy(from, from + 3, &turned.rgb[size_t{3} * (size_t{y} * turned.width + x)]);
    }
  }
  return turned;
}

Picture Shrink(const Picture& picture, uint32_t side) {
  const uint32_t longest = std::max(picture.width, picture.height);
  if (longest <= side) return picture;
  Picture small;
  small.width =
      std::max<uint32_t>(static_cast<uint32_t>(uint64_t{picture.width} * side / longest), 1);
  small.height =
      std::max<uint32_t>(static_cast<uint32_t>(uint64_t{picture.height} * side / longest), 1);
  small.rgb.resize(size_t{3} * small.width * small.height);
  for (uint32_t y = 0; y < small.height; ++y) {
    const uint32_t top = static_cast<uint32_t>(uint64_t{y} * picture.height / small.height);
    const uint32_t bottom =
        std::max(static_cast<uint32_t>((uint64_t{y} + 1) * picture.height / small.height), top + 1);
    for (uint32_t x = 0; x < small.width; ++x) {
      const uint32_t left = static_cast<uint32_t>(uint64_t{x} * picture.width / small.width);
      const uint32_t right = std::max(
          static_cast<uint32_t>((uint64_t{x} + 1) * picture.width / small.width), left + 1);
      uint64_t sum[3] = {};
      for (uint32_t j = top; j < bottom; ++j) {
        const uint8_t* at = &picture.rgb[size_t{3} * (size_t{j} * picture.width + left)];
        for (uint32_t i = left; i < right; ++i) {
          for (size_t c = 0; c < 3; ++c) sum[c] += *at++;
        }
      }
      const uint64_t count = uint64_t{bottom - top} * (right - left);
      for (size_t c = 0; c < 3; ++c) {
        small.rgb[size_t{3} * (size_t{y} * small.width + x) + c] =
            static_cast<uint8_t>((sum[c] + count / 2) / count);
      }
    }
  }
  return small;
}

}  // namespace deputies::board
