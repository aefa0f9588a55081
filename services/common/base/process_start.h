#ifndef SERVICES_COMMON_BASE_PROCESS_START_H_
#define SERVICES_COMMON_BASE_PROCESS_START_H_

#include <signal.h>

namespace deputies::base {

// Call first in main, before any thread starts. Blocks SIGTERM and SIGINT in all threads and
// returns them for sigwait; ignores SIGPIPE; switches off the search for deadlocks that Debian's
// Abseil does at every lock of a mutex, gRPC's among them (0.45 us for two nested locks, under a
// lock of its own).
sigset_t PrepareProcess();

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_PROCESS_START_H_
