#include "gateway/http/client_address.h"

#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

ClientAddress Address(absl::string_view text) { return *ParseClientAddress(text); }

TEST(ClientAddress, ReadsBothFamilies) {
  EXPECT_EQ(Address("10.1.2.3"), Address("::ffff:10.1.2.3"));
  EXPECT_NE(Address("10.1.2.3"), Address("10.1.2.4"));
  for (const char* bad : {"", "10.1.2", "10.1.2.3.4", "unknown", "10.1.2.3:80", "::g"}) {
    EXPECT_FALSE(ParseClientAddress(bad)) << bad;
  }
  for (const char* text : {"10.1.2.3", "2001:db8::1", "::1"})
    EXPECT_EQ(TextOf(Address(text)), text);
  EXPECT_NE(NetworkOf(Address("10.1.2.3")), NetworkOf(Address("10.1.2.4")));
  EXPECT_EQ(NetworkOf(Address("2001:db8::1")), NetworkOf(Address("2001:db8::ffff:1")));
  EXPECT_NE(NetworkOf(Address("2001:db8::1")), NetworkOf(Address("2001:db8:0:1::1")));
}

TEST(TrustedProxies, BelievesOnlyTrustedProxies) {
  const auto proxies = TrustedProxies::Parse({"127.0.0.1", "10.0.0.0/8", "fd00::/7"});
  ASSERT_TRUE(proxies.ok()) << proxies.status();
  const ClientAddress local = Address("127.0.0.1");
  EXPECT_EQ(proxies->ClientOf(Address("192.0.2.1"), "198.51.100.7"), Address("192.0.2.1"));
  EXPECT_EQ(proxies->ClientOf(local, ""), local);
  EXPECT_EQ(proxies->ClientOf(local, "198.51.100.7"), Address("198.51.100.7"));
  // What the client wrote itself stands to the left of what the proxies added.
  EXPECT_EQ(proxies->ClientOf(local, "1.1.1.1, 198.51.100.7, 10.9.9.9"), Address("198.51.100.7"));
  EXPECT_EQ(proxies->ClientOf(local, "10.1.1.1"), Address("10.1.1.1"));
  EXPECT_EQ(proxies->ClientOf(local, "rubbish, 10.9.9.9"), Address("10.9.9.9"));
  EXPECT_EQ(proxies->ClientOf(Address("fd12::1"), "198.51.100.7"), Address("198.51.100.7"));
  EXPECT_EQ(proxies->ClientOf(Address("2001:db8::1"), "198.51.100.7"), Address("2001:db8::1"));
  for (const char* bad : {"localhost", "10.0.0.0/33", "::1/129", "10.0.0.0/x", "10.0.0.0/-1"}) {
    EXPECT_FALSE(TrustedProxies::Parse({bad}).ok()) << bad;
  }
}

}  // namespace
}  // namespace deputies::gateway
