#include "services/common/log/log.h"

#include <unistd.h>

#include <atomic>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/base/error.h"

namespace deputies::log {
namespace {

std::atomic<int> least_level{static_cast<int>(Level::kInfo)};

std::string& ProcessName() {
  static std::string* const name = new std::string("?");
  return *name;
}

absl::string_view LevelName(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

// Length of the valid UTF-8 sequence at the start of `text`, 0 when there is none.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  if (lead == 0xe0 && byte(1) < 0xa0) return 0;
  if (lead == 0xed && byte(1) > 0x9f) return 0;
  if (lead == 0xf0 && byte(1) < 0x90) return 0;
  if (lead == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

struct AppendValue {
  std::string* out;
  void operator()(int64_t value) const { absl::StrAppend(out, value); }
  void operator()(bool value) const { absl::StrAppend(out, value ? "true" : "false"); }
  void operator()(double value) const {
    if (std::isfinite(value)) {
      absl::StrAppend(out, value);
    } else {
      absl::StrAppend(out, "null");
    }
  }
  void operator()(const std::string& value) const { AppendJsonString(value, out); }
};

std::string DescribeStatus(const absl::Status& status) {
  const std::string reason = base::ErrorReason(status);
  return absl::StrCat(absl::StatusCodeToString(status.code()), reason.empty() ? "" : "/", reason,
                      status.message().empty() ? "" : ": ", status.message());
}

}  // namespace

Field::Field(absl::string_view name, const absl::Status& value)
    : name_(name), value_(DescribeStatus(value)) {}

void AppendJsonString(absl::string_view text, std::string* out) {
  const auto plain = [](unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; };
  out->push_back('"');
  while (!text.empty()) {
    size_t length = 0;
    while (length < text.size() && plain(static_cast<unsigned char>(text[length]))) ++length;
    if (length == 0) length = SequenceLength(text);
    if (length == 0) {
      out->append("\xef\xbf\xbd");
      text.remove_prefix(1);
      continue;
    }
    const char c = text[0];
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out->append(text.data(), length);
    }
    text.remove_prefix(length);
  }
  out->push_back('"');
}

void Init(absl::string_view process_name, absl::string_view level) {
  ProcessName() = std::string(process_name);
  Level least = Level::kInfo;
  for (Level candidate : {Level::kDebug, Level::kWarning, Level::kError}) {
    if (level == LevelName(candidate)) least = candidate;
  }
  least_level.store(static_cast<int>(least), std::memory_order_relaxed);
}

namespace {

// "2024-06-01T08:30:00" of a second that each thread formats once.
absl::string_view SecondText(int64_t second) {
  thread_local int64_t formatted = -1;
  thread_local std::string text;
  if (second != formatted) {
    text =
        absl::FormatTime("%Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(second), absl::UTCTimeZone());
    formatted = second;
  }
  return text;
}

}  // namespace

std::string FormatLine(Level level, absl::string_view message, Fields fields) {
  const int64_t now_ms = absl::ToUnixMillis(absl::Now());
  std::string line;
  line.reserve(320);
  absl::StrAppend(&line, "{\"time\":\"", SecondText(now_ms / 1000), ".",
                  absl::Dec(now_ms % 1000, absl::kZeroPad3), "Z\",\"level\":\"", LevelName(level),
                  "\",\"process\":");
  AppendJsonString(ProcessName(), &line);
  absl::StrAppend(&line, ",\"message\":");
  AppendJsonString(message, &line);
  for (const Field& field : fields) {
    line.push_back(',');
    AppendJsonString(field.name(), &line);
    line.push_back(':');
    std::visit(AppendValue{&line}, field.value());
  }
  line.push_back('}');
  return line;
}

void Write(Level level, absl::string_view message, Fields fields) {
  if (static_cast<int>(level) < least_level.load(std::memory_order_relaxed)) return;
  std::string line = FormatLine(level, message, fields);
  line.push_back('\n');
  // One write per line, which the kernel appends whole (O_APPEND; a pipe up to its buffer's size),
  // so lines of several threads need no lock. A log that cannot be written is lost, the work goes
  // on.
  size_t done = 0;
  while (done < line.size()) {
    const ssize_t written = ::write(STDERR_FILENO, line.data() + done, line.size() - done);
    if (written <= 0) return;
    done += static_cast<size_t>(written);
  }
}

}  // namespace deputies::log
