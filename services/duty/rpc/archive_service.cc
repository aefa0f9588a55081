#include "services/duty/rpc/archive_service.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void FillNote(const Note& note, v1::Note* proto) {
  proto->set_note_id(note.id);
  proto->set_home_id(note.home_id);
  proto->set_deputy_id(note.deputy_id);
  proto->set_notebook(static_cast<v1::Notebook>(note.notebook));
  proto->set_title(note.title);
  proto->set_text(note.text);
  proto->set_place(note.place);
  ToProto(note.occur_time, proto->mutable_occur_time());
  proto->set_public_(note.is_public);
}

}  // namespace

ArchiveService::ArchiveService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.ArchiveService") {
  table_.Bind("GetSunshinePage", this, &ArchiveService::GetSunshinePage);
  table_.Bind("AddNote", this, &ArchiveService::AddNote);
  table_.Bind("ListNotes", this, &ArchiveService::ListNotes);
}

absl::Status ArchiveService::GetSunshinePage(const rpc::Call& call,
                                             const v1::GetSunshinePageRequest& request,
                                             v1::SunshinePage* response) {
  const base::CallScope scope = ScopeOf(call);
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(scope, request.home_id()));
  ASSIGN_OR_RETURN(const DeputyCard deputy,
                   parts_.directory.Deputy(scope, request.home_id(), request.deputy_id()));
  ASSIGN_OR_RETURN(const Period period,
                   Period::ParseOrYearOf(request.period(), parts_.clock.Now()));
  ASSIGN_OR_RETURN(const Score score, parts_.ledger.ScoreOfDeputy(scope, request.home_id(),
                                                                  request.deputy_id(), period));
  response->set_home_id(home.home_id);
  response->set_home_name(home.name);
  response->set_deputy_id(deputy.deputy_id);
  response->set_deputy_name(deputy.name);
  response->set_level(static_cast<accounts::v1::DeputyLevel>(deputy.level));
  response->set_term(deputy.term);
  response->set_constituency(deputy.constituency);
  response->set_occupation(deputy.occupation);
  response->set_introduction(deputy.introduction);
  response->set_period(period.ToString());
  for (const std::string& sentence : SentencesOf(score)) response->add_sentences(sentence);
  response->set_points(score.points);
  response->set_stars(score.stars);
  return absl::OkStatus();
}

absl::Status ArchiveService::AddNote(const rpc::Call& call, const v1::AddNoteRequest& request,
                                     v1::Note* response) {
  Note note;
  note.home_id = request.home_id();
  note.id = parts_.ids.Next();
  note.deputy_id = call.caller.DeputyIdAt(request.home_id());
  note.notebook = static_cast<Notebook>(request.notebook());
  note.title = request.title();
  note.text = request.text();
  note.place = request.place();
  ASSIGN_OR_RETURN(note.occur_time, ToTime(request.occur_time(), "occurTime"));
  note.occur_time = base::ToMillisecond(note.occur_time);
  note.is_public = request.public_();
  RETURN_IF_ERROR(CheckNote(note, parts_.clock.Now()));
  ASSIGN_OR_RETURN(const int64_t id,
                   parts_.notes.Add(call.deadline, rpc::KeyOf("AddNote", call, request), note));
  ASSIGN_OR_RETURN(const std::optional<Note> stored,
                   parts_.notes.Find(call.deadline, request.home_id(), id));
  if (!stored.has_value()) return absl::InternalError("a stored note is gone");
  FillNote(*stored, response);
  return absl::OkStatus();
}

absl::Status ArchiveService::ListNotes(const rpc::Call& call, const v1::ListNotesRequest& request,
                                       v1::ListNotesResponse* response) {
  NoteQuery query;
  query.home_id = request.home_id();
  query.deputy_id = request.deputy_id();
  query.public_only = call.caller.DeputyIdAt(request.home_id()) != request.deputy_id();
  query.notebook = request.notebook();
  const std::string list =
      absl::StrCat("notes/", request.home_id(), "/", request.deputy_id(), "/", request.notebook());
  ASSIGN_OR_RETURN(query.before_id, ReadPosition(parts_.page_tokens, list, request.page_token(),
                                                 std::numeric_limits<int64_t>::max()));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  query.limit = limit + 1;
  ASSIGN_OR_RETURN(std::vector<Note> notes, parts_.notes.List(call.deadline, query));
  if (notes.size() > static_cast<size_t>(limit)) {
    notes.pop_back();
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, notes.back().id));
  }
  for (const Note& note : notes) FillNote(note, response->add_notes());
  return absl::OkStatus();
}

}  // namespace deputies::duty
