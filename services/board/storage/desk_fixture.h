// What the storage tests of the boards' desks share.
#ifndef SERVICES_BOARD_STORAGE_DESK_FIXTURE_H_
#define SERVICES_BOARD_STORAGE_DESK_FIXTURE_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/board/domain/home_lineage.h"
#include "services/board/storage/board_fixture.h"
#include "services/common/base/directory.h"
#include "services/common/base/error.h"

namespace deputies::board {

// Answers as told.
class FakeLineage final : public HomeLineage {
 public:
  absl::StatusOr<std::vector<OrganizationAbove>> Above(const CallScope&, int64_t home_id) override {
    const auto found = homes.find(home_id);
    if (found == homes.end()) return base::HomeNotFound();
    return found->second;
  }
  std::map<int64_t, std::vector<OrganizationAbove>> homes;
};

class DeskFixture : public BoardFixture {
 protected:
  // A key that no other call of the test uses.
  RequestKey NewKey(absl::string_view operation, int64_t home_id, const base::Caller& caller) {
    return Key(operation, home_id, caller.person_id, ++last_key_, "");
  }

  // Persons told of something of this kind, in the order of telling.
  std::vector<int64_t> Told(int kind) {
    std::vector<int64_t> persons;
    for (const events::v1::Event& event : Events()) {
      const events::v1::NoticeRequested& notice = event.notice_requested();
      if (notice.kind() != kind) continue;
      persons.insert(persons.end(), notice.person_ids().begin(), notice.person_ids().end());
    }
    return persons;
  }

 private:
  int last_key_ = 0;
};

template <typename T>
std::string ReasonOf(const absl::StatusOr<T>& result) {
  return result.ok() ? "OK" : base::ErrorReason(result.status());
}

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_DESK_FIXTURE_H_
