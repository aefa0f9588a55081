#ifndef SERVICES_DUTY_RPC_RULE_BOOK_SERVICE_H_
#define SERVICES_DUTY_RPC_RULE_BOOK_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/rule_book.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/rule_books.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.RuleBookService.
class RuleBookService {
 public:
  // Must outlive the table.
  explicit RuleBookService(RuleBooks& books);
  RuleBookService(const RuleBookService&) = delete;
  RuleBookService& operator=(const RuleBookService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ListRuleBooks(const rpc::Call& call, const v1::ListRuleBooksRequest& request,
                             v1::ListRuleBooksResponse* response);
  absl::Status PublishRuleBook(const rpc::Call& call, const v1::PublishRuleBookRequest& request,
                               v1::RuleBook* response);
  absl::Status SimulateRuleBook(const rpc::Call& call, const v1::SimulateRuleBookRequest& request,
                                v1::SimulateRuleBookResponse* response);

  RuleBooks& books_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_RULE_BOOK_SERVICE_H_
