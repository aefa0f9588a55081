#include "services/board/domain/bulletin_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/board/domain/desk_errors.h"
#include "services/board/domain/page_size.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Versions shown; older ones stay stored.
constexpr int kMaxVersionsShown = 100;

const OrganizationAbove* Find(const std::vector<OrganizationAbove>& lineage, int64_t id) {
  const auto found = std::find_if(lineage.begin(), lineage.end(),
                                  [id](const OrganizationAbove& above) { return above.id == id; });
  return found == lineage.end() ? nullptr : &*found;
}

// An office writes for its own organisation; one without a place, for all.
bool IsOfficeOf(const base::Caller& caller, int64_t organization_id) {
  return std::any_of(
      caller.grants.begin(), caller.grants.end(), [organization_id](const base::Grant& grant) {
        return grant.role == base::Role::kCountyOffice &&
               (grant.organization_id == organization_id || grant.organization_id == 0);
      });
}

bool MayEdit(const base::Caller& caller, const Bulletin& bulletin) {
  if (bulletin.organization_id != 0) return IsOfficeOf(caller, bulletin.organization_id);
  if (caller.IsStaffOf(bulletin.home_id)) return true;
  return caller.DeputyIdAt(bulletin.home_id) != 0 && bulletin.creator_id == caller.person_id;
}

absl::Status CheckInReview(const Bulletin& bulletin, int32_t revision) {
  if (bulletin.version.state != BulletinState::kInReview) {
    return BulletinStateConflict("这篇内容现在不在待审状态");
  }
  return bulletin.revision == revision ? absl::OkStatus() : ChangedMeanwhile();
}

absl::Status CheckPublic(const Bulletin& bulletin) {
  return bulletin.public_version != 0 ? absl::OkStatus()
                                      : BulletinStateConflict("这篇内容现在没有公开");
}

NamedBulletin WithName(Bulletin bulletin, const std::vector<OrganizationAbove>& lineage) {
  NamedBulletin named;
  if (const OrganizationAbove* above = Find(lineage, bulletin.organization_id)) {
    named.organization_name = above->name;
  }
  named.bulletin = std::move(bulletin);
  return named;
}

BulletinPage ToPage(std::vector<Bulletin> bulletins, int size,
                    const std::vector<OrganizationAbove>& lineage,
                    absl::FunctionRef<int64_t(const Bulletin&)> position) {
  BulletinPage page;
  page.next_below = CutToPage<Bulletin>(&bulletins, size, position);
  for (Bulletin& bulletin : bulletins) {
    page.bulletins.push_back(WithName(std::move(bulletin), lineage));
  }
  return page;
}

}  // namespace

absl::StatusOr<NamedBulletin> BulletinDesk::Create(const CallScope& scope, const RequestKey& key,
                                                   BulletinText text, int64_t organization_id) {
  ASSIGN_OR_RETURN(const Lineage lineage, lineage_.Above(scope, key.home_id));
  if (organization_id != 0 &&
      (Find(lineage, organization_id) == nullptr || !IsOfficeOf(scope.caller, organization_id))) {
    return DeskAccessDenied();
  }
  RETURN_IF_ERROR(CleanBody(&text));

  Bulletin bulletin;
  bulletin.home_id = organization_id == 0 ? key.home_id : 0;
  bulletin.id = ids_.Next();
  bulletin.organization_id = organization_id;
  bulletin.creator_id = scope.caller.person_id;
  bulletin.create_time = base::ToMillisecond(clock_.Now());
  bulletin.version.text = std::move(text);
  bulletin.version.author_id = scope.caller.person_id;
  bulletin.version.author_name = scope.caller.display_name;
  bulletin.version.update_time = bulletin.create_time;

  int64_t id = bulletin.id;
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](BulletinTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, bulletin.id));
        id = earlier.value_or(bulletin.id);
        return earlier.has_value() ? absl::OkStatus() : transaction.InsertBulletin(bulletin);
      }));
  return FindForEditor(scope, lineage, key.home_id, id);
}

