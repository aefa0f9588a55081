#ifndef SERVICES_DUTY_RPC_ARCHIVE_SERVICE_H_
#define SERVICES_DUTY_RPC_ARCHIVE_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/archive.pb.h"
#include "google/api/httpbody.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/appraisal.h"
#include "services/duty/domain/archive.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/ledger_reader.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.ArchiveService.
class ArchiveService {
 public:
  // All must outlive the table.
  struct Parts {
    NoteStore& notes;
    ArchivePrintStore& prints;
    const ArchivePrinter& printer;
    AppraisalStore& appraisals;
    LedgerReader& ledger;
    Directory& directory;
    base::IdSource& ids;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit ArchiveService(const Parts& parts);
  ArchiveService(const ArchiveService&) = delete;
  ArchiveService& operator=(const ArchiveService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status GetSunshinePage(const rpc::Call& call, const v1::GetSunshinePageRequest& request,
                               v1::SunshinePage* response);
  absl::Status PrintArchive(const rpc::Call& call, const v1::PrintArchiveRequest& request,
                            google::api::HttpBody* response);
  absl::Status VerifyArchive(const rpc::Call& call, const v1::VerifyArchiveRequest& request,
                             v1::ArchiveVerdict* response);
  absl::Status AddNote(const rpc::Call& call, const v1::AddNoteRequest& request,
                       v1::Note* response);
  absl::Status ListNotes(const rpc::Call& call, const v1::ListNotesRequest& request,
                         v1::ListNotesResponse* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_ARCHIVE_SERVICE_H_
