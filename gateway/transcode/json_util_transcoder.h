// Transcoding by protobuf's own json_util, kept strict by CheckJsonBody.
#ifndef GATEWAY_TRANSCODE_JSON_UTIL_TRANSCODER_H_
#define GATEWAY_TRANSCODE_JSON_UTIL_TRANSCODER_H_

#include <memory>

#include "gateway/transcode/transcoder.h"
#include "google/protobuf/util/type_resolver.h"

namespace deputies::gateway {

class JsonUtilTranscoder final : public Transcoder {
 public:
  // `pool` must hold the routes' types and outlive the transcoder.
  explicit JsonUtilTranscoder(const google::protobuf::DescriptorPool& pool);
  ~JsonUtilTranscoder() override;

  std::unique_ptr<MethodCodec> Compile(const Route& route) const override;

 private:
  std::unique_ptr<google::protobuf::util::TypeResolver> resolver_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_JSON_UTIL_TRANSCODER_H_