absl::StatusOr<NamedBulletin> BulletinDesk::Update(const CallScope& scope, const RequestKey& key,
                                                   int64_t id, BulletinText text,
                                                   int32_t revision) {
  RETURN_IF_ERROR(CleanBody(&text));
  return ChangeOnce(scope, key, id, [&](Bulletin* bulletin, BulletinTransaction&) -> absl::Status {
    if (bulletin->revision != revision) return ChangedMeanwhile();
    BulletinVersion& version = bulletin->version;
    switch (version.state) {
      case BulletinState::kInReview:
        return BulletinStateConflict("正在审核，审核之后才能再改");
      case BulletinState::kDraft:
      case BulletinState::kReturned:
        break;
      default:
        ++version.number;  // what readers saw stays as it was
    }
    version.state = BulletinState::kDraft;
    version.text = text;
    version.author_id = scope.caller.person_id;
    version.author_name = scope.caller.display_name;
    version.reviewer_id = 0;
    version.reviewer_name.clear();
    version.reason.clear();
    return absl::OkStatus();
  });
}

absl::StatusOr<NamedBulletin> BulletinDesk::Submit(const CallScope& scope, const RequestKey& key,
                                                   int64_t id) {
  return ChangeOnce(scope, key, id, [](Bulletin* bulletin, BulletinTransaction&) -> absl::Status {
    if (bulletin->version.state != BulletinState::kDraft) {
      return BulletinStateConflict("只有草稿可以提交审核");
    }
    bulletin->version.state = BulletinState::kInReview;
    return absl::OkStatus();
  });
}

absl::StatusOr<NamedBulletin> BulletinDesk::Publish(const CallScope& scope, const RequestKey& key,
                                                    int64_t id, int32_t revision) {
  return ChangeOnce(scope, key, id,
                    [&](Bulletin* bulletin, BulletinTransaction& transaction) -> absl::Status {
                      RETURN_IF_ERROR(CheckInReview(*bulletin, revision));
                      BulletinVersion& version = bulletin->version;
                      if (version.author_id == scope.caller.person_id) {
                        return SecondPersonNeeded("自己写的内容要由另一位工作人员审核发布");
                      }
                      if (bulletin->public_version != 0) {
                        RETURN_IF_ERROR(transaction.SetVersionState(
                            *bulletin, bulletin->public_version, BulletinState::kReplaced));
                      }
                      version.state = BulletinState::kPublished;
                      version.reviewer_id = scope.caller.person_id;
                      version.reviewer_name = scope.caller.display_name;
                      bulletin->public_version = version.number;
                      bulletin->public_category = version.text.category;
                      if (bulletin->publish_rank == 0) {
                        bulletin->publish_rank = NextPublishRank();
                        bulletin->publish_time = base::ToMillisecond(clock_.Now());
                        // What an office wrote is no home's work.
                        if (bulletin->organization_id == 0) {
                          HomeAct act{"bulletin", "bulletin", id, *bulletin->publish_time,
                                      absl::StrCat("bulletin_", version.text.category)};
                          RETURN_IF_ERROR(transaction.TellHomeAct(key.home_id, act));
                        }
                      }
                      DeskNotice notice;
                      notice.kind = DeskNoticeKind::kBulletinPublished;
                      notice.person_ids = {version.author_id};
                      notice.target_id = id;
                      notice.stage = version.number;
                      notice.title = "您写的内容已经发布";
                      return transaction.Notify(key.home_id, notice);
                    });
}

absl::StatusOr<NamedBulletin> BulletinDesk::Return(const CallScope& scope, const RequestKey& key,
                                                   int64_t id, int32_t revision,
                                                   std::string reason) {
  if (reason.empty()) return base::InvalidField("reason", "退回要写明原因");
  return ChangeOnce(scope, key, id,
                    [&](Bulletin* bulletin, BulletinTransaction& transaction) -> absl::Status {
                      RETURN_IF_ERROR(CheckInReview(*bulletin, revision));
                      BulletinVersion& version = bulletin->version;
                      version.state = BulletinState::kReturned;
                      version.reviewer_id = scope.caller.person_id;
                      version.reviewer_name = scope.caller.display_name;
                      version.reason = reason;
                      DeskNotice notice;
                      notice.kind = DeskNoticeKind::kBulletinReturned;
                      notice.person_ids = {version.author_id};
                      notice.target_id = id;
                      notice.stage = bulletin->revision;
                      notice.title = "您写的内容被退回修改";
                      return transaction.Notify(key.home_id, notice);
                    });
}

