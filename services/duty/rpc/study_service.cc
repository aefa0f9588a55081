#include "services/duty/rpc/study_service.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void FillReading(const Reading& reading, v1::Reading* proto) {
  proto->set_percent(reading.percent);
  ToProto(reading.begin_time, proto->mutable_begin_time());
  if (reading.finish_time.has_value()) ToProto(*reading.finish_time, proto->mutable_finish_time());
}

}  // namespace

StudyService::StudyService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.StudyService") {
  table_.Bind("PublishMaterial", this, &StudyService::PublishMaterial);
  table_.Bind("WithdrawMaterial", this, &StudyService::WithdrawMaterial);
  table_.Bind("ListMaterials", this, &StudyService::ListMaterials);
  table_.Bind("GetMaterial", this, &StudyService::GetMaterial);
  table_.Bind("RecordReading", this, &StudyService::RecordReading);
  table_.Bind("ListReaders", this, &StudyService::ListReaders);
}

absl::StatusOr<StudyMaterial> StudyService::Find(const rpc::Call& call, int64_t home_id,
                                                 int64_t material_id) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), home_id));
  ASSIGN_OR_RETURN(std::optional<StudyMaterial> material,
                   parts_.store.Find(call.deadline, home, material_id));
  if (!material.has_value() || (material->withdrawn && !call.caller.IsStaffOf(home_id))) {
    return MaterialNotFound();
  }
  return *std::move(material);
}

absl::Status StudyService::Fill(const rpc::Call& call, int64_t home_id,
                                const StudyMaterial& material, v1::StudyMaterial* proto) {
  proto->set_material_id(material.id);
  proto->set_home_id(material.owner.home_id);
  proto->set_kind(static_cast<v1::MaterialKind>(material.kind));
  proto->set_title(material.title);
  proto->set_month(material.month);
  proto->set_body(material.body);
  proto->set_media_url(material.media_url);
  proto->set_min_minutes(material.min_minutes);
  ToProto(material.publish_time, proto->mutable_publish_time());
  proto->set_withdrawn(material.withdrawn);
  const int64_t deputy_id = call.caller.DeputyIdAt(home_id);
  if (deputy_id == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<Reading> reading,
                   parts_.store.FindReading(call.deadline, home_id, material.id, deputy_id));
  if (reading.has_value()) FillReading(*reading, proto->mutable_own_reading());
  return absl::OkStatus();
}

absl::Status StudyService::PublishMaterial(const rpc::Call& call,
                                           const v1::PublishMaterialRequest& request,
                                           v1::StudyMaterial* response) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), request.home_id()));
  StudyMaterial material;
  ASSIGN_OR_RETURN(material.owner, OwnerFor(call.caller, home, request.for_county()));
  material.id = parts_.ids.Next();
  material.kind = static_cast<MaterialKind>(request.kind());
  material.title = request.title();
  material.month = request.month();
  material.body = request.body();
  material.media_url = request.media_url();
  material.min_minutes = request.min_minutes();
  material.publish_time = base::ToMillisecond(parts_.clock.Now());
  RETURN_IF_ERROR(CheckMaterial(material));
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.Publish(call.deadline, rpc::KeyOf("PublishMaterial", call, request), material));
  ASSIGN_OR_RETURN(material, Find(call, request.home_id(), id));
  return Fill(call, request.home_id(), material, response);
}

absl::Status StudyService::WithdrawMaterial(const rpc::Call& call,
                                            const v1::WithdrawMaterialRequest& request,
                                            v1::StudyMaterial* response) {
  ASSIGN_OR_RETURN(StudyMaterial material, Find(call, request.home_id(), request.material_id()));
  RETURN_IF_ERROR(CheckMayKeep(call.caller, material.owner));
  RETURN_IF_ERROR(parts_.store.Withdraw(call.deadline,
                                        rpc::KeyOf("WithdrawMaterial", call, request), material));
  material.withdrawn = true;
  return Fill(call, request.home_id(), material, response);
}

absl::Status StudyService::ListMaterials(const rpc::Call& call,
                                         const v1::ListMaterialsRequest& request,
                                         v1::ListMaterialsResponse* response) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), request.home_id()));
  MaterialQuery query;
  query.home_id = home.home_id;
  query.county_id = home.county_id;
  query.kind = request.kind();
  const std::string list = absl::StrCat("materials/", request.home_id(), "/", request.kind());
  ASSIGN_OR_RETURN(query.before_id, ReadPosition(parts_.page_tokens, list, request.page_token(),
                                                 std::numeric_limits<int64_t>::max()));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  query.limit = limit + 1;
  ASSIGN_OR_RETURN(std::vector<StudyMaterial> materials, parts_.store.List(call.deadline, query));
  if (materials.size() > static_cast<size_t>(limit)) {
    materials.pop_back();
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, materials.back().id));
  }
  for (const StudyMaterial& material : materials) {
    RETURN_IF_ERROR(Fill(call, request.home_id(), material, response->add_materials()));
  }
  return absl::OkStatus();
}

absl::Status StudyService::GetMaterial(const rpc::Call& call, const v1::GetMaterialRequest& request,
                                       v1::StudyMaterial* response) {
  ASSIGN_OR_RETURN(const StudyMaterial material,
                   Find(call, request.home_id(), request.material_id()));
  return Fill(call, request.home_id(), material, response);
}

absl::Status StudyService::RecordReading(const rpc::Call& call,
                                         const v1::RecordReadingRequest& request,
                                         v1::StudyMaterial* response) {
  ASSIGN_OR_RETURN(const StudyMaterial material,
                   Find(call, request.home_id(), request.material_id()));
  RETURN_IF_ERROR(parts_.store.Read(call.deadline, rpc::KeyOf("RecordReading", call, request),
                                    material, call.caller.DeputyIdAt(request.home_id()),
                                    request.percent(), base::ToMillisecond(parts_.clock.Now())));
  return Fill(call, request.home_id(), material, response);
}

absl::Status StudyService::ListReaders(const rpc::Call& call, const v1::ListReadersRequest& request,
                                       v1::ListReadersResponse* response) {
  ASSIGN_OR_RETURN(const StudyMaterial material,
                   Find(call, request.home_id(), request.material_id()));
  ASSIGN_OR_RETURN(const std::vector<Reading> readings,
                   parts_.store.ListReadings(call.deadline, request.home_id(), material.id));
  for (const Reading& reading : readings) {
    v1::Reader* reader = response->add_readers();
    reader->set_deputy_id(reading.deputy_id);
    FillReading(reading, reader->mutable_reading());
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
