#ifndef GATEWAY_TRANSCODE_TABLE_TRANSCODER_H_
#define GATEWAY_TRANSCODE_TABLE_TRANSCODER_H_

#include <memory>
#include <mutex>

#include "gateway/transcode/table/message_table.h"
#include "gateway/transcode/transcoder.h"

namespace deputies::gateway {

// Codecs over tables compiled from the descriptors: JSON becomes wire bytes, and wire bytes JSON,
// in one pass each, without a message object between (architecture.md, decision 5). protobuf's
// json_util is its test oracle.
class TableTranscoder final : public Transcoder {
 public:
  std::unique_ptr<MethodCodec> Compile(const Route& route) const override;

 private:
  mutable std::mutex mutex_;
  mutable table::MessageTables tables_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_TABLE_TRANSCODER_H_
