// The reception service: reception days, bookings, queues, records of visits, coverage.
#ifndef SERVICES_RECEPTION_COMPOSITION_PROGRAM_H_
#define SERVICES_RECEPTION_COMPOSITION_PROGRAM_H_

#include "services/common/rpc/process.h"

namespace deputies::reception {

// The whole service: an rpc::Program.
int Run(rpc::Host& host);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_COMPOSITION_PROGRAM_H_
