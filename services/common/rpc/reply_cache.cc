#include "services/common/rpc/reply_cache.h"

#include "absl/hash/hash.h"

namespace deputies::rpc {

ReplyCache::Shard& ReplyCache::ShardOf(absl::string_view key) {
  return shards_[absl::Hash<absl::string_view>()(key) % kShards];
}

std::optional<grpc::ByteBuffer> ReplyCache::Find(absl::string_view key, absl::Time now) {
  Shard& shard = ShardOf(key);
  std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(key);
  if (found == shard.entries.end() || found->second.version != Version() ||
      now >= found->second.expiry) {
    return std::nullopt;
  }
  return found->second.reply;  // shares the bytes
}

void ReplyCache::Store(absl::string_view key, uint64_t version, const grpc::ByteBuffer& reply,
                       absl::Time now) {
  constexpr size_t kShardBytes = kMaxBytes / kShards;
  const size_t bytes = key.size() + reply.Length() + sizeof(Entry);
  if (version != Version() || bytes > kMaxReplyBytes) return;
  Shard& shard = ShardOf(key);
  std::lock_guard lock(shard.mutex);
  if (shard.bytes + bytes > kShardBytes) {
    // What is fresh comes back soon.
    shard.entries.clear();
    shard.bytes = 0;
  }
  const auto [entry, fresh] = shard.entries.try_emplace(key);
  if (!fresh) shard.bytes -= entry->second.bytes;
  entry->second = {reply, version, now + lifetime_, bytes};
  shard.bytes += bytes;
}

}  // namespace deputies::rpc
