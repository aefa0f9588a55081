#include "services/accounts/domain/code_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/accounts/domain/code_text.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::accounts {
namespace {

// A chain of successors is walked this far; longer ones lead to the home.
constexpr int kMostSuccessors = 8;
// Ten million short codes: a handful of tries always finds a free one.
constexpr int kShortCodeTries = 8;
// With their pictures these make an answer of a few megabytes.
constexpr size_t kMostRoundCodes = 20;
// Newest codes of a deputy among which a live one is looked for.
constexpr int kMostDeputyCodes = 50;

char LetterOf(CodeKind kind) {
  switch (kind) {
    case CodeKind::kDeputy:
      return 'd';
    case CodeKind::kMatter:
      return 'm';
    case CodeKind::kReception:
      return 'r';
    default:
      return 'h';
  }
}

absl::Status AccessDenied() {
  return base::MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
                         "您没有权限进行此操作");
}

// Staff may touch every code of the home, a deputy the own ones.
absl::Status CheckUser(const CodeBook::User& user, int64_t home_id, CodeKind kind,
                       int64_t target_id) {
  if (user.caller.IsStaffOf(home_id)) return absl::OkStatus();
  const bool own = kind == CodeKind::kDeputy && target_id == user.caller.DeputyIdAt(home_id);
  return own ? absl::OkStatus() : AccessDenied();
}

std::string SpacedShortCode(const std::string& digits) {
  return absl::StrCat(digits.substr(0, 4), " ", digits.substr(4));
}

}  // namespace

bool CodeBook::IsLive(const Code& code) const {
  return !code.revoked && (!code.expire_time.has_value() || *code.expire_time > clock_.Now());
}

absl::Status CodeBook::CheckTarget(absl::Time deadline, int64_t home_id, const CodeDraft& draft) {
  if (draft.expire_time.has_value() && *draft.expire_time <= clock_.Now()) {
    return base::InvalidField("expireTime", "截止时间应在现在之后");
  }
  if (draft.kind == CodeKind::kHome) {
    if (draft.target_id != 0) return base::InvalidField("targetId", "代表之家的码不带对象");
    return directory_.GetHome(deadline, home_id).status();
  }
  if (draft.target_id == 0) return base::InvalidField("targetId", "请选择这个码对应的对象");
  if (draft.kind == CodeKind::kDeputy) {
    return directory_.GetDeputy(deadline, home_id, draft.target_id).status();
  }
  return directory_.GetHome(deadline, home_id).status();
}

absl::StatusOr<Code> CodeBook::Create(absl::Time deadline, const User& user,
                                      const base::RequestKey& key, const CodeDraft& draft) {
  RETURN_IF_ERROR(CheckUser(user, key.home_id, draft.kind, draft.target_id));
  RETURN_IF_ERROR(CheckTarget(deadline, key.home_id, draft));
  if (!draft.replaces_scene.empty()) {
    ASSIGN_OR_RETURN(const Code old, store_.Get(deadline, key.home_id, draft.replaces_scene));
    RETURN_IF_ERROR(CheckUser(user, key.home_id, old.kind, old.target_id));
  }
  return Make(deadline, user.actor, key, draft);
}

absl::StatusOr<Code> CodeBook::Make(absl::Time deadline, const base::Actor& actor,
                                    const base::RequestKey& key, const CodeDraft& draft) {
  Code code;
  code.scene = MakeScene(LetterOf(draft.kind), random_.Bytes(kSceneRandomBytes));
  code.code_id = ids_.Next();
  code.kind = draft.kind;
  code.home_id = key.home_id;
  code.target_id = draft.target_id;
  code.label = draft.label;
  code.expire_time = draft.expire_time;
  code.create_time = clock_.Now();
  const base::AuditEntry entry{
      actor, "CreateCode", absl::StrCat("codes/", code.scene),
      absl::StrCat("kind ", static_cast<int>(draft.kind), ", target ", draft.target_id)};
  for (int i = 1;; ++i) {
    code.short_code = MakeShortCode(random_.Bytes(kShortCodeRandomBytes));
    const absl::StatusOr<std::string> scene =
        store_.Create(deadline, key, code, draft.replaces_scene, entry);
    if (scene.ok()) return store_.Get(deadline, key.home_id, *scene);
    if (base::ErrorReason(scene.status()) != "SHORT_CODE_TAKEN" || i == kShortCodeTries) {
      return scene.status();
    }
  }
}