absl::StatusOr<NamedBulletin> BulletinDesk::Withdraw(const CallScope& scope, const RequestKey& key,
                                                     int64_t id, std::string reason) {
  return ChangeOnce(scope, key, id,
                    [&](Bulletin* bulletin, BulletinTransaction& transaction) -> absl::Status {
                      RETURN_IF_ERROR(CheckPublic(*bulletin));
                      if (bulletin->version.number == bulletin->public_version) {
                        bulletin->version.state = BulletinState::kWithdrawn;
                        bulletin->version.reviewer_id = scope.caller.person_id;
                        bulletin->version.reviewer_name = scope.caller.display_name;
                        bulletin->version.reason = reason;
                      } else {
                        RETURN_IF_ERROR(transaction.SetVersionState(
                            *bulletin, bulletin->public_version, BulletinState::kWithdrawn));
                      }
                      bulletin->public_version = 0;
                      bulletin->public_category = 0;
                      bulletin->pinned = false;
                      return absl::OkStatus();
                    });
}

absl::StatusOr<NamedBulletin> BulletinDesk::Pin(const CallScope& scope, const RequestKey& key,
                                                int64_t id, bool pinned) {
  return ChangeOnce(scope, key, id, [&](Bulletin* bulletin, BulletinTransaction&) -> absl::Status {
    RETURN_IF_ERROR(CheckPublic(*bulletin));
    bulletin->pinned = pinned;
    return absl::OkStatus();
  });
}

absl::StatusOr<NamedBulletin> BulletinDesk::GetPublic(const CallScope& scope, int64_t home_id,
                                                      int64_t id) {
  ASSIGN_OR_RETURN(std::optional<Bulletin> bulletin,
                   store_.FindPublic(scope.deadline, home_id, id));
  if (bulletin.has_value()) return NamedBulletin{*std::move(bulletin), ""};
  ASSIGN_OR_RETURN(bulletin, store_.FindPublic(scope.deadline, 0, id));
  if (!bulletin.has_value()) return BulletinNotFound();
  const absl::StatusOr<Lineage> lineage = lineage_.Above(scope, home_id);
  if (absl::IsNotFound(lineage.status())) return BulletinNotFound();
  RETURN_IF_ERROR(lineage.status());
  if (Find(*lineage, bulletin->organization_id) == nullptr) return BulletinNotFound();
  return WithName(*std::move(bulletin), *lineage);
}

absl::StatusOr<BulletinPage> BulletinDesk::ListPublic(const CallScope& scope, int64_t home_id,
                                                      int category, std::optional<int64_t> below,
                                                      int page_size) {
  ASSIGN_OR_RETURN(const Lineage lineage, lineage_.Above(scope, home_id));
  const int size = PageSize(page_size);
  PublicBulletinQuery query;
  query.home_id = home_id;
  for (const OrganizationAbove& above : lineage) query.organization_ids.push_back(above.id);
  query.category = category;
  if (below.has_value()) query.below_rank = *below;
  query.limit = size + 1;
  ASSIGN_OR_RETURN(std::vector<Bulletin> bulletins, store_.ListPublic(scope.deadline, query));
  return ToPage(std::move(bulletins), size, lineage,
                [](const Bulletin& bulletin) { return ListRank(bulletin).value_or(0); });
}

