// What deputies study: monthly reading and courses, of a home or of the county above it.
#ifndef SERVICES_DUTY_DOMAIN_STUDY_H_
#define SERVICES_DUTY_DOMAIN_STUDY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/caller.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/directory.h"

namespace deputies::duty {

// Who keeps a thing: a home (county_id 0), or a county for all its homes (home_id 0).
struct Owner {
  int64_t home_id = 0;
  int64_t county_id = 0;
};

// The home itself, or its county. PERMISSION_DENIED/ACCESS_DENIED for a county's by others than an
// office above the whole county.
absl::StatusOr<Owner> OwnerFor(const base::Caller& caller, const HomeCard& home, bool for_county);
// Whether the caller, staff of the home, may change what the owner keeps.
bool MayKeep(const base::Caller& caller, const Owner& owner);
// PERMISSION_DENIED/ACCESS_DENIED unless MayKeep.
absl::Status CheckMayKeep(const base::Caller& caller, const Owner& owner);

// Mirrors deputies.duty.v1.MaterialKind.
enum class MaterialKind { kMonthlyReading = 1, kCourse = 2 };

struct StudyMaterial {
  Owner owner;
  int64_t id = 0;
  MaterialKind kind = MaterialKind::kCourse;
  std::string title;
  std::string month;  // "2026-03"; empty for a course
  std::string body;   // empty in lists
  std::string media_url;
  int min_minutes = 0;
  absl::Time publish_time;
  bool withdrawn = false;
};

struct Reading {
  int64_t deputy_id = 0;
  int percent = 0;
  absl::Time begin_time;
  std::optional<absl::Time> finish_time;
};

// INVALID_ARGUMENT/FIELD_INVALID naming what contradicts itself.
absl::Status CheckMaterial(const StudyMaterial& material);

// The reading after the reader says to be at `percent`; `before` is absent at the first part. Never
// falls, and ends only after the material's least time.
Reading Advance(const StudyMaterial& material, const std::optional<Reading>& before, int percent,
                absl::Time now);

struct MaterialQuery {
  int64_t home_id = 0;
  int64_t county_id = 0;
  int kind = 0;  // 0: all
  int64_t before_id = 0;
  int limit = 0;
};

// Each write happens once per request key. `home` says which county's things are the home's too.
// Thread-safe.
class StudyStore {
 public:
  virtual ~StudyStore() = default;
  // Answers with the id that the first call stored.
  virtual absl::StatusOr<int64_t> Publish(absl::Time deadline, const base::RequestKey& key,
                                          const StudyMaterial& material) = 0;
  virtual absl::Status Withdraw(absl::Time deadline, const base::RequestKey& key,
                                const StudyMaterial& material) = 0;
  virtual absl::StatusOr<std::optional<StudyMaterial>> Find(absl::Time deadline,
                                                            const HomeCard& home,
                                                            int64_t material_id) = 0;
  // Not withdrawn, newest first, without bodies.
  virtual absl::StatusOr<std::vector<StudyMaterial>> List(absl::Time deadline,
                                                          const MaterialQuery& query) = 0;
  // Notes how far the deputy is; the end of a reading is told to the ledger.
  virtual absl::Status Read(absl::Time deadline, const base::RequestKey& key,
                            const StudyMaterial& material, int64_t deputy_id, int percent,
                            absl::Time now) = 0;
  virtual absl::StatusOr<std::optional<Reading>> FindReading(absl::Time deadline, int64_t home_id,
                                                             int64_t material_id,
                                                             int64_t deputy_id) = 0;
  // By deputy.
  virtual absl::StatusOr<std::vector<Reading>> ListReadings(absl::Time deadline, int64_t home_id,
                                                            int64_t material_id) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_STUDY_H_
