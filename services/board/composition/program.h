// The board service: voters' messages to deputies' homes.
#ifndef SERVICES_BOARD_COMPOSITION_PROGRAM_H_
#define SERVICES_BOARD_COMPOSITION_PROGRAM_H_

#include "services/common/rpc/process.h"

namespace deputies::board {

// The whole service: an rpc::Program.
int Run(rpc::Host& host);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_COMPOSITION_PROGRAM_H_
