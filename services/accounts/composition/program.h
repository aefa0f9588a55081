// The accounts service: people, roles, sessions, the organisation tree, homes and deputies.
#ifndef SERVICES_ACCOUNTS_COMPOSITION_PROGRAM_H_
#define SERVICES_ACCOUNTS_COMPOSITION_PROGRAM_H_

#include "services/common/rpc/process.h"

namespace deputies::accounts {

// The whole service: an rpc::Program.
int Run(rpc::Host& host);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_COMPOSITION_PROGRAM_H_
