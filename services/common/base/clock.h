#ifndef SERVICES_COMMON_BASE_CLOCK_H_
#define SERVICES_COMMON_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace deputies::base {

// Source of instants. Domain code takes it by constructor so that tests can set the time.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;

  // The system's clock; lives for ever.
  static const Clock& System();
};

// The instant cut to the milliseconds that the database keeps (DATETIME(3)).
absl::Time ToMillisecond(absl::Time time);

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_CLOCK_H_
