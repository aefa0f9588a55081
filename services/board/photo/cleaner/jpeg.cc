// jpeglib.h wants stdio before it.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <cstring>

#include "services/board/photo/cleaner/picture.h"

namespace deputies::board {
namespace {

struct Errors {
  jpeg_error_mgr base;
  std::jmp_buf out;
};

[[noreturn]] void Leave(j_common_ptr info) {
  std::longjmp(reinterpret_cast<Errors*>(info->err)->out, 1);
}

// A broken end of a file shows as grey: that is fine. A flood of warnings costs time.
void Warn(j_common_ptr info, int level) {
  if (level < 0 && ++info->err->num_warnings > 100) Leave(info);
}

void Install(Errors* errors) {
  jpeg_std_error(&errors->base);
  errors->base.error_exit = Leave;
  errors->base.emit_message = Warn;
}

uint32_t Number(const uint8_t* at, size_t bytes, bool big_endian) {
  uint32_t value = 0;
  for (size_t i = 0; i < bytes; ++i) {
    value = value << 8 | at[big_endian ? i : bytes - 1 - i];
  }
  return value;
}

// Tag 0x0112 of the first directory; 1 when there is none.
int OrientationOf(const uint8_t* data, size_t size) {
  constexpr char kExif[] = "Exif\0";  // and the literal's own zero
  if (size < 14 || std::memcmp(data, kExif, 6) != 0) return 1;
  const uint8_t* const tiff = data + 6;
  const size_t tiff_size = size - 6;
  const bool big_endian = tiff[0] == 'M';
  const uint32_t offset = Number(tiff + 4, 4, big_endian);
  if (tiff_size < 2 || offset > tiff_size - 2) return 1;
  const uint32_t entries = Number(tiff + offset, 2, big_endian);
  for (uint32_t i = 0; i < entries; ++i) {
    const size_t at = offset + 2 + size_t{12} * i;
    if (at + 12 > tiff_size) return 1;
    if (Number(tiff + at, 2, big_endian) != 0x0112) continue;
    const uint32_t value = Number(tiff + at + 8, 2, big_endian);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace

PictureError ReadJpeg(const std::string& file, Picture* picture) {
  jpeg_decompress_struct info;
  Errors errors;
  info.err = &errors.base;
  Install(&errors);
  // Nothing with a destructor is made between here and the end: longjmp would jump over it.
  volatile bool too_large = false;
  if (setjmp(errors.out) != 0) {
    jpeg_destroy_decompress(&info);
    return too_large ? PictureError::kTooLarge : PictureError::kUnreadable;
  }
  jpeg_create_decompress(&info);
  jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&info, TRUE);
  if (uint64_t{info.image_width} * info.image_height > kMaxJpegPixels) {
    too_large = true;
    Leave(reinterpret_cast<j_common_ptr>(&info));
  }
  int orientation = 1;
  for (jpeg_saved_marker_ptr marker = info.marker_list; marker != nullptr; marker = marker->next) {
    const int found = OrientationOf(marker->data, marker->data_length);
    if (found != 1) orientation = found;
  }
  info.out_color_space = JCS_RGB;
  info.scale_denom = 1;
  while (info.scale_denom < 8 &&
         std::max(info.image_width, info.image_height) / (info.scale_denom * 2) >= kFullSide) {
    info.scale_denom *= 2;
  }
  jpeg_start_decompress(&info);
  if (uint64_t{info.output_width} * info.output_height > kMaxPixels ||
      info.output_components != 3) {
    too_large = info.output_components == 3;
    Leave(reinterpret_cast<j_common_ptr>(&info));
  }
  picture->width = info.output_width;
  picture->height = info.output_height;
  picture->rgb.assign(size_t{3} * info.output_width * info.output_height, 0);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = picture->rgb.data() + size_t{3} * info.output_width * info.output_scanline;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  if (orientation != 1) *picture = Turn(*picture, orientation);
  return PictureError::kNone;
}

std::string WriteJpeg(const Picture& picture, int quality) {
  jpeg_compress_struct info;
  Errors errors;
  info.err = &errors.base;
  Install(&errors);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // NOLINT: libjpeg's type
  if (setjmp(errors.out) != 0) {
    jpeg_destroy_compress(&info);
    std::free(bytes);
    return "";
  }
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = picture.width;
  info.image_height = picture.height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  info.optimize_coding = TRUE;
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    JSAMPROW row =
        const_cast<JSAMPROW>(picture.rgb.data()) + size_t{3} * picture.width * info.next_scanline;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  std::string file(reinterpret_cast<const char*>(bytes), size);
  jpeg_destroy_compress(&info);
  std::free(bytes);
  return file;
}

}  // namespace deputies::board
