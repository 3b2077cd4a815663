// What the tests of net share: a client with short time-outs, and sinks that remember.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <webcid/base/cancellation.hpp>
#include <webcid/net/client.hpp>

#include "catch.hpp"

namespace webcid::test {

inline net::ClientOptions quick_options() {
  net::ClientOptions options;
  options.user_agent = "webcid/test";
  options.connect_timeout = std::chrono::milliseconds(5000);
  options.stall_timeout = std::chrono::milliseconds(5000);
  return options;
}

struct Run {
  explicit Run(net::ClientOptions options = quick_options()) {
    auto created = net::Client::create(std::move(options), cancellation);
    REQUIRE(created.has_value());
    client = std::move(*created);
  }
  base::Cancellation cancellation;
  std::unique_ptr<net::Client> client;
};

inline net::Fetch get(const base::HttpUrl& url) {
  net::Fetch fetch;
  fetch.url = url;
  return fetch;
}

class Collector : public net::BodySink {
 public:
  bool begin(const model::Exchange& /*head*/) override {
    ++heads;
    return true;
  }
  bool accept(std::string_view piece) override {
    text.append(piece);
    return text.size() < full_at;
  }
  int heads = 0;
  std::string text;
  std::size_t full_at = std::string::npos;
};

}  // namespace webcid::test
