// What the process that draws pictures anew says to the one that started it.
#ifndef SERVICES_BOARD_PHOTO_CLEANER_ANSWER_H_
#define SERVICES_BOARD_PHOTO_CLEANER_ANSWER_H_

#include <cstdint>
#include <cstring>
#include <string>

namespace deputies::board {

// Exit codes besides 0. A process that was ended by a signal tried what it must not, or ran out of
// time.
inline constexpr int kCleanerUnreadable = 2;
inline constexpr int kCleanerTooLarge = 3;
inline constexpr int kCleanerBroken = 4;

inline constexpr char kCleanerJpeg = 'J';
inline constexpr char kCleanerPng = 'P';
inline constexpr char kCleanerWebp = 'W';

inline constexpr size_t kMaxCleanerInput = 5 << 20;
inline constexpr size_t kMaxCleanerOutput = 12 << 20;

struct CleanerAnswer {
  // What the file was.
  char type = 0;
  uint32_t width = 0;
  uint32_t height = 0;
  std::string full;
  std::string thumbnail;

  // type | width | height | size of `full` | full | thumbnail; numbers in the machine's order, for
  // both processes are on one machine.
  std::string Text() const {
    std::string text(1, type);
    for (const uint32_t number : {width, height, static_cast<uint32_t>(full.size())}) {
      text.append(reinterpret_cast<const char*>(&number), sizeof(number));
    }
    return text + full + thumbnail;
  }

  // False when the text is none.
  bool Parse(const std::string& text) {
    constexpr size_t kHead = 1 + 3 * sizeof(uint32_t);
    if (text.size() < kHead) return false;
    uint32_t full_size = 0;
    type = text[0];
    std::memcpy(&width, text.data() + 1, sizeof(width));
    std::memcpy(&height, text.data() + 5, sizeof(height));
    std::memcpy(&full_size, text.data() + 9, sizeof(full_size));
    if (full_size > text.size() - kHead) return false;
    full = text.substr(kHead, full_size);
    thumbnail = text.substr(kHead + full_size);
    return !full.empty() && !thumbnail.empty();
  }
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_PHOTO_CLEANER_ANSWER_H_
