#ifndef SERVICES_RECEPTION_RPC_RECORD_SERVICE_H_
#define SERVICES_RECEPTION_RPC_RECORD_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/reception/v1/record.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/visit_recorder.h"

namespace deputies::reception {

// Handlers of deputies.reception.v1.RecordService: from proto, one domain call, to proto.
class RecordService {
 public:
  // All must outlive the table.
  RecordService(VisitRecorder& recorder, const auth::PageTokens& page_tokens);
  RecordService(const RecordService&) = delete;
  RecordService& operator=(const RecordService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status RecordVisit(const rpc::Call& call, const v1::RecordVisitRequest& request,
                           v1::Visit* response);
  absl::Status SignVisit(const rpc::Call& call, const v1::SignVisitRequest& request,
                         v1::Visit* response);
  absl::Status CloseVisitUnsigned(const rpc::Call& call,
                                  const v1::CloseVisitUnsignedRequest& request,
                                  v1::Visit* response);
  absl::Status GetVisit(const rpc::Call& call, const v1::GetVisitRequest& request,
                        v1::Visit* response);
  absl::Status ListVisits(const rpc::Call& call, const v1::ListVisitsRequest& request,
                          v1::ListVisitsResponse* response);

  VisitRecorder& recorder_;
  const auth::PageTokens& page_tokens_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_RECORD_SERVICE_H_
