// The duty service: the ledger of what deputies do, its rules, and the rankings made of it.
#ifndef SERVICES_DUTY_COMPOSITION_PROGRAM_H_
#define SERVICES_DUTY_COMPOSITION_PROGRAM_H_

#include "services/common/rpc/process.h"

namespace deputies::duty {

// The whole service: an rpc::Program.
int Run(rpc::Host& host);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_COMPOSITION_PROGRAM_H_
