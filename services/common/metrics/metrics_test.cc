#include "services/common/metrics/metrics.h"

#include "gtest/gtest.h"
#include "prometheus/exposer.h"
#include "prometheus/text_serializer.h"

namespace deputies::metrics {
namespace {

TEST(CallMetricsTest, CountsByMethodAndCode) {
  CallFamilies families("deputies_test");
  CallMetrics metrics(families, "Get");
  metrics.Record(absl::StatusCode::kOk, absl::Milliseconds(3));
  metrics.Record(absl::StatusCode::kOk, absl::Milliseconds(4));
  metrics.Record(absl::StatusCode::kNotFound, absl::Milliseconds(5));
  const std::string text = prometheus::TextSerializer().Serialize(Registry().Collect());
  EXPECT_NE(text.find("deputies_test_calls_total{code=\"OK\",method=\"Get\"} 2"), text.npos)
      << text;
  EXPECT_NE(text.find("deputies_test_calls_total{code=\"NOT_FOUND\",method=\"Get\"} 1"), text.npos);
  EXPECT_NE(text.find("deputies_test_call_seconds_count{method=\"Get\"} 3"), text.npos);
}

TEST(ExposeTest, RefusesABusyAddress) {
  auto first = Expose("127.0.0.1:0");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(Expose("256.0.0.1:1").ok());
  EXPECT_EQ(*Expose(""), nullptr);
}

}  // namespace
}  // namespace deputies::metrics