absl::StatusOr<std::vector<Code>> CodeBook::Rotate(absl::Time deadline, const User& user,
                                                   const base::RequestKey& key,
                                                   const std::vector<std::string>& scenes) {
  std::vector<CodeStore::Rotation> rotations;
  for (const std::string& scene : scenes) {
    ASSIGN_OR_RETURN(Code code, store_.Get(deadline, key.home_id, scene));
    code.scene = MakeScene(LetterOf(code.kind), random_.Bytes(kSceneRandomBytes));
    code.code_id = ids_.Next();
    code.create_time = clock_.Now();
    rotations.push_back({scene, std::move(code)});
  }
  const base::AuditEntry entry{user.actor, "RotateCodes", absl::StrCat("homes/", key.home_id),
                               absl::StrJoin(scenes, " ")};
  for (int i = 1;; ++i) {
    for (CodeStore::Rotation& rotation : rotations) {
      rotation.code.short_code = MakeShortCode(random_.Bytes(kShortCodeRandomBytes));
    }
    const absl::StatusOr<std::vector<std::string>> made =
        store_.Rotate(deadline, key, rotations, entry);
    if (made.ok()) {
      std::vector<Code> codes;
      for (const std::string& scene : *made) {
        ASSIGN_OR_RETURN(codes.emplace_back(), store_.Get(deadline, key.home_id, scene));
      }
      return codes;
    }
    if (base::ErrorReason(made.status()) != "SHORT_CODE_TAKEN" || i == kShortCodeTries) {
      return made.status();
    }
  }
}

absl::StatusOr<Page<Code>> CodeBook::List(absl::Time deadline, const User& user, int64_t home_id,
                                          const ListPosition& after, int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  RETURN_IF_ERROR(directory_.GetHome(deadline, home_id).status());
  const int64_t deputy_id = user.caller.IsStaffOf(home_id) ? 0 : user.caller.DeputyIdAt(home_id);
  ASSIGN_OR_RETURN(std::vector<Code> codes,
                   store_.List(deadline, home_id, deputy_id, after.id, page_size + 1));
  return ToPage(std::move(codes), page_size, [](const Code& code) {
    return ListPosition{"", code.code_id};
  });
}

absl::StatusOr<Code> CodeBook::Revoke(absl::Time deadline, const User& user,
                                      const base::RequestKey& key, const std::string& scene,
                                      const std::string& successor_scene) {
  if (scene == successor_scene) {
    return base::InvalidField("successorScene", "接替的码不能是它自己");
  }
  if (!successor_scene.empty()) {
    RETURN_IF_ERROR(store_.Get(deadline, key.home_id, successor_scene).status());
  }
  RETURN_IF_ERROR(store_.Revoke(deadline, key, scene, successor_scene,
                                {user.actor, "RevokeCode", absl::StrCat("codes/", scene),
                                 absl::StrCat("successor ", successor_scene)}));
  return store_.Get(deadline, key.home_id, scene);
}

absl::StatusOr<ScanResult> CodeBook::Scan(absl::Time deadline, const std::string& text) {
  const std::string short_code = ReadShortCode(text);
  if (short_code.empty() && !IsScene(text)) return CodeNotFound();
  ASSIGN_OR_RETURN(Code code, short_code.empty() ? store_.FindScene(deadline, text)
                                                 : store_.FindShortCode(deadline, short_code));
  RETURN_IF_ERROR(store_.CountScan(deadline, code.home_id, code.scene,
                                   base::DayNumber(base::ShanghaiDay(clock_.Now()))));

  ScanResult result;
  for (int i = 0; i < kMostSuccessors && !IsLive(code) && !code.successor_scene.empty(); ++i) {
    result.redirected = true;
    ASSIGN_OR_RETURN(code, store_.FindScene(deadline, code.successor_scene));
  }
  ASSIGN_OR_RETURN(Home home, directory_.GetHome(deadline, code.home_id));
  const bool closed = home.closed && home.successor_home_id != 0;
  for (int i = 0; i < kMostSuccessors && home.closed && home.successor_home_id != 0; ++i) {
    ASSIGN_OR_RETURN(home, directory_.GetHome(deadline, home.successor_home_id));
  }
  result.home_id = home.home_id;
  result.home_name = home.name;
  result.kind = code.kind;
  result.target_id = code.target_id;
  // What a code of the closed home named is not in the other one.
  bool live = IsLive(code) && !closed;
  if (live && code.kind == CodeKind::kDeputy) {
    const absl::StatusOr<Deputy> deputy =
        directory_.GetDeputyOrSuccessor(deadline, code.home_id, code.target_id);
    if (deputy.ok()) {
      result.deputy_name = deputy->name;
      result.redirected = result.redirected || deputy->deputy_id != code.target_id;
      result.target_id = deputy->deputy_id;
    } else if (absl::IsNotFound(deputy.status())) {
      live = false;  // out of office, and nobody has taken over the code
    } else {
      return deputy.status();
    }
  }
  if (!live) {
    result.kind = CodeKind::kHome;
    result.target_id = 0;
    result.redirected = true;
  }
  return result;
}

