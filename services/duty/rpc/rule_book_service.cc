#include "services/duty/rpc/rule_book_service.h"

#include <vector>

#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {

RuleBookService::RuleBookService(RuleBooks& books)
    : books_(books), table_("deputies.duty.v1.RuleBookService") {
  table_.Bind("ListRuleBooks", this, &RuleBookService::ListRuleBooks);
  table_.Bind("PublishRuleBook", this, &RuleBookService::PublishRuleBook);
  table_.Bind("SimulateRuleBook", this, &RuleBookService::SimulateRuleBook);
}

absl::Status RuleBookService::ListRuleBooks(const rpc::Call& call,
                                            const v1::ListRuleBooksRequest& request,
                                            v1::ListRuleBooksResponse* response) {
  ASSIGN_OR_RETURN(const BookList books, books_.OfHome(ScopeOf(call), request.home_id()));
  for (auto book = books->rbegin(); book != books->rend(); ++book) {
    ToProto(*book, response->add_rule_books());
  }
  return absl::OkStatus();
}

absl::Status RuleBookService::PublishRuleBook(const rpc::Call& call,
                                              const v1::PublishRuleBookRequest& request,
                                              v1::RuleBook* response) {
  ASSIGN_OR_RETURN(const RuleBook book,
                   books_.Publish(ScopeOf(call), rpc::KeyOf("PublishRuleBook", call, request),
                                  request.effective_day(), FromProto(request.draft())));
  ToProto(book, response);
  return absl::OkStatus();
}

absl::Status RuleBookService::SimulateRuleBook(const rpc::Call& call,
                                               const v1::SimulateRuleBookRequest& request,
                                               v1::SimulateRuleBookResponse* response) {
  ASSIGN_OR_RETURN(const Period period, Period::Parse(request.period()));
  ASSIGN_OR_RETURN(
      const std::vector<RuleBooks::Simulated> scores,
      books_.Simulate(ScopeOf(call), request.home_id(), period, FromProto(request.draft())));
  for (const RuleBooks::Simulated& score : scores) {
    v1::SimulatedScore* proto = response->add_scores();
    proto->set_deputy_id(score.deputy.deputy_id);
    proto->set_deputy_name(score.deputy.name);
    proto->set_current_points(score.current.points);
    proto->set_draft_points(score.draft.points);
    proto->set_current_ranking_points(score.current.ranking_points);
    proto->set_draft_ranking_points(score.draft.ranking_points);
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
