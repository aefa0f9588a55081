#include "services/duty/rpc/archive_service.h"

#include <limits>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

constexpr int kLatestActs = 10;

// deputies.accounts.v1.DeputyLevel in words.
const char* LevelName(int level) {
  switch (level) {
    case accounts::v1::TOWNSHIP_DEPUTY:
      return "苏木乡镇人大代表";
    case accounts::v1::COUNTY_DEPUTY:
      return "旗县区人大代表";
    case accounts::v1::CITY_DEPUTY:
      return "市人大代表";
    case accounts::v1::REGION_DEPUTY:
      return "自治区人大代表";
    default:
      return "人大代表";
  }
}

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
  table_.Bind("PrintArchive", this, &ArchiveService::PrintArchive);
  table_.Bind("VerifyArchive", this, &ArchiveService::VerifyArchive);
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
  ASSIGN_OR_RETURN(const LedgerReader::Snapshot now,
                   parts_.ledger.SnapshotOf(scope, request.home_id(), request.deputy_id(), period,
                                            std::nullopt));
  const Score& score = now.score;
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
  response->set_opportunities(score.opportunities);
  response->set_handled(score.handled);
  for (const LedgerEntry& act : StandingActs(now.entries, *now.books, period)) {
    if (response->latest_acts_size() == kLatestActs) break;
    v1::SunshineAct* proto = response->add_latest_acts();
    proto->set_title(TitleOf(*now.books, act.item));
    ToProto(act.perform_time, proto->mutable_perform_time());
    proto->set_sequence(act.sequence);
  }
  ASSIGN_OR_RETURN(
      const std::optional<Appraisal> appraisal,
      parts_.appraisals.FindLastReviewed(call.deadline, request.home_id(), request.deputy_id()));
  if (!appraisal.has_value()) return absl::OkStatus();
  response->set_appraisal_id(appraisal->id);
  response->set_appraisal_year(appraisal->year);
  response->set_appraisal_grade(static_cast<v1::ReviewGrade>(appraisal->grade));
  return absl::OkStatus();
}

absl::Status ArchiveService::PrintArchive(const rpc::Call& call,
                                          const v1::PrintArchiveRequest& request,
                                          google::api::HttpBody* response) {
  if (!call.caller.IsStaffOf(request.home_id()) &&
      call.caller.DeputyIdAt(request.home_id()) != request.deputy_id()) {
    return base::MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
                           "代表只能打印自己的履职档案");
  }
  const base::CallScope scope = ScopeOf(call);
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(scope, request.home_id()));
  ASSIGN_OR_RETURN(const DeputyCard deputy,
                   parts_.directory.Deputy(scope, request.home_id(), request.deputy_id()));
  const absl::Time now = base::ToMillisecond(parts_.clock.Now());
  ASSIGN_OR_RETURN(Period period, Period::ParseOrYearOf(request.period(), now));
  ASSIGN_OR_RETURN(
      LedgerReader::Snapshot ledger,
      parts_.ledger.SnapshotOf(scope, home.home_id, deputy.deputy_id, period, std::nullopt));
  std::random_device random;
  ArchiveSheet sheet;
  sheet.print = {home.home_id,
                 ArchiveCode(static_cast<uint64_t>(random()) << 32 | random()),
                 deputy.deputy_id,
                 deputy.name,
                 period.ToString(),
                 ledger.score.points,
                 ledger.size,
                 ledger.root,
                 now};
  const std::string code = sheet.print.code;
  ASSIGN_OR_RETURN(
      sheet.print,
      parts_.prints.Add(call.deadline, rpc::KeyOf("PrintArchive", call, request), sheet.print));
  if (sheet.print.code != code) {  // printed before: the same again
    ASSIGN_OR_RETURN(period, Period::Parse(sheet.print.period));
    ASSIGN_OR_RETURN(ledger, parts_.ledger.SnapshotOf(scope, home.home_id, deputy.deputy_id, period,
                                                      sheet.print.tree_size));
  }
  sheet.home_name = home.name;
  sheet.level = LevelName(deputy.level);
  sheet.term = deputy.term;
  sheet.constituency = deputy.constituency;
  sheet.occupation = deputy.occupation;
  sheet.score = ledger.score;
  for (const LedgerEntry& act : StandingActs(ledger.entries, *ledger.books, period)) {
    sheet.acts.push_back({act.perform_time, TitleOf(*ledger.books, act.item)});
  }
  ASSIGN_OR_RETURN(std::string file, parts_.printer.Print(sheet));
  response->set_content_type("application/pdf");
  response->set_data(std::move(file));
  return absl::OkStatus();
}

absl::Status ArchiveService::VerifyArchive(const rpc::Call& call,
                                           const v1::VerifyArchiveRequest& request,
                                           v1::ArchiveVerdict* response) {
  const base::CallScope scope = ScopeOf(call);
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(scope, request.home_id()));
  ASSIGN_OR_RETURN(
      const std::optional<ArchivePrint> print,
      parts_.prints.Find(call.deadline, home.home_id, ReadArchiveCode(request.code())));
  if (!print.has_value()) return ArchiveCodeUnknown();
  response->set_home_name(home.name);
  response->set_deputy_id(print->deputy_id);
  response->set_deputy_name(print->deputy_name);
  response->set_period(print->period);
  response->set_points(print->points);
  ToProto(print->print_time, response->mutable_print_time());
  response->set_tree_size(print->tree_size);
  response->set_root(print->root);
  ASSIGN_OR_RETURN(const LedgerReader::Head head, parts_.ledger.ReadHead(scope, home.home_id));
  if (head.signed_head.has_value()) response->set_signed_size(head.signed_head->tree_size);
  if (head.tree_size < print->tree_size) return absl::OkStatus();  // cut short: both answers no
  ASSIGN_OR_RETURN(const Period period, Period::Parse(print->period));
  ASSIGN_OR_RETURN(
      const LedgerReader::Snapshot then,
      parts_.ledger.SnapshotOf(scope, home.home_id, print->deputy_id, period, print->tree_size));
  response->set_ledger_continues(then.root == print->root);
  response->set_points_match(then.score.points == print->points);
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
