#include "services/board/domain/matter_desk.h"

#include <limits>
#include <utility>

#include "services/board/domain/desk_errors.h"
#include "services/board/domain/matter_rules.h"
#include "services/board/domain/page_size.h"
#include "services/common/base/error.h"
#include "services/common/base/grade_too_low.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

bool MaySee(const base::Caller& caller, const Matter& matter) {
  return matter.state != MatterState::kDraft || caller.IsStaffOf(matter.home_id);
}

absl::Status CheckOpen(const Matter& matter, absl::Time now) {
  switch (PhaseOf(matter, now)) {
    case MatterPhase::kOpen:
      return absl::OkStatus();
    case MatterPhase::kAnnounced:
      return MatterClosed("征求意见还没有开始");
    default:
      return MatterClosed("征求意见已经结束，感谢您的关心");
  }
}

}  // namespace

absl::StatusOr<Matter> MatterDesk::Create(const CallScope& scope, const RequestKey& key,
                                          Matter draft) {
  RETURN_IF_ERROR(CheckMatter(draft, clock_.Now()));
  RETURN_IF_ERROR(lineage_.Above(scope, key.home_id).status());
  draft.home_id = key.home_id;
  draft.id = ids_.Next();
  draft.creator_id = scope.caller.person_id;
  draft.question_count = static_cast<int>(draft.questions.size());
  draft.create_time = base::ToMillisecond(clock_.Now());
  int64_t id = draft.id;
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](MatterTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, draft.id));
        id = earlier.value_or(draft.id);
        return earlier.has_value() ? absl::OkStatus() : transaction.InsertMatter(draft);
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Matter> MatterDesk::Update(const CallScope& scope, const RequestKey& key, int64_t id,
                                          Matter draft, int32_t revision) {
  RETURN_IF_ERROR(CheckMatter(draft, clock_.Now()));
  return ChangeOnce(scope, key, id, [&](Matter* matter, MatterTransaction&) -> absl::Status {
    if (matter->state != MatterState::kDraft) {
      return MatterStateConflict("已经公布的征求意见不能再改，免得前后问的不一样");
    }
    if (matter->revision != revision) return ChangedMeanwhile();
    matter->title = draft.title;
    matter->body = draft.body;
    matter->questions = draft.questions;
    matter->question_count = static_cast<int>(draft.questions.size());
    matter->open_time = draft.open_time;
    matter->close_time = draft.close_time;
    matter->min_grade = draft.min_grade;
    return absl::OkStatus();
  });
}

absl::StatusOr<Matter> MatterDesk::Publish(const CallScope& scope, const RequestKey& key,
                                           int64_t id) {
  return ChangeOnce(scope, key, id, [&](Matter* matter, MatterTransaction&) -> absl::Status {
    if (matter->state != MatterState::kDraft) return MatterStateConflict("已经公布过了");
    if (matter->close_time <= clock_.Now()) {
      return MatterStateConflict("截止时间已过，请先改截止时间");
    }
    matter->state = MatterState::kPublished;
    return absl::OkStatus();
  });
}

absl::StatusOr<Matter> MatterDesk::Close(const CallScope& scope, const RequestKey& key, int64_t id,
                                         std::string reason) {
  return ChangeOnce(scope, key, id, [&](Matter* matter, MatterTransaction&) -> absl::Status {
    const MatterPhase phase = PhaseOf(*matter, clock_.Now());
    if (phase != MatterPhase::kOpen && phase != MatterPhase::kAnnounced) {
      return MatterStateConflict("只有公布了、还没有截止的可以提前结束");
    }
    matter->state = MatterState::kClosedEarly;
    matter->close_reason = reason;
    return absl::OkStatus();
  });
}

absl::StatusOr<Matter> MatterDesk::PublishDigest(const CallScope& scope, const RequestKey& key,
                                                 int64_t id, std::string heard, std::string done) {
  return ChangeOnce(scope, key, id,
                    [&](Matter* matter, MatterTransaction& transaction) -> absl::Status {
                      if (PhaseOf(*matter, clock_.Now()) != MatterPhase::kClosed) {
                        return MatterStateConflict("结束之后才能公布结果");
                      }
                      MatterDigest digest{heard, done, base::ToMillisecond(clock_.Now()), 1};
                      if (matter->digest.has_value()) {
                        digest.version = matter->digest->version + 1;
                      } else {
                        // A consultation counts once its result is told.
                        HomeAct act{"consultation", "matter", id, digest.publish_time, ""};
                        RETURN_IF_ERROR(transaction.TellHomeAct(key.home_id, act));
                      }
                      DeskNotice notice;
                      notice.kind = DeskNoticeKind::kMatterDigest;
                      notice.target_id = id;
                      notice.stage = digest.version;
                      notice.title = "您参与的征求意见有了结果";
                      ASSIGN_OR_RETURN(notice.person_ids, transaction.ListVoters(*matter));
                      matter->digest = std::move(digest);
                      return transaction.Notify(key.home_id, notice);
                    });
}

