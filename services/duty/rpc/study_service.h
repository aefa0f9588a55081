#ifndef SERVICES_DUTY_RPC_STUDY_SERVICE_H_
#define SERVICES_DUTY_RPC_STUDY_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/study.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/study.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.StudyService.
class StudyService {
 public:
  // All must outlive the table.
  struct Parts {
    StudyStore& store;
    Directory& directory;
    base::IdSource& ids;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit StudyService(const Parts& parts);
  StudyService(const StudyService&) = delete;
  StudyService& operator=(const StudyService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status PublishMaterial(const rpc::Call& call, const v1::PublishMaterialRequest& request,
                               v1::StudyMaterial* response);
  absl::Status WithdrawMaterial(const rpc::Call& call, const v1::WithdrawMaterialRequest& request,
                                v1::StudyMaterial* response);
  absl::Status ListMaterials(const rpc::Call& call, const v1::ListMaterialsRequest& request,
                             v1::ListMaterialsResponse* response);
  absl::Status GetMaterial(const rpc::Call& call, const v1::GetMaterialRequest& request,
                           v1::StudyMaterial* response);
  absl::Status RecordReading(const rpc::Call& call, const v1::RecordReadingRequest& request,
                             v1::StudyMaterial* response);
  absl::Status ListReaders(const rpc::Call& call, const v1::ListReadersRequest& request,
                           v1::ListReadersResponse* response);

  // MATERIAL_NOT_FOUND unless the home or its county keeps it; withdrawn ones are for staff.
  absl::StatusOr<StudyMaterial> Find(const rpc::Call& call, int64_t home_id, int64_t material_id);
  // With the caller's own reading.
  absl::Status Fill(const rpc::Call& call, int64_t home_id, const StudyMaterial& material,
                    v1::StudyMaterial* proto);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_STUDY_SERVICE_H_
