#include "services/duty/domain/project.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {
namespace {

constexpr size_t kExperts = 2;
// Clocks of phones may be ahead.
constexpr absl::Duration kClockMargin = absl::Minutes(5);

}  // namespace

absl::Status CheckTeam(const SupervisionTeam& team) {
  if (team.experts.size() != kExperts) {
    return base::InvalidField("expertDeputyIds", "每个监督小组须有两名专业代表");
  }
  std::set<int64_t> seen(team.experts.begin(), team.experts.end());
  if (seen.size() != kExperts)
    return base::InvalidField("expertDeputyIds", "两名专业代表不能是同一人");
  for (size_t i = 0; i < team.members.size(); ++i) {
    if (!seen.insert(team.members[i]).second) {
      return base::InvalidField(absl::StrCat("memberDeputyIds[", i, "]"), "这位代表已经在小组里");
    }
  }
  if (team.local_members.empty()) {
    return base::InvalidField("localMembers", "请写明项目所在地的小组成员");
  }
  return absl::OkStatus();
}

absl::Status CheckLinks(const std::vector<std::string>& links) {
  for (size_t i = 0; i < links.size(); ++i) {
    if (!absl::StartsWith(links[i], "https://")) {
      return base::InvalidField(absl::StrCat("links[", i, "]"), "网址须以https://开头");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckVisit(const TeamVisit& visit, absl::Time now) {
  if (visit.visit_time > now + kClockMargin) {
    return base::InvalidField("visitTime", "走访时间还没有到");
  }
  if (visit.visit_time < now - kVisitRecordTime) {
    return base::InvalidField("visitTime", "走访须在三十天内登记");
  }
  return absl::OkStatus();
}

absl::Status CheckDecidingBallot(const Ballot& ballot, const BallotResult& result, int deputies) {
  if (ballot.kind != BallotKind::kProjects || ballot.electorate != Electorate::kDeputies) {
    return ProjectStateConflict("民生实事由代表票决，请选择代表票决的投票");
  }
  if (!ballot.closed) return ProjectStateConflict("这次票决还没有开箱计票");
  if (ballot.quorum * 2 <= deputies) {
    return ProjectStateConflict("这次票决的法定人数没有超过本级代表的一半");
  }
  if (!result.quorum_reached) return ProjectStateConflict("参加票决的代表没有达到法定人数");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ProjectState>> DecideStates(const Ballot& ballot,
                                                       const BallotResult& result,
                                                       const std::vector<Project>& candidates) {
  std::map<std::string, size_t> options;
  for (size_t i = 0; i < ballot.options.size(); ++i) options[ballot.options[i]] = i;
  const bool same = options.size() == candidates.size() &&
                    std::all_of(candidates.begin(), candidates.end(), [&](const Project& project) {
                      return options.count(project.title) == 1;
                    });
  if (!same) return ProjectStateConflict("票决的选项与这一年的候选项目不一致");
  const auto ahead = [&result](int count) {
    return std::count_if(result.counts.begin(), result.counts.end(),
                         [count](int other) { return other > count; });
  };
  std::vector<ProjectState> states;
  for (const Project& project : candidates) {
    const auto option = static_cast<int>(options[project.title]);
    const int count = result.counts[option];
    if (std::count(result.winners.begin(), result.winners.end(), option) > 0) {
      states.push_back(ProjectState::kChosen);
    } else if (count > 0 && ahead(count) < ballot.seats) {
      states.push_back(ProjectState::kCandidate);
    } else {
      states.push_back(ProjectState::kNotChosen);
    }
  }
  return states;
}

}  // namespace deputies::duty
