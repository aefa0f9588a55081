// Columns of a notice, in the order of ReadNotice.
#ifndef SERVICES_WECHAT_STORAGE_NOTICE_ROWS_H_
#define SERVICES_WECHAT_STORAGE_NOTICE_ROWS_H_

#include "services/common/db/database.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

#define WECHAT_NOTICE_COLUMNS                                                                    \
  "home_id, notice_id, event_id, person_id, kind, target_id, stage, title, detail, event_time, " \
  "send_time, expire_time, important, state, channel, outcome, attempts, unknown_outcomes, "     \
  "consent_held, create_time, read_time, finish_time, caller_person_id, call_note "

Notice ReadNotice(db::Row& row);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_STORAGE_NOTICE_ROWS_H_