absl::StatusOr<CodeBook::RoundCode> CodeBook::RoundCodeOf(const CallTrace& trace,
                                                          const std::string& scene) {
  ASSIGN_OR_RETURN(std::optional<CodePicture> kept, store_.FindPicture(trace.deadline, scene));
  if (kept.has_value()) return RoundCode{*std::move(kept), false, absl::OkStatus()};
  absl::StatusOr<CodePicture> drawn = round_codes_.DrawCode(trace, scene);
  if (!drawn.ok()) return RoundCode{{}, false, drawn.status()};
  RETURN_IF_ERROR(store_.KeepPicture(trace.deadline, scene, *drawn));
  return RoundCode{*std::move(drawn), true, absl::OkStatus()};
}

absl::StatusOr<CodeBook::DrawnCode> CodeBook::DrawDeputyCode(const CallTrace& trace,
                                                             const base::Actor& actor,
                                                             const base::RequestKey& key,
                                                             int64_t deputy_id) {
  const CodeDraft draft{CodeKind::kDeputy, deputy_id, "", std::nullopt, ""};
  RETURN_IF_ERROR(CheckTarget(trace.deadline, key.home_id, draft));
  ASSIGN_OR_RETURN(const std::vector<Code> codes,
                   store_.List(trace.deadline, key.home_id, deputy_id, 0, kMostDeputyCodes));
  const auto found = std::find_if(codes.begin(), codes.end(), [](const Code& code) {
    return !code.revoked && !code.expire_time.has_value();
  });
  DrawnCode result;
  if (found != codes.end()) {
    result.code = *found;
  } else {
    ASSIGN_OR_RETURN(result.code, Make(trace.deadline, actor, key, draft));
  }
  ASSIGN_OR_RETURN(RoundCode round, RoundCodeOf(trace, result.code.scene));
  RETURN_IF_ERROR(round.refusal);
  result.picture = std::move(round.picture);
  result.drawn = round.drawn;
  return result;
}

absl::StatusOr<std::vector<CodeBook::Sheet>> CodeBook::Posters(
    const CallTrace& trace, const User& user, int64_t home_id,
    const std::vector<std::string>& scenes, PaperSize paper_size, bool round_codes) {
  const absl::Time deadline = trace.deadline;
  if (round_codes && scenes.size() > kMostRoundCodes) {
    return base::InvalidField("scenes", absl::StrCat("小程序码一次最多 ", kMostRoundCodes, " 张"));
  }
  ASSIGN_OR_RETURN(const Home home, directory_.GetHome(deadline, home_id));
  std::vector<Sheet> sheets;
  for (const std::string& scene : scenes) {
    ASSIGN_OR_RETURN(const Code code, store_.Get(deadline, home_id, scene));
    RETURN_IF_ERROR(CheckUser(user, home_id, code.kind, code.target_id));
    Poster poster;
    poster.title = home.name;
    poster.scene = code.scene;
    poster.short_code = SpacedShortCode(code.short_code);
    poster.footer = absl::StrCat(home.address, "  ", home.contact_phone,
                                 code.label.empty() ? "" : "  ", code.label);
    poster.paper_size = paper_size;
    switch (code.kind) {
      case CodeKind::kDeputy: {
        ASSIGN_OR_RETURN(const Deputy deputy,
                         directory_.GetDeputyOrSuccessor(deadline, home_id, code.target_id));
        poster.subtitle = absl::StrCat("人大代表  ", deputy.name);
        poster.invitation = "微信扫一扫，有事直接找代表";
        break;
      }
      case CodeKind::kMatter:
        poster.subtitle = "征求您的意见";
        poster.invitation = "微信扫一扫，说说您的看法";
        break;
      case CodeKind::kReception:
        poster.subtitle = "群众接待日";
        poster.invitation = "微信扫一扫，到场签到";
        break;
      default:
        poster.subtitle = "网上代表之家";
        poster.invitation = "微信扫一扫，有事您留言";
    }
    if (round_codes) {
      // A poster with a square code today is better than none.
      ASSIGN_OR_RETURN(RoundCode round, RoundCodeOf(trace, scene));
      poster.picture = std::move(round.picture);
    }
    ASSIGN_OR_RETURN(std::string svg, painter_.Paint(poster));
    sheets.push_back({std::move(svg), !poster.picture.bytes.empty()});
  }
  return sheets;
}

}  // namespace deputies::accounts
