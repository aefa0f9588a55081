#include "services/common/rpc/request_key.h"

#include <memory>
#include <string>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "sodium.h"

namespace deputies::rpc {

std::array<unsigned char, 32> ContentHash(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> content(request.New());
  content->CopyFrom(request);
  content->GetReflection()->ClearField(content.get(),
                                       content->GetDescriptor()->FindFieldByName("request_id"));
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    content->SerializeToCodedStream(&coded);
  }
  static_assert(crypto_hash_sha256_BYTES == 32);
  std::array<unsigned char, 32> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return hash;
}

}  // namespace deputies::rpc