absl::StatusOr<Voice> MatterDesk::GiveVoice(const CallScope& scope, const RequestKey& key,
                                            int64_t id, std::vector<VoiceAnswer> answers) {
  Voice voice;
  voice.id = ids_.Next();
  voice.person_id = scope.caller.person_id;
  voice.create_time = base::ToMillisecond(clock_.Now());
  const absl::Status open = directory_.CheckOpenHome(scope, key.home_id);
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](MatterTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, transaction.ClaimRequest(key, id));
        if (earlier.has_value()) return absl::OkStatus();
        RETURN_IF_ERROR(open);
        ASSIGN_OR_RETURN(std::optional<Matter> matter, transaction.LockMatter(key.home_id, id));
        // Staff who are voters see a draft, but nobody gives a voice to one.
        if (!matter.has_value() || matter->state == MatterState::kDraft) return MatterNotFound();
        RETURN_IF_ERROR(CheckOpen(*matter, clock_.Now()));
        if (scope.caller.grade < matter->min_grade) return base::GradeTooLow(scope.caller.grade);
        ASSIGN_OR_RETURN(voice.answers, CheckAnswers(*matter, answers));
        ASSIGN_OR_RETURN(const bool first, transaction.InsertVoice(*matter, voice));
        return first ? absl::OkStatus() : VoiceAlreadyGiven();
      }));
  return FindMine(scope, key.home_id, id);
}

absl::StatusOr<Matter> MatterDesk::Get(const CallScope& scope, int64_t home_id, int64_t id) {
  ASSIGN_OR_RETURN(std::optional<Matter> matter, store_.FindMatter(scope.deadline, home_id, id));
  if (!matter.has_value() || !MaySee(scope.caller, *matter)) return MatterNotFound();
  return *std::move(matter);
}

absl::StatusOr<MatterPage> MatterDesk::List(const CallScope& scope, int64_t home_id,
                                            std::optional<int64_t> before_id, int page_size) {
  const int size = PageSize(page_size);
  MatterPage page;
  ASSIGN_OR_RETURN(
      page.matters,
      store_.ListMatters(scope.deadline, home_id, scope.caller.IsStaffOf(home_id),
                         before_id.value_or(std::numeric_limits<int64_t>::max()), size + 1));
  if (page.matters.empty() && !before_id.has_value()) {
    RETURN_IF_ERROR(lineage_.Above(scope, home_id).status());
  }
  page.next_before_id =
      CutToPage<Matter>(&page.matters, size, [](const Matter& matter) { return matter.id; });
  return page;
}

absl::StatusOr<Voice> MatterDesk::FindMine(const CallScope& scope, int64_t home_id, int64_t id) {
  RETURN_IF_ERROR(Get(scope, home_id, id).status());
  ASSIGN_OR_RETURN(std::optional<Voice> voice,
                   store_.FindVoice(scope.deadline, home_id, id, scope.caller.person_id));
  if (!voice.has_value()) return VoiceNotFound();
  return *std::move(voice);
}

absl::StatusOr<MatterTally> MatterDesk::Tally(const CallScope& scope, int64_t home_id, int64_t id) {
  MatterTally tally;
  ASSIGN_OR_RETURN(tally.matter, Get(scope, home_id, id));
  ASSIGN_OR_RETURN(tally.counts, store_.ListCounts(scope.deadline, home_id, id));
  return tally;
}

absl::StatusOr<MatterTextPage> MatterDesk::ListTexts(const CallScope& scope, int64_t home_id,
                                                     int64_t id, int question,
                                                     std::optional<int64_t> after_voice,
                                                     int page_size) {
  RETURN_IF_ERROR(Get(scope, home_id, id).status());
  const int size = PageSize(page_size);
  MatterTextPage page;
  ASSIGN_OR_RETURN(page.texts, store_.ListTexts(scope.deadline, home_id, id, question,
                                                after_voice.value_or(0), size + 1));
  page.next_after_voice = CutToPage<MatterFreeText>(
      &page.texts, size, [](const MatterFreeText& text) { return text.voice_id; });
  return page;
}

absl::StatusOr<MatterVoices> MatterDesk::Export(const CallScope& scope, int64_t home_id,
                                                int64_t id) {
  MatterVoices voices;
  ASSIGN_OR_RETURN(voices.matter, Get(scope, home_id, id));
  ASSIGN_OR_RETURN(voices.voices, store_.ListVoices(scope.deadline, home_id, id, kMaxExported));
  return voices;
}

absl::StatusOr<Matter> MatterDesk::ChangeOnce(const CallScope& scope, const RequestKey& key,
                                              int64_t id, Change change) {
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](MatterTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, transaction.ClaimRequest(key, id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::optional<Matter> matter, transaction.LockMatter(key.home_id, id));
        if (!matter.has_value() || !scope.caller.IsStaffOf(key.home_id)) return MatterNotFound();
        RETURN_IF_ERROR(change(&*matter, transaction));
        ++matter->revision;
        return transaction.UpdateMatter(*matter);
      }));
  return Get(scope, key.home_id, id);
}

}  // namespace deputies::board
