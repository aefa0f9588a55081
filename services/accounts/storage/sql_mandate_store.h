#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_MANDATE_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_MANDATE_STORE_H_

#include <string>
#include <vector>

#include "deputies/events/v1/event.pb.h"
#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/domain/mandate_store.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/common/db/retention_sweeper.h"

namespace deputies::accounts {

class SqlMandateStore final : public MandateStore {
 public:
  // All must outlive the store.
  SqlMandateStore(db::Database& database, const BlindIndex& index, const audit::AuditTrail& trail,
                  base::IdSource& ids)
      : database_(database), index_(index), trail_(trail), ids_(ids) {}

  absl::StatusOr<bool> SetBindingCode(absl::Time deadline, const MandateChange& change,
                                      int64_t deputy_id, const std::string& code,
                                      absl::Time expire_time) override;
  absl::StatusOr<DeputyBinding> RequestBinding(absl::Time deadline, const MandateChange& change,
                                               const std::string& code,
                                               int64_t new_binding_id) override;
  absl::StatusOr<std::vector<DeputyBinding>> ListBindings(absl::Time deadline, int64_t home_id,
                                                          int limit) override;
  absl::StatusOr<DeputyBinding> Decide(absl::Time deadline, const MandateChange& change,
                                       int64_t binding_id, bool approve) override;
  absl::Status SetSuspended(absl::Time deadline, const MandateChange& change, int64_t deputy_id,
                            bool suspended) override;
  absl::Status HandOverAll(absl::Time deadline, const MandateChange& change,
                           std::vector<HandOver> hand_overs) override;
  absl::StatusOr<Mandate> Get(absl::Time deadline, int64_t home_id, int64_t deputy_id,
                              absl::Time now) override;
  absl::StatusOr<std::vector<Mandate>> List(absl::Time deadline, int64_t home_id, absl::Time now,
                                            const ListPosition& after, int limit) override;

 private:
  absl::Status HandOverOne(db::Transaction& tx, const MandateChange& change,
                           const HandOver& hand_over);
  absl::Status Audit(db::Transaction& tx, const MandateChange& change, const char* action,
                     int64_t deputy_id, const std::string& detail);
  // Queues `event`, of which only the fact is filled.
  absl::Status Tell(db::Transaction& tx, int64_t home_id, absl::Time now, events::v1::Event event);

  db::Database& database_;
  const BlindIndex& index_;
  const audit::AuditTrail& trail_;
  base::IdSource& ids_;
};

// Codes that nobody used and requests that nobody approved, after half a year.
std::vector<db::RetentionRule> MandateRetention();

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_MANDATE_STORE_H_
