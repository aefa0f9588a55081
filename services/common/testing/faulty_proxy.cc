#include "services/common/testing/faulty_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/common/testing/child_process.h"

namespace deputies::testing {
namespace {

constexpr char kUnix[] = "unix:";

// A socket address of either family.
struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;
  int family = AF_UNSPEC;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Address UnixAddress(const std::string& path) {
  Address address;
  address.family = AF_UNIX;
  auto* name = reinterpret_cast<sockaddr_un*>(&address.storage);
  name->sun_family = AF_UNIX;
  if (path.size() >= sizeof(name->sun_path)) Die(absl::StrCat(path, " is too long for a socket"));
  std::memcpy(name->sun_path, path.data(), path.size());
  address.length = sizeof(sockaddr_un);
  return address;
}

Address TcpAddress(const std::string& host, uint16_t port) {
  Address address;
  address.family = AF_INET;
  auto* name = reinterpret_cast<sockaddr_in*>(&address.storage);
  name->sin_family = AF_INET;
  name->sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &name->sin_addr) != 1) Die(absl::StrCat(host, ": no IPv4"));
  address.length = sizeof(sockaddr_in);
  return address;
}

Address ParseAddress(const std::string& text) {
  if (absl::StartsWith(text, kUnix)) return UnixAddress(text.substr(sizeof(kUnix) - 1));
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  int port = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &port)) Die(absl::StrCat("bad ", text));
  return TcpAddress(parts[0], static_cast<uint16_t>(port));
}

int ConnectTo(const std::string& target) {
  const Address address = ParseAddress(target);
  const int fd = socket(address.family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, address.get(), address.length) == 0) return fd;
  close(fd);
  return -1;
}

bool SendAll(int fd, const char* data, size_t size) {
  while (size > 0) {
    const ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<size_t>(sent);
  }
  return true;
}

}  // namespace

struct FaultyProxy::Link {
  int client = -1;
  int server = -1;
  bool open = true;         // guarded by mutex_, as the next two
  int64_t budget = -1;      // bytes that the client may still send; -1: no limit
  bool cut_answer = false;  // the next piece from the server ends the connection
  std::thread pump;
};

FaultyProxy::FaultyProxy(const std::string& target) : target_(target) {
  const bool is_unix = absl::StartsWith(target, kUnix);
  const std::string path = is_unix ? MakeTempDirectory("-proxy") + "/s" : "";
  Address address = is_unix ? UnixAddress(path) : TcpAddress("127.0.0.1", 0);
  listener_ = socket(address.family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener_, address.get(), address.length) != 0 || listen(listener_, 64) != 0) {
    Die("the proxy cannot listen");
  }
  if (is_unix) {
    address_ = absl::StrCat(kUnix, path);
  } else {
    address.length = sizeof(address.storage);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address.storage), &address.length);
    const auto* name = reinterpret_cast<const sockaddr_in*>(&address.storage);
    address_ = absl::StrCat("127.0.0.1:", ntohs(name->sin_port));
  }
  acceptor_ = std::thread(&FaultyProxy::AcceptLoop, this);
}

FaultyProxy::~FaultyProxy() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  CutNow();
  for (Link& link : links_) link.pump.join();
}

std::string FaultyProxy::socket_path() const {
  return std::string(absl::StripPrefix(address_, kUnix));
}

void FaultyProxy::Delay(absl::Duration delay) {
  std::lock_guard<std::mutex> lock(mutex_);
  delay_ = delay;
}

void FaultyProxy::SwallowAnswers() {
  std::lock_guard<std::mutex> lock(mutex_);
  swallow_ = true;
}

void FaultyProxy::CutAfterClientBytes(int64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  cut_after_ = bytes;
  for (Link& link : links_) link.budget = bytes;
}

void FaultyProxy::CutAnswerTo(const std::string& text) {
  std::lock_guard<std::mutex> lock(mutex_);
  cut_answer_to_ = text;
}

void FaultyProxy::CutNow() {
  std::lock_guard<std::mutex> lock(mutex_);
  for (Link& link : links_) {
    if (!link.open) continue;
    shutdown(link.client, SHUT_RDWR);
    shutdown(link.server, SHUT_RDWR);
  }
}

void FaultyProxy::Refuse() {
  std::lock_guard<std::mutex> lock(mutex_);
  refuse_ = true;
}

void FaultyProxy::Heal() {
  std::lock_guard<std::mutex> lock(mutex_);
  delay_ = absl::ZeroDuration();
  swallow_ = false;
  refuse_ = false;
  cut_after_ = -1;
  cut_answer_to_.clear();
  for (Link& link : links_) {
    link.budget = -1;
    link.cut_answer = false;
  }
}

void FaultyProxy::AcceptLoop() {
  while (!stopping_) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    ++accepted_;
    std::lock_guard<std::mutex> lock(mutex_);
    const int server = refuse_ ? -1 : ConnectTo(target_);
    if (server < 0) {
      close(client);
      continue;
    }
    Link& link = links_.emplace_back();
    link.client = client;
    link.server = server;
    link.budget = cut_after_;
    link.pump = std::thread(&FaultyProxy::Pump, this, std::ref(link));
  }
}

bool FaultyProxy::Pass(Link& link, bool from_client, absl::string_view piece) {
  absl::Duration delay;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    delay = delay_;
    if (from_client) {
      if (link.budget >= 0 && static_cast<int64_t>(piece.size()) > link.budget) return false;
      if (link.budget >= 0) link.budget -= static_cast<int64_t>(piece.size());
      if (!cut_answer_to_.empty() && absl::StrContains(piece, cut_answer_to_)) {
        link.cut_answer = true;
        cut_answer_to_.clear();
      }
    } else {
      if (link.cut_answer) return false;
      if (swallow_) return true;
    }
  }
  if (delay > absl::ZeroDuration()) absl::SleepFor(delay);
  return SendAll(from_client ? link.server : link.client, piece.data(), piece.size());
}

void FaultyProxy::Pump(Link& link) {
  std::array<char, 65536> buffer;
  std::array<pollfd, 2> ends = {{{link.client, POLLIN, 0}, {link.server, POLLIN, 0}}};
  bool open = true;
  while (open && poll(ends.data(), ends.size(), -1) >= 0) {
    for (size_t i = 0; i < ends.size() && open; ++i) {
      if (ends[i].revents == 0) continue;
      const ssize_t size = recv(ends[i].fd, buffer.data(), buffer.size(), 0);
      open = size > 0 && Pass(link, i == 0, {buffer.data(), static_cast<size_t>(size)});
    }
  }
  std::lock_guard<std::mutex> lock(mutex_);
  link.open = false;
  close(link.client);
  close(link.server);
}

}  // namespace deputies::testing