absl::StatusOr<BulletinPage> BulletinDesk::ListDrafts(const CallScope& scope, int64_t home_id,
                                                      int64_t organization_id,
                                                      std::optional<int64_t> below, int page_size) {
  ASSIGN_OR_RETURN(const Lineage lineage, lineage_.Above(scope, home_id));
  DraftQuery query;
  if (organization_id != 0) {
    if (Find(lineage, organization_id) == nullptr || !IsOfficeOf(scope.caller, organization_id)) {
      return DeskAccessDenied();
    }
    query.organization_id = organization_id;
  } else {
    query.home_id = home_id;
    if (!scope.caller.IsStaffOf(home_id)) query.creator_id = scope.caller.person_id;
  }
  const int size = PageSize(page_size);
  if (below.has_value()) query.before_id = *below;
  query.limit = size + 1;
  ASSIGN_OR_RETURN(std::vector<Bulletin> bulletins, store_.ListNewest(scope.deadline, query));
  return ToPage(std::move(bulletins), size, lineage,
                [](const Bulletin& bulletin) { return bulletin.id; });
}

absl::StatusOr<std::vector<NamedBulletin>> BulletinDesk::ListVersions(const CallScope& scope,
                                                                      int64_t home_id, int64_t id) {
  ASSIGN_OR_RETURN(const Lineage lineage, lineage_.Above(scope, home_id));
  ASSIGN_OR_RETURN(const NamedBulletin found, FindForEditor(scope, lineage, home_id, id));
  ASSIGN_OR_RETURN(std::vector<BulletinVersion> versions,
                   store_.ListVersions(scope.deadline, found.bulletin, kMaxVersionsShown));
  std::vector<NamedBulletin> result(versions.size(), found);
  for (size_t i = 0; i < versions.size(); ++i) {
    result[i].bulletin.version = std::move(versions[i]);
  }
  return result;
}

absl::StatusOr<NamedBulletin> BulletinDesk::ChangeOnce(const CallScope& scope,
                                                       const RequestKey& key, int64_t id,
                                                       Change change) {
  ASSIGN_OR_RETURN(const Lineage lineage, lineage_.Above(scope, key.home_id));
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](BulletinTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, transaction.ClaimRequest(key, id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::optional<Bulletin> bulletin,
                         transaction.LockBulletin(key.home_id, id));
        if (!bulletin.has_value()) {
          ASSIGN_OR_RETURN(bulletin, transaction.LockBulletin(0, id));
          if (bulletin.has_value() && Find(lineage, bulletin->organization_id) == nullptr) {
            return BulletinNotFound();
          }
        }
        if (!bulletin.has_value() || !MayEdit(scope.caller, *bulletin)) return BulletinNotFound();
        RETURN_IF_ERROR(change(&*bulletin, transaction));
        ++bulletin->revision;
        bulletin->version.update_time = base::ToMillisecond(clock_.Now());
        return transaction.UpdateBulletin(*bulletin);
      }));
  return FindForEditor(scope, lineage, key.home_id, id);
}

absl::StatusOr<NamedBulletin> BulletinDesk::FindForEditor(const CallScope& scope,
                                                          const Lineage& lineage, int64_t home_id,
                                                          int64_t id) {
  ASSIGN_OR_RETURN(std::optional<Bulletin> bulletin,
                   store_.FindNewest(scope.deadline, home_id, id));
  if (!bulletin.has_value()) {
    ASSIGN_OR_RETURN(bulletin, store_.FindNewest(scope.deadline, 0, id));
  }
  if (!bulletin.has_value() || !MayEdit(scope.caller, *bulletin)) return BulletinNotFound();
  return WithName(*std::move(bulletin), lineage);
}

absl::Status BulletinDesk::CleanBody(BulletinText* text) const {
  ASSIGN_OR_RETURN(text->body, cleaner_.Clean(text->body, text->image_ids, "text.body"));
  return absl::OkStatus();
}

// Even ids halved: unique, rising with time, and below the bit that pinned ones have set.
int64_t BulletinDesk::NextPublishRank() {
  int64_t id = ids_.Next();
  while (id % 2 != 0) id = ids_.Next();
  return id / 2;
}

}  // namespace deputies::board
