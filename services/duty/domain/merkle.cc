#include "services/duty/domain/merkle.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/common/base/digest.h"

namespace deputies::duty {
namespace {

using Leaves = absl::Span<const std::string>;

// Largest power of two below `size`, which is at least 2.
size_t Split(size_t size) {
  size_t split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

std::string Root(Leaves leaves) {
  if (leaves.empty()) return base::Sha256("");
  if (leaves.size() == 1) return leaves[0];
  const size_t split = Split(leaves.size());
  return NodeHash(Root(leaves.first(split)), Root(leaves.subspan(split)));
}

void AppendPath(Leaves leaves, size_t index, Hashes* path) {
  if (leaves.size() == 1) return;
  const size_t split = Split(leaves.size());
  if (index < split) {
    AppendPath(leaves.first(split), index, path);
    path->push_back(Root(leaves.subspan(split)));
  } else {
    AppendPath(leaves.subspan(split), index - split, path);
    path->push_back(Root(leaves.first(split)));
  }
}

// SUBPROOF of RFC 6962, section 2.1.2.
void AppendConsistency(Leaves leaves, size_t size, bool whole, Hashes* path) {
  if (size == leaves.size()) {
    if (!whole) path->push_back(Root(leaves));
    return;
  }
  const size_t split = Split(leaves.size());
  if (size <= split) {
    AppendConsistency(leaves.first(split), size, whole, path);
    path->push_back(Root(leaves.subspan(split)));
  } else {
    AppendConsistency(leaves.subspan(split), size - split, false, path);
    path->push_back(Root(leaves.first(split)));
  }
}

}  // namespace

std::string LeafHash(absl::string_view leaf) {
  return base::Sha256(absl::StrCat(absl::string_view("\0", 1), leaf));
}

std::string NodeHash(absl::string_view left, absl::string_view right) {
  return base::Sha256(absl::StrCat("\x01", left, right));
}

MerkleFrontier::MerkleFrontier(int64_t size, absl::string_view bytes) : size_(size) {
  for (size_t at = 0; at + kHashBytes <= bytes.size(); at += kHashBytes) {
    roots_.emplace_back(bytes.substr(at, kHashBytes));
  }
}

void MerkleFrontier::Append(const std::string& leaf_hash) {
  std::string hash = leaf_hash;
  for (int64_t rest = size_; rest & 1; rest >>= 1) {
    hash = NodeHash(roots_.back(), hash);
    roots_.pop_back();
  }
  roots_.push_back(std::move(hash));
  ++size_;
}

std::string MerkleFrontier::Root() const {
  if (roots_.empty()) return base::Sha256("");
  std::string root = roots_.back();
  for (auto it = roots_.rbegin() + 1; it != roots_.rend(); ++it) root = NodeHash(*it, root);
  return root;
}

std::string MerkleFrontier::Serialize() const {
  std::string bytes;
  for (const std::string& root : roots_) bytes += root;
  return bytes;
}

std::string RootOf(const Hashes& leaves) { return Root(leaves); }

Hashes InclusionPath(const Hashes& leaves, int64_t index) {
  Hashes path;
  AppendPath(leaves, static_cast<size_t>(index), &path);
  return path;
}

Hashes ConsistencyPath(const Hashes& leaves, int64_t size) {
  Hashes path;
  AppendConsistency(leaves, static_cast<size_t>(size), true, &path);
  return path;
}

bool VerifyInclusion(absl::string_view leaf_hash, int64_t index, int64_t size, const Hashes& path,
                     absl::string_view root) {
  if (index < 0 || index >= size) return false;
  int64_t node = index;
  int64_t last = size - 1;
  std::string hash(leaf_hash);
  for (const std::string& sibling : path) {
    if (last == 0) return false;
    if ((node & 1) || node == last) {
      hash = NodeHash(sibling, hash);
      while (!(node & 1) && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(int64_t first_size, int64_t second_size, absl::string_view first_root,
                       absl::string_view second_root, const Hashes& path) {
  if (first_size <= 0 || first_size > second_size) return false;
  if (first_size == second_size) return path.empty() && first_root == second_root;
  Hashes rest = path;
  // A first tree that is complete is itself the first node of the path.
  if ((first_size & (first_size - 1)) == 0) rest.insert(rest.begin(), std::string(first_root));
  if (rest.empty()) return false;
  int64_t node = first_size - 1;
  int64_t last = second_size - 1;
  while (node & 1) {
    node >>= 1;
    last >>= 1;
  }
  std::string first = rest[0];
  std::string second = rest[0];
  for (size_t i = 1; i < rest.size(); ++i) {
    if (last == 0) return false;
    if ((node & 1) || node == last) {
      first = NodeHash(rest[i], first);
      second = NodeHash(rest[i], second);
      while (!(node & 1) && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      second = NodeHash(second, rest[i]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && first == first_root && second == second_root;
}

}  // namespace deputies::duty
