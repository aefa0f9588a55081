// JSON-lines log on standard error: one object per line, made for journald and log shippers.
//
// Our own because Abseil 20220623 has no logging and Debian's text loggers (spdlog, glog) write
// prose; a line must be an object whose fields are escaped, and may never hold personal data: pass
// ids, never names, phones, tokens or text.
#ifndef SERVICES_COMMON_LOG_LOG_H_
#define SERVICES_COMMON_LOG_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace deputies::log {

enum class Level { kDebug, kInfo, kWarning, kError };

// One named value of a line.
class Field {
 public:
  template <typename T,
            std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>, int> = 0>
  Field(absl::string_view name, T value) : name_(name), value_(static_cast<int64_t>(value)) {}
  Field(absl::string_view name, bool value) : name_(name), value_(value) {}
  Field(absl::string_view name, double value) : name_(name), value_(value) {}
  Field(absl::string_view name, absl::string_view value)
      : name_(name), value_(std::string(value)) {}
  Field(absl::string_view name, const std::string& value) : name_(name), value_(value) {}
  Field(absl::string_view name, const char* value) : name_(name), value_(std::string(value)) {}
  // Code, reason and text of the status.
  Field(absl::string_view name, const absl::Status& value);

  absl::string_view name() const { return name_; }
  const std::variant<int64_t, bool, double, std::string>& value() const { return value_; }

 private:
  absl::string_view name_;
  std::variant<int64_t, bool, double, std::string> value_;
};
using Fields = std::initializer_list<Field>;

// Sets the process name that every line carries and the least level that is written. Until then:
// "?" and kInfo. `level` is a name as in ServerConfig.log_level; an unknown or empty one means
// "info".
void Init(absl::string_view process_name, absl::string_view level);

// `message` is a constant English sentence without values; values go into fields.
void Write(Level level, absl::string_view message, Fields fields);
inline void Debug(absl::string_view message, Fields fields = {}) {
  Write(Level::kDebug, message, fields);
}
inline void Info(absl::string_view message, Fields fields = {}) {
  Write(Level::kInfo, message, fields);
}
inline void Warning(absl::string_view message, Fields fields = {}) {
  Write(Level::kWarning, message, fields);
}
inline void Error(absl::string_view message, Fields fields = {}) {
  Write(Level::kError, message, fields);
}

// The line that Write would print, without the newline; for tests.
std::string FormatLine(Level level, absl::string_view message, Fields fields);

// Appends `text` as a JSON string with quotes; bytes that are not UTF-8 become U+FFFD.
void AppendJsonString(absl::string_view text, std::string* out);

}  // namespace deputies::log

#endif  // SERVICES_COMMON_LOG_LOG_H_
