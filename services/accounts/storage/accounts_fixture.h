#ifndef SERVICES_ACCOUNTS_STORAGE_ACCOUNTS_FIXTURE_H_
#define SERVICES_ACCOUNTS_STORAGE_ACCOUNTS_FIXTURE_H_

#include <string>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/directory.h"
#include "services/accounts/domain/registrar.h"
#include "services/accounts/storage/migrations.h"
#include "services/accounts/storage/sql_directory_store.h"
#include "services/accounts/storage/sql_identity_store.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"

namespace deputies::accounts {

// Quick, and telling right from wrong; Argon2 has its own test.
class PlainHasher final : public PasswordHasher {
 public:
  std::string Hash(const std::string& password) const override { return "hash of " + password; }
  bool Verify(const std::string& hash, const std::string& password) const override {
    return hash == Hash(password);
  }
};

// A county with two townships and a home in each, on a real server.
class AccountsTest : public ::testing::Test {
 protected:
  AccountsTest() {
    const auto ids = registrar_.ImportOrganizations(
        Soon(),
        {{"150800", "巴彦淖尔市", 2, ""},
         {"150823", "乌拉特前旗", 3, "150800"},
         {"T1", "乌拉山镇", 4, "150823"},
         {"T2", "先锋镇", 4, "150823"}},
        {{"H1", "乌拉山镇代表之家", "T1", "镇政府", "周一", "0478-1", "介绍"},
         {"H2", "先锋镇代表之家", "T2", "", "", "", ""}});
    EXPECT_TRUE(ids.ok()) << ids.status();
    organizations_ = ids->organization_ids;
    homes_ = ids->home_ids;
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(10); }

  DeputyImport SomeDeputy(const std::string& code, int level, std::vector<std::string> homes) {
    DeputyImport deputy;
    deputy.code = code;
    deputy.name = "代表" + code;
    deputy.level = level;
    deputy.term = 18;
    deputy.term_start = clock_.Now() - absl::Hours(24);
    deputy.home_codes = std::move(homes);
    deputy.phone = "13800000000";
    return deputy;
  }

  ::deputies::testing::FakeClock clock_;
  ::deputies::testing::SequentialIdSource ids_{1000};
  ::deputies::testing::TestDatabase database_{Migrations()};
  const FieldCipher cipher_ = FieldCipher::FromText("1 " + std::string(64, 'a')).value();
  const BlindIndex index_{{7}};
  const PlainHasher hasher_;
  SqlIdentityStore identities_{database_.database(), cipher_, index_};
  SqlDirectoryStore directory_store_{database_.database(), cipher_, clock_, ids_};
  Directory directory_{directory_store_, clock_};
  Registrar registrar_{directory_store_, identities_, hasher_, clock_, ids_};
  std::vector<int64_t> organizations_, homes_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_ACCOUNTS_FIXTURE_H_
