#include "gateway/admin_handler.h"

#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "prometheus/text_serializer.h"
#include "services/common/metrics/metrics.h"
#include "services/common/metrics/process_metrics.h"

namespace deputies::gateway {
namespace {

constexpr absl::Duration kHealthTimeout = absl::Seconds(1);

const std::string& HealthMethod() {
  static const auto* const method = new std::string("/grpc.health.v1.Health/Check");
  return *method;
}

void RespondText(int code, std::string text, Exchange* exchange) {
  Response response;
  response.code = code;
  response.content_type = "text/plain; charset=utf-8";
  response.headers = "Cache-Control: no-store\r\n";
  response.body = std::move(text);
  exchange->Respond(std::move(response));
}

}  // namespace

// One /readyz: asks every backend at once, answers when the last has answered.
class AdminHandler::Readiness {
 public:
  Readiness(const AdminHandler& handler, Exchange* exchange)
      : handler_(handler), exchange_(exchange), left_(handler.backends_.size() + 1) {}

  void Begin() {
    grpc::health::v1::HealthCheckRequest request;
    const std::string bytes = request.SerializeAsString();
    for (size_t i = 0; i < handler_.backends_.size(); ++i) {
      auto* const check = new Check(this, i);
      check->Prepare("", absl::Now() + kHealthTimeout);
      const grpc::Slice slice(bytes);
      handler_.client_->Start(i, HealthMethod(), grpc::ByteBuffer(&slice, 1), check);
    }
    OneDone();
  }

 private:
  class Check final : public UnaryCall {
   public:
    Check(Readiness* readiness, size_t backend) : readiness_(readiness), backend_(backend) {}
    void OnDone() override {
      const std::unique_ptr<Check> self(this);
      grpc::health::v1::HealthCheckResponse health;
      grpc::Slice slice;
      const absl::string_view bytes = BytesOf(response, &slice);
      const bool serving = status.ok() &&
                           health.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
                           health.status() == grpc::health::v1::HealthCheckResponse::SERVING;
      if (!serving) readiness_->NotReady(backend_);
      readiness_->OneDone();
    }

   private:
    Readiness* const readiness_;
    const size_t backend_;
  };

  void NotReady(size_t backend) {
    std::lock_guard<std::mutex> lock(mutex_);
    not_ready_.push_back(handler_.backends_[backend]);
  }

  void OneDone() {
    if (left_.fetch_sub(1) > 1) return;
    std::vector<std::string> not_ready;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      not_ready.swap(not_ready_);
    }
    if (not_ready.empty()) {
      RespondText(200, "ok\n", exchange_);
    } else {
      RespondText(503, absl::StrCat("not ready: ", absl::StrJoin(not_ready, " "), "\n"), exchange_);
    }
    delete this;
  }

  const AdminHandler& handler_;
  Exchange* const exchange_;
  std::atomic<size_t> left_;
  std::mutex mutex_;
  std::vector<std::string> not_ready_;
};

void AdminHandler::Handle(Exchange* exchange) {
  const absl::string_view path = exchange->target().substr(0, exchange->target().find('?'));
  if (exchange->method() != "GET" && exchange->method() != "HEAD") {
    RespondText(405, "method not allowed\n", exchange);
  } else if (path == "/healthz") {
    RespondText(200, "ok\n", exchange);
  } else if (path == "/readyz") {
    if (stopping_.load()) {
      RespondText(503, "not ready: stopping\n", exchange);
    } else {
      (new Readiness(*this, exchange))->Begin();
    }
  } else if (path == "/metrics") {
    set_gauges_();
    std::vector<prometheus::MetricFamily> families = metrics::Registry().Collect();
    for (prometheus::MetricFamily& family : metrics::ProcessMetrics()) {
      families.push_back(std::move(family));
    }
    RespondText(200, prometheus::TextSerializer().Serialize(families), exchange);
  } else {
    RespondText(404, "not found\n", exchange);
  }
}

}  // namespace deputies::gateway
