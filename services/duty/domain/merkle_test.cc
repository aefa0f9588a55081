#include "services/duty/domain/merkle.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace deputies::duty {
namespace {

Hashes LeavesOf(int count) {
  Hashes leaves;
  for (int i = 0; i < count; ++i) leaves.push_back(LeafHash(absl::StrCat("leaf ", i)));
  return leaves;
}

// The test vectors of the Certificate Transparency reference implementation.
TEST(Merkle, RootsOfKnownTrees) {
  const std::vector<std::string> inputs = {"",
                                           "00",
                                           "10",
                                           "2021",
                                           "3031",
                                           "40414243",
                                           "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f"};
  Hashes leaves;
  for (const std::string& hex : inputs) leaves.push_back(LeafHash(absl::HexStringToBytes(hex)));
  EXPECT_EQ(absl::BytesToHexString(RootOf({})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(absl::BytesToHexString(RootOf({leaves[0]})),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(absl::BytesToHexString(RootOf(leaves)),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(Merkle, FrontierGrowsToTheSameRoots) {
  const Hashes leaves = LeavesOf(130);
  MerkleFrontier frontier;
  for (int size = 1; size <= 130; ++size) {
    frontier.Append(leaves[size - 1]);
    EXPECT_EQ(frontier.Root(), RootOf(Hashes(leaves.begin(), leaves.begin() + size)));
    frontier = MerkleFrontier(frontier.size(), frontier.Serialize());
  }
}

TEST(Merkle, EveryEntryIsProvedAndNothingElse) {
  for (const int size : {1, 2, 3, 7, 8, 13, 33}) {
    const Hashes leaves = LeavesOf(size);
    const std::string root = RootOf(leaves);
    for (int index = 0; index < size; ++index) {
      Hashes path = InclusionPath(leaves, index);
      EXPECT_TRUE(VerifyInclusion(leaves[index], index, size, path, root));
      EXPECT_FALSE(VerifyInclusion(LeafHash("other"), index, size, path, root));
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, LeafHash("other")));
      if (size > 1) {
        EXPECT_FALSE(VerifyInclusion(leaves[index], (index + 1) % size, size, path, root));
      }
      path.push_back(root);
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
    }
  }
}

TEST(Merkle, EveryBeginningIsProvedAndNoOtherHistory) {
  for (int second = 1; second <= 20; ++second) {
    const Hashes leaves = LeavesOf(second);
    const std::string second_root = RootOf(leaves);
    for (int first = 1; first <= second; ++first) {
      const std::string first_root = RootOf(Hashes(leaves.begin(), leaves.begin() + first));
      const Hashes path = ConsistencyPath(leaves, first);
      EXPECT_TRUE(VerifyConsistency(first, second, first_root, second_root, path));
      // A split view: the same size, another entry.
      Hashes other = leaves;
      other[first - 1] = LeafHash("rewritten");
      const std::string other_root = RootOf(Hashes(other.begin(), other.begin() + first));
      EXPECT_FALSE(VerifyConsistency(first, second, other_root, second_root, path));
      EXPECT_FALSE(VerifyConsistency(first, second, first_root, RootOf(other), path));
    }
  }
}

}  // namespace
}  // namespace deputies::duty
