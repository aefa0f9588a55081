#include "services/board/domain/message_importer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/board/domain/stable_hash.h"
#include "services/common/base/error.h"
#include "services/common/base/id_source.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Earlier systems do not tell who wrote the reply.
constexpr char kReplyName[] = "原平台答复";
// Ids that begin with one instant (TimeOrderedIdSource::At).
constexpr uint32_t kSequences = 1u << 22;

absl::Status CheckTimes(const std::vector<SourceMessage>& batch, absl::Time now) {
  for (size_t i = 0; i < batch.size(); ++i) {
    const SourceMessage& source = batch[i];
    const std::string path = absl::StrCat("messages[", i, "]");
    if (source.post_time > now) {
      return base::InvalidField(absl::StrCat(path, ".postTime"), "不能晚于现在");
    }
    if (!source.reply.has_value()) continue;
    if (source.reply->create_time > now) {
      return base::InvalidField(absl::StrCat(path, ".replyTime"), "不能晚于现在");
    }
    if (source.reply->create_time < source.post_time) {
      return base::InvalidField(absl::StrCat(path, ".replyTime"), "不能早于留言时间");
    }
  }
  return absl::OkStatus();
}

Message MakeMessage(int64_t home_id, const SourceMessage& source) {
  Message message;
  message.home_id = home_id;
  message.visibility = Visibility::kPublic;
  message.subject = source.subject;
  message.body = source.body;
  message.author_name = source.author_name;
  message.create_time = base::ToMillisecond(source.post_time);
  if (source.reply.has_value()) {
    Answer answer;
    answer.id = base::TimeOrderedIdSource::At(source.reply->create_time, 0);
    answer.responder_name = kReplyName;
    answer.body = source.reply->body;
    answer.create_time = base::ToMillisecond(source.reply->create_time);
    message.answers.push_back(std::move(answer));
    message.answer_count = 1;
    message.state = MessageState::kAnswered;
    message.life.answer_time = message.answers.front().create_time;
  }
  return message;
}

}  // namespace

absl::StatusOr<ImportCounts> MessageImporter::Import(const CallScope& scope, int64_t home_id,
                                                     const std::vector<SourceMessage>& batch) {
  RETURN_IF_ERROR(CheckTimes(batch, clock_.Now()));
  RETURN_IF_ERROR(directory_.CheckHome(scope, home_id));
  ImportCounts counts;
  const absl::Status committed =
      store_.InTransaction(scope.deadline, [&](MessageTransaction& transaction) -> absl::Status {
        counts = {};
        for (const SourceMessage& source : batch) {
          Message message = MakeMessage(home_id, source);
          // Messages of the same second differ by their source id; the rare collision takes the
          // next free number.
          uint32_t sequence = static_cast<uint32_t>(StableHash(source.source_id) % kSequences);
          ImportOutcome outcome = ImportOutcome::kIdTaken;
          while (outcome == ImportOutcome::kIdTaken) {
            message.id = base::TimeOrderedIdSource::At(source.post_time, sequence);
            sequence = (sequence + 1) % kSequences;
            ASSIGN_OR_RETURN(outcome, transaction.InsertImported(message, source.source_id));
          }
          ++(outcome == ImportOutcome::kStored ? counts.imported : counts.skipped);
        }
        return absl::OkStatus();
      });
  RETURN_IF_ERROR(committed);
  return counts;
}

}  // namespace deputies::board
