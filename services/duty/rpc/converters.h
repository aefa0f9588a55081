// Between the protos of duty and its domain.
#ifndef SERVICES_DUTY_RPC_CONVERTERS_H_
#define SERVICES_DUTY_RPC_CONVERTERS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/duty/v1/ballot.pb.h"
#include "deputies/duty/v1/ledger.pb.h"
#include "deputies/duty/v1/ranking.pb.h"
#include "deputies/duty/v1/rule_book.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/call_scope.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/ballot.h"
#include "services/duty/domain/ledger_entry.h"
#include "services/duty/domain/ranking_store.h"
#include "services/duty/domain/rule_books.h"
#include "services/duty/domain/scoring.h"

namespace deputies::duty {

// Of lists whose request names no page size.
inline constexpr int kDefaultPageSize = 20;

// INVALID_ARGUMENT/FIELD_INVALID naming `path` when it is no time.
absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& time, absl::string_view path);
void ToProto(absl::Time time, google::protobuf::Timestamp* proto);

// A page token that holds one number; `fallback` for an empty token.
absl::StatusOr<int64_t> ReadPosition(const auth::PageTokens& tokens, absl::string_view list,
                                     absl::string_view token, int64_t fallback);
std::string PositionToken(const auth::PageTokens& tokens, absl::string_view list, int64_t position);

void ToProto(const LedgerEntry& entry, const std::vector<RuleBook>& books, v1::DutyEntry* proto);
void ToProto(const Score& score, v1::DutyScore* proto);
void ToProto(const RuleBook& book, v1::RuleBook* proto);
RuleBook FromProto(const v1::RuleBookDraft& draft);
void ToProto(const RankedTotal& row, v1::RankingRow* proto);
void ToProto(const RankingPeriod& period, v1::RankingPeriod* proto);
void ToProto(const BallotResult& result, v1::BallotResult* proto);
void ToProto(const Objection& objection, v1::Objection* proto);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_CONVERTERS_H_
