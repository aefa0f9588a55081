// The Merkle tree of RFC 6962 (section 2.1), over SHA-256. Hashes are strings of 32 bytes.
#ifndef SERVICES_DUTY_DOMAIN_MERKLE_H_
#define SERVICES_DUTY_DOMAIN_MERKLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputies::duty {

using Hashes = std::vector<std::string>;

inline constexpr size_t kHashBytes = 32;

// SHA-256(0x00 | leaf) and SHA-256(0x01 | left | right).
std::string LeafHash(absl::string_view leaf);
std::string NodeHash(absl::string_view left, absl::string_view right);

// A growing tree by the roots of its complete subtrees alone, largest first: what it takes to
// append and to know the root. 32 bytes for each one-bit of the size.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;
  // From Serialize's bytes; `size` leaves.
  MerkleFrontier(int64_t size, absl::string_view bytes);

  void Append(const std::string& leaf_hash);
  std::string Root() const;  // SHA-256 of nothing when empty
  int64_t size() const { return size_; }
  std::string Serialize() const;

 private:
  int64_t size_ = 0;
  Hashes roots_;
};

// Over the hashes of the leaves [0, leaves.size()).
std::string RootOf(const Hashes& leaves);
// For the leaf `index` < leaves.size(), from the leaf upwards.
Hashes InclusionPath(const Hashes& leaves, int64_t index);
// That the tree of the first `size` leaves begins the whole; 0 < size <= leaves.size().
Hashes ConsistencyPath(const Hashes& leaves, int64_t size);

// RFC 9162, sections 2.1.3.2 and 2.1.4.2.
bool VerifyInclusion(absl::string_view leaf_hash, int64_t index, int64_t size, const Hashes& path,
                     absl::string_view root);
bool VerifyConsistency(int64_t first_size, int64_t second_size, absl::string_view first_root,
                       absl::string_view second_root, const Hashes& path);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_MERKLE_H_
