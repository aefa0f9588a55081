#include <string>

#include "gtest/gtest.h"
#include "services/accounts/crypto/argon2_hasher.h"
#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/crypto/random_tokens.h"
#include "services/accounts/crypto/totp.h"

namespace deputies::accounts {
namespace {

const std::string kOldKey = "1 " + std::string(64, 'a') + "\n";
const std::string kNewKey = "2 " + std::string(64, 'b') + "\n";
constexpr FieldPlace kPlace{"identities", "subject", 7};

TEST(FieldCipherTest, OpensOnlyWhatItSealedWhereItBelongs) {
  const FieldCipher cipher = FieldCipher::FromText(kOldKey).value();
  const std::string sealed = cipher.Seal("13800000000", kPlace);
  EXPECT_EQ(sealed.find("138"), std::string::npos);
  EXPECT_EQ(cipher.Open(sealed, kPlace).value(), "13800000000");
  EXPECT_NE(sealed, cipher.Seal("13800000000", kPlace)) << "a new nonce each time";

  for (const FieldPlace& elsewhere :
       {FieldPlace{"identities", "subject", 8}, FieldPlace{"identities", "phone", 7},
        FieldPlace{"deputies", "subject", 7}}) {
    EXPECT_EQ(cipher.Open(sealed, elsewhere).status().code(), absl::StatusCode::kDataLoss);
  }
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string bent = sealed;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    EXPECT_FALSE(cipher.Open(bent, kPlace).ok()) << "byte " << i;
  }
  for (size_t size : {size_t{0}, size_t{5}, size_t{40}, sealed.size() - 1}) {
    EXPECT_FALSE(cipher.Open(sealed.substr(0, size), kPlace).ok());
  }
  EXPECT_EQ(cipher.Open(cipher.Seal("", kPlace), kPlace).value(), "");
}

TEST(FieldCipherTest, RotatesKeys) {
  const std::string sealed = FieldCipher::FromText(kOldKey).value().Seal("x", kPlace);
  const FieldCipher rotated = FieldCipher::FromText(kNewKey + kOldKey).value();
  EXPECT_EQ(rotated.Open(sealed, kPlace).value(), "x");
  EXPECT_FALSE(FieldCipher::FromText(kNewKey).value().Open(sealed, kPlace).ok());
  EXPECT_TRUE(FieldCipher::FromText(kNewKey).value().Open(rotated.Seal("y", kPlace), kPlace).ok());
}

TEST(FieldCipherTest, KeysOfPeopleDiffer) {
  const FieldCipher one = FieldCipher::FromKey(NewDataKey());
  const FieldCipher two = FieldCipher::FromKey(NewDataKey());
  EXPECT_TRUE(one.Open(one.Seal("x", kPlace), kPlace).ok());
  EXPECT_FALSE(two.Open(one.Seal("x", kPlace), kPlace).ok());
}

TEST(FieldCipherTest, NamesTheBadLine) {
  for (const char* text : {"", "1 ab", "0 aa", "x"}) EXPECT_FALSE(FieldCipher::FromText(text).ok());
  EXPECT_EQ(FieldCipher::FromText(kOldKey + "oops").status().message().substr(0, 2), "2:");
}

TEST(BlindIndexTest, DependsOnKeyLabelAndValue) {
  const BlindIndex index({1});
  EXPECT_EQ(index.Of("openid", "a").size(), 16u);
  EXPECT_EQ(index.Of("openid", "a"), index.Of("openid", "a"));
  EXPECT_NE(index.Of("openid", "a"), index.Of("openid", "b"));
  EXPECT_NE(index.Of("openid", "a"), index.Of("phone", "a"));
  EXPECT_NE(index.Of("openid", "a"), BlindIndex({2}).Of("openid", "a"));
}

TEST(Argon2HasherTest, VerifiesOnlyThePassword) {
  const Argon2Hasher hasher;
  const std::string hash = hasher.Hash("correct horse");
  EXPECT_EQ(hash.substr(0, 9), "$argon2id");
  EXPECT_TRUE(hasher.Verify(hash, "correct horse"));
  EXPECT_FALSE(hasher.Verify(hash, "correct horsf"));
  EXPECT_FALSE(hasher.Verify("", "correct horse"));
}

TEST(RandomTokensTest, AreLongAndKeptAsHashes) {
  const RandomTokens tokens;
  const std::string token = tokens.New();
  EXPECT_EQ(token.size(), 43u);
  EXPECT_NE(token, tokens.New());
  EXPECT_EQ(tokens.HashOf(token).size(), 32u);
  EXPECT_EQ(tokens.HashOf(token + "x"), "");
  EXPECT_EQ(tokens.HashOf(""), "");
}

// Last six digits of RFC 6238, appendix B, for SHA-1; the secret is "12345678901234567890".
TEST(TotpTest, MakesThePasswordsOfTheRfc) {
  const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  EXPECT_EQ(Totp::PasswordAt(secret, 59 / 30), "287082");
  EXPECT_EQ(Totp::PasswordAt(secret, 1111111109 / 30), "081804");
  EXPECT_EQ(Totp::PasswordAt(secret, 20000000000 / 30), "353130");
  EXPECT_EQ(Totp::PasswordAt("not base32!", 1), "");

  const Totp totp;
  const absl::Time now = absl::FromUnixSeconds(1111111109);
  EXPECT_EQ(totp.StepOf(secret, "081804", now), 1111111109 / 30);
  EXPECT_EQ(totp.StepOf(secret, "081804", now + absl::Seconds(30)), 1111111109 / 30);
  EXPECT_FALSE(totp.StepOf(secret, "081804", now + absl::Seconds(61)).has_value());
  EXPECT_FALSE(totp.StepOf(secret, "", now).has_value());
  EXPECT_FALSE(totp.StepOf(secret, "81804", now).has_value());
  EXPECT_EQ(totp.NewSecret().size(), 32u);
  EXPECT_NE(totp.NewSecret(), totp.NewSecret());
}

}  // namespace
}  // namespace deputies::accounts
