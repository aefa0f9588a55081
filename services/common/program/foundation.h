// What every service's program stands on, built from its configuration.
#ifndef SERVICES_COMMON_PROGRAM_FOUNDATION_H_
#define SERVICES_COMMON_PROGRAM_FOUNDATION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/common/v1/config.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/common/auth/caller_context.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/database.h"
#include "services/common/db/migrator.h"
#include "services/common/db/readiness.h"
#include "services/common/db/retention_sweeper.h"
#include "services/common/outbox/relay.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/process.h"

namespace deputies::program {

// Where another service answers.
struct Upstream {
  std::string address;
  absl::Duration timeout;
};

// Keys, database, clock and ids of a service, and the upkeep of its outbox and old rows. Everything
// that is wrong with the configuration ends the process with a line in the log that names the
// field.
class Foundation {
 public:
  // `config` has the fields that every service's has. `more_threads` use the database at once
  // besides the workers and what this class starts.
  template <typename Config>
  Foundation(const char* process_name, const Config& config, uint32_t more_threads)
      : Foundation(process_name, config.server(), config.database(), config.page_token_key_file(),
                   config.upstreams(), more_threads) {}
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;

  const auth::CallerKeys& caller_keys() const { return caller_keys_; }
  const auth::PageTokens& page_tokens() const { return page_tokens_; }
  db::Database& database() { return *database_; }
  const base::Clock& clock() const { return clock_; }
  base::IdSource& ids() { return ids_; }
  // Signs this service's calls of others.
  const rpc::ServiceClient& client() const { return client_; }

  // The upstream that serves the proto service.
  Upstream UpstreamOf(absl::string_view proto_service,
                      absl::Duration usual_timeout = absl::Seconds(5)) const;

  // Hands the outbox's events to the consumers from now on.
  void StartRelay(const google::protobuf::RepeatedPtrField<std::string>& consumer_addresses);
  // Deletes rows that have served their time from now on.
  void StartSweeper(std::vector<db::RetentionRule> rules);
  // To serve with: ready when the database has the schema of `migrations`, which must outlive the
  // service. At a stop `stop_jobs` runs, then relay and sweeper end.
  rpc::ServeOptions Options(const std::vector<db::Migration>& migrations,
                            std::function<void()> stop_jobs);

 private:
  Foundation(const char* process_name, const common::v1::ServerConfig& server,
             const common::v1::DatabaseConfig& database, const std::string& page_token_key_file,
             const google::protobuf::RepeatedPtrField<common::v1::UpstreamConfig>& upstreams,
             uint32_t more_threads);

  const std::string process_name_;
  const common::v1::ServerConfig server_;
  const google::protobuf::RepeatedPtrField<common::v1::UpstreamConfig> upstreams_;
  const auth::CallerKeys caller_keys_;
  const auth::PageTokens page_tokens_;
  const std::unique_ptr<db::Database> database_;
  const base::Clock& clock_;
  base::TimeOrderedIdSource ids_;
  const rpc::ServiceClient client_;
  std::unique_ptr<outbox::Relay> relay_;
  std::unique_ptr<db::RetentionSweeper> sweeper_;
  std::unique_ptr<db::Readiness> readiness_;
};

// The holidays that the State Council set, from the file of `holidays_file`.
base::WorkCalendar ReadWorkCalendar(const std::string& path);

}  // namespace deputies::program

#endif  // SERVICES_COMMON_PROGRAM_FOUNDATION_H_
