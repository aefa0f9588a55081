// Replies to reads that were given a moment ago and would be the same now.
#ifndef SERVICES_COMMON_RPC_REPLY_CACHE_H_
#define SERVICES_COMMON_RPC_REPLY_CACHE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"

namespace deputies::rpc {

// A reply is good until its time is over or the process has written anything to its database,
// whichever comes first: who reads after a write's answer sees the write. The time bounds what
// other replicas of the process and other services' changes may be late by. Keyed by all that a
// reply depends on: method, caller, request. Thread-safe.
class ReplyCache {
 public:
  static constexpr size_t kMaxReplyBytes = 128 << 10;
  static constexpr size_t kMaxBytes = 8 << 20;

  explicit ReplyCache(absl::Duration lifetime) : lifetime_(lifetime) {}

  // The number of the data's state; ask for it before reading what a reply is made of.
  uint64_t Version() const { return version_.load(std::memory_order_acquire); }
  // The data may have changed. Call it after the change and before anybody is told of it.
  void Changed() { version_.fetch_add(1, std::memory_order_acq_rel); }

  std::optional<grpc::ByteBuffer> Find(absl::string_view key, absl::Time now);
  // `version` is that from before the reply was made.
  void Store(absl::string_view key, uint64_t version, const grpc::ByteBuffer& reply,
             absl::Time now);

 private:
  static constexpr size_t kShards = 8;

  struct Entry {
    grpc::ByteBuffer reply;
    uint64_t version;
    absl::Time expiry;
    size_t bytes;
  };
  struct Shard {
    std::mutex mutex;
    absl::flat_hash_map<std::string, Entry> entries;
    size_t bytes = 0;
  };

  Shard& ShardOf(absl::string_view key);

  const absl::Duration lifetime_;
  std::atomic<uint64_t> version_{0};
  std::array<Shard, kShards> shards_;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_REPLY_CACHE_H_
