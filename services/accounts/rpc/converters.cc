#include "services/accounts/rpc/converters.h"

#include "absl/strings/str_cat.h"

namespace deputies::accounts {

base::Actor ActorOf(const rpc::Call& call) { return {call.caller.person_id, call.request_id}; }

absl::Time FromProto(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

void ToProto(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

void ToProto(const Person& person, bool voter, v1::Person* out) {
  out->set_person_id(person.person_id);
  out->set_display_name(person.display_name);
  out->set_voter(voter);
  if (voter) out->set_grade(static_cast<common::v1::IdentityGrade>(person.grade));
  out->set_constituency_id(person.constituency_id);
  for (const PersonRole& role : person.roles) {
    v1::PersonRole* shown = out->add_roles();
    shown->set_role(static_cast<common::v1::Role>(role.role));
    shown->set_organization_id(role.organization_id);
    shown->set_organization_name(role.organization_name);
    shown->set_deputy_id(role.deputy_id);
    if (role.deputy_id != 0 && !role.home_ids.empty()) shown->set_home_id(role.home_ids[0]);
  }
}

void ToProto(const NewSession& session, v1::Session* out) {
  out->set_session_token(session.token);
  ToProto(session.expire_time, out->mutable_expire_time());
  ToProto(session.person, session.voter, out->mutable_person());
}

void ToProto(const SessionRecord& session, int64_t current_id, v1::SessionSummary* out) {
  out->set_session_id(session.session_id);
  out->set_current(session.session_id == current_id);
  out->set_voter(session.voter);
  ToProto(session.create_time, out->mutable_create_time());
  ToProto(session.last_seen, out->mutable_last_seen_time());
  ToProto(session.expire_time, out->mutable_expire_time());
}

void ToProto(const OrganizationName& name, v1::OrganizationName* out) {
  out->set_organization_id(name.organization_id);
  out->set_name(name.name);
  out->set_level(static_cast<v1::OrganizationLevel>(name.level));
}

void ToProto(const Organization& organization, v1::Organization* out) {
  out->set_organization_id(organization.organization_id);
  out->set_name(organization.name);
  out->set_level(static_cast<v1::OrganizationLevel>(organization.level));
  out->set_parent_id(organization.parent_id);
  out->set_code(organization.code);
  out->set_closed(organization.closed);
  for (const OrganizationName& ancestor : organization.ancestors) {
    ToProto(ancestor, out->add_ancestors());
  }
}

void ToProto(const Home& home, v1::Home* out) {
  out->set_home_id(home.home_id);
  out->set_name(home.name);
  out->set_organization_id(home.organization_id);
  out->set_organization_name(home.organization_name);
  out->set_address(home.address);
  out->set_opening_hours(home.opening_hours);
  out->set_contact_phone(home.contact_phone);
  out->set_introduction(home.introduction);
  out->set_brand(home.brand);
  if (home.map_point.has_value()) {
    out->mutable_map_point()->set_latitude(home.map_point->latitude);
    out->mutable_map_point()->set_longitude(home.map_point->longitude);
  }
  out->set_chair_name(home.chair_name);
  out->set_liaison_name(home.liaison_name);
  out->set_sponsor_name(home.sponsor_name);
  out->set_etag(absl::StrCat(home.version));
  out->set_closed(home.closed);
  out->set_successor_home_id(home.successor_home_id);
  out->set_successor_home_name(home.successor_home_name);
  out->set_mongolian_name(home.mongolian_name);
}

void ToProto(const Deputy& deputy, v1::Deputy* out) {
  out->set_deputy_id(deputy.deputy_id);
  out->set_name(deputy.name);
  out->set_level(static_cast<v1::DeputyLevel>(deputy.level));
  out->set_term(deputy.term);
  ToProto(deputy.term_start, out->mutable_term_start_time());
  if (deputy.term_end.has_value()) ToProto(*deputy.term_end, out->mutable_term_end_time());
  out->set_constituency(deputy.constituency);
  out->set_occupation(deputy.occupation);
  out->set_introduction(deputy.introduction);
  out->mutable_home_ids()->Assign(deputy.home_ids.begin(), deputy.home_ids.end());
  for (const OrganizationName& group : deputy.groups) ToProto(group, out->add_groups());
}

void ToProto(const Representative& representative, v1::Representative* out) {
  ToProto(representative.deputy, out->mutable_deputy());
  out->set_constituency_organization_id(representative.constituency.organization_id);
  out->set_constituency_name(representative.constituency.name);
  out->set_reason(representative.reason);
}

void ToProto(const RoleHolder& holder, v1::RoleHolder* out) {
  out->set_person_id(holder.person_id);
  out->set_role(static_cast<common::v1::Role>(holder.role));
  out->set_organization_id(holder.organization_id);
  out->set_level(static_cast<v1::OrganizationLevel>(holder.level));
  out->set_display_name(holder.display_name);
  out->set_deputy_id(holder.deputy_id);
}

void ToProto(const Contact& contact, v1::Contact* out) {
  out->set_person_id(contact.person_id);
  out->set_display_name(contact.display_name);
  out->set_openid(contact.openid);
  out->set_phone(contact.phone);
  out->set_grade(static_cast<common::v1::IdentityGrade>(contact.grade));
  out->set_constituency_id(contact.constituency_id);
}

void ToProto(const ModuleList& list, v1::ListHomeModulesResponse* out) {
  for (const HomeModule& module : list.modules) {
    v1::HomeModule* shown = out->add_modules();
    shown->set_kind(static_cast<v1::ModuleKind>(module.kind));
    shown->set_title(module.title);
    shown->set_enabled(module.enabled);
  }
  out->set_etag(list.etag);
}

void ToProto(const RecordedAction& action, v1::AuditEntry* out) {
  out->set_sequence(action.sequence);
  ToProto(action.create_time, out->mutable_create_time());
  out->set_actor_person_id(action.entry.actor.person_id);
  out->set_actor_name(action.actor_name);
  out->set_action(action.entry.action);
  out->set_target(action.entry.target);
  out->set_detail(action.entry.detail);
  out->set_request_id(action.entry.actor.request_id);
}

void ToProto(const Code& code, v1::Code* out) {
  out->set_scene(code.scene);
  out->set_short_code(code.short_code);
  out->set_kind(static_cast<v1::CodeKind>(code.kind));
  out->set_home_id(code.home_id);
  out->set_target_id(code.target_id);
  out->set_label(code.label);
  out->set_revoked(code.revoked);
  out->set_successor_scene(code.successor_scene);
  if (code.expire_time.has_value()) ToProto(*code.expire_time, out->mutable_expire_time());
  out->set_scan_count(code.scan_count);
  ToProto(code.create_time, out->mutable_create_time());
}

CodeDraft FromProto(const v1::CreateCodeRequest& request) {
  CodeDraft draft;
  draft.kind = static_cast<CodeKind>(request.kind());
  draft.target_id = request.target_id();
  draft.label = request.label();
  if (request.has_expire_time()) draft.expire_time = FromProto(request.expire_time());
  draft.replaces_scene = request.replaces_scene();
  return draft;
}

OrganizationImport FromProto(const v1::ImportedOrganization& entry) {
  return {entry.code(), entry.name(), entry.level(), entry.parent_code()};
}

HomeImport FromProto(const v1::ImportedHome& entry) {
  return {entry.code(),          entry.name(),          entry.organization_code(), entry.address(),
          entry.opening_hours(), entry.contact_phone(), entry.introduction()};
}

VoterImport FromProto(const v1::ImportedVoter& entry) {
  return {entry.phone(), entry.constituency_code(), 0, ""};
}

DeputyImport FromProto(const v1::ImportedDeputy& entry) {
  DeputyImport deputy;
  deputy.code = entry.code();
  deputy.name = entry.name();
  deputy.level = entry.level();
  deputy.term = entry.term();
  deputy.term_start = FromProto(entry.term_start_time());
  if (entry.has_term_end_time()) deputy.term_end = FromProto(entry.term_end_time());
  deputy.constituency = entry.constituency();
  deputy.occupation = entry.occupation();
  deputy.introduction = entry.introduction();
  deputy.constituency_codes = {entry.constituency_codes().begin(),
                               entry.constituency_codes().end()};
  deputy.home_codes = {entry.home_codes().begin(), entry.home_codes().end()};
  deputy.group_codes = {entry.group_codes().begin(), entry.group_codes().end()};
  deputy.phone = entry.phone();
  return deputy;
}

HomeProfile FromProto(const v1::UpdateHomeRequest& request) {
  HomeProfile profile{request.address(),
                      request.opening_hours(),
                      request.contact_phone(),
                      request.introduction(),
                      request.brand(),
                      request.mongolian_name(),
                      std::nullopt};
  if (request.has_map_point()) {
    profile.map_point = {request.map_point().latitude(), request.map_point().longitude()};
  }
  return profile;
}

Registrar::StaffRequest FromProto(const v1::SetStaffAccountRequest& request) {
  Registrar::StaffRequest staff;
  staff.username = request.username();
  staff.password = request.password();
  staff.display_name = request.display_name();
  staff.role = static_cast<base::Role>(request.role());
  staff.organization_code = request.organization_code();
  if (request.has_role_end_time()) staff.role_end = FromProto(request.role_end_time());
  return staff;
}

}  // namespace deputies::accounts
