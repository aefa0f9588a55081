// The wechat service: the one holder of the AppSecret, and the keeper of notices to people.
#ifndef SERVICES_WECHAT_COMPOSITION_PROGRAM_H_
#define SERVICES_WECHAT_COMPOSITION_PROGRAM_H_

#include "services/common/rpc/process.h"

namespace deputies::wechat {

// The whole service: an rpc::Program.
int Run(rpc::Host& host);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_COMPOSITION_PROGRAM_H_
