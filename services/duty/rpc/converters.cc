#include "services/duty/rpc/converters.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::duty {
namespace {

using google::protobuf::util::TimeUtil;

}  // namespace

absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& time, absl::string_view path) {
  if (time.seconds() < TimeUtil::kTimestampMinSeconds ||
      time.seconds() > TimeUtil::kTimestampMaxSeconds || time.nanos() < 0 ||
      time.nanos() > 999999999) {
    return base::InvalidField(path, "不是有效的时间");
  }
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

void ToProto(absl::Time time, google::protobuf::Timestamp* proto) {
  *proto = TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

absl::StatusOr<int64_t> ReadPosition(const auth::PageTokens& tokens, absl::string_view list,
                                     absl::string_view token, int64_t fallback) {
  if (token.empty()) return fallback;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(list, token));
  int64_t position = 0;
  if (!absl::SimpleAtoi(cursor, &position)) {
    return absl::InternalError("a page token of ours holds no position");
  }
  return position;
}

std::string PositionToken(const auth::PageTokens& tokens, absl::string_view list,
                          int64_t position) {
  return tokens.Encode(list, absl::StrCat(position));
}

void ToProto(const LedgerEntry& entry, const std::vector<RuleBook>& books, v1::DutyEntry* proto) {
  proto->set_home_id(entry.home_id);
  proto->set_sequence(entry.sequence);
  proto->set_deputy_id(entry.deputy_id);
  proto->set_item(entry.item);
  proto->set_item_title(TitleOf(books, entry.item));
  proto->set_source_type(entry.source_type);
  proto->set_source_id(entry.source_id);
  proto->set_quantity(entry.quantity);
  proto->set_from_template(entry.from_template);
  proto->set_withdraws(entry.withdraws);
  ToProto(entry.perform_time, proto->mutable_perform_time());
  ToProto(entry.record_time, proto->mutable_record_time());
  proto->set_evidence_hash(entry.evidence_hash);
}

void ToProto(const Score& score, v1::DutyScore* proto) {
  proto->set_points(score.points);
  proto->set_ranking_points(score.ranking_points);
  proto->set_low_points(score.low_points);
  proto->set_high_points(score.high_points);
  proto->set_opportunities(score.opportunities);
  proto->set_handled(score.handled);
  proto->set_rated(score.rated);
  proto->set_stars(score.stars);
  proto->set_rule_version(score.rule_version);
  for (const ItemScore& item : score.items) {
    v1::ItemScore* item_proto = proto->add_items();
    item_proto->set_item(item.item);
    item_proto->set_title(item.title);
    item_proto->set_acts(item.acts);
    item_proto->set_counted(item.counted);
    item_proto->set_points(item.points);
    item_proto->set_opportunities(item.opportunities);
    item_proto->set_handled(item.handled);
  }
}

void ToProto(const RuleBook& book, v1::RuleBook* proto) {
  proto->set_version(book.version);
  proto->set_effective_day(absl::FormatCivilTime(book.effective_day));
  proto->set_title(book.title);
  for (const DutyItem& item : book.items) {
    v1::DutyItem* item_proto = proto->add_items();
    item_proto->set_key(item.key);
    item_proto->set_number(item.number);
    item_proto->set_title(item.title);
    item_proto->set_kind(static_cast<v1::DutyItemKind>(item.kind));
    item_proto->set_points(item.points);
    item_proto->set_month_cap(item.month_cap);
    item_proto->set_year_cap(item.year_cap);
    item_proto->set_day_limit(item.day_limit);
    item_proto->set_partner_year_limit(item.partner_year_limit);
    item_proto->set_for_item(item.for_item);
  }
  for (const StarBand& band : book.star_bands) {
    v1::StarBand* band_proto = proto->add_star_bands();
    band_proto->set_stars(band.stars);
    band_proto->set_min_points(band.min_points);
  }
  proto->set_min_opportunities(book.min_opportunities);
  if (book.version != 0) ToProto(book.publish_time, proto->mutable_publish_time());
}

RuleBook FromProto(const v1::RuleBookDraft& draft) {
  RuleBook book;
  book.title = draft.title();
  for (const v1::DutyItem& proto : draft.items()) {
    DutyItem item;
    item.key = proto.key();
    item.number = proto.number();
    item.title = proto.title();
    item.kind = static_cast<ItemKind>(proto.kind());
    item.points = proto.points();
    item.month_cap = proto.month_cap();
    item.year_cap = proto.year_cap();
    item.day_limit = proto.day_limit();
    item.partner_year_limit = proto.partner_year_limit();
    item.for_item = proto.for_item();
    book.items.push_back(std::move(item));
  }
  for (const v1::StarBand& band : draft.star_bands()) {
    book.star_bands.push_back({band.stars(), band.min_points()});
  }
  book.min_opportunities = draft.min_opportunities();
  return book;
}

void ToProto(const RankedTotal& row, v1::RankingRow* proto) {
  const Score& score = row.total.score;
  proto->set_rank(row.rank);
  proto->set_home_id(row.total.home_id);
  proto->set_deputy_id(row.total.deputy_id);
  proto->set_deputy_name(row.total.deputy_name);
  proto->set_ranking_points(score.ranking_points);
  proto->set_low_points(score.low_points);
  proto->set_high_points(score.high_points);
  proto->set_points(score.points);
  proto->set_opportunities(score.opportunities);
  proto->set_handled(score.handled);
  proto->set_stars(score.stars);
  if (!score.rated) {
    proto->set_note(absl::StrCat("这一期只有", score.opportunities,
                                 "次履职机会，太少，不参加排名，也不评星级"));
  }
}

void ToProto(const RankingPeriod& period, v1::RankingPeriod* proto) {
  proto->set_period(period.period);
  proto->set_state(static_cast<v1::RankingState>(period.state));
  if (period.state == RankingState::kOpen) return;
  ToProto(period.objection_end_time, proto->mutable_objection_end_time());
  if (period.publish_time.has_value()) {
    ToProto(*period.publish_time, proto->mutable_publish_time());
  }
}

void ToProto(const BallotResult& result, v1::BallotResult* proto) {
  proto->set_quorum_reached(result.quorum_reached);
  for (const int count : result.counts) proto->add_counts(count);
  for (const int winner : result.winners) proto->add_winners(winner);
  proto->set_spoilt_count(result.spoilt);
}

void ToProto(const Objection& objection, v1::Objection* proto) {
  proto->set_objection_id(objection.id);
  proto->set_home_id(objection.home_id);
  proto->set_deputy_id(objection.deputy_id);
  proto->set_period(objection.period);
  proto->set_text(objection.text);
  ToProto(objection.file_time, proto->mutable_file_time());
  proto->set_answer(objection.answer);
  if (objection.answer_time.has_value()) {
    ToProto(*objection.answer_time, proto->mutable_answer_time());
  }
}

}  // namespace deputies::duty
