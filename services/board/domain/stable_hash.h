#ifndef SERVICES_BOARD_DOMAIN_STABLE_HASH_H_
#define SERVICES_BOARD_DOMAIN_STABLE_HASH_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace deputies::board {

// FNV-1a, 64 bit, finished by MurmurHash3's mixer so that the low bits are even. The same in every
// process and for ever (absl::Hash is not), because ids and aliases in the database come from it.
// Not for secrets.
constexpr uint64_t StableHash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
  return hash ^ (hash >> 33);
}

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_STABLE_HASH_H_
