#include "seen.hpp"

#include <algorithm>

#include <webcid/base/text.hpp>

namespace webcid::diagnose {
namespace {

constexpr std::size_t kMostOfALocation = 512;

// RFC 7617 2: Basic realm="..."; "" without one.
std::string realm_of(const model::Exchange& exchange) {
  constexpr std::string_view kOpening = "realm=\"";
  constexpr std::size_t kMostOfARealm = 100;
  for (const model::Header& header : exchange.headers) {
    if (!base::equals_ignoring_case(header.name, "Proxy-Authenticate")) continue;
    const auto at = header.value.find(kOpening);
    if (at == std::string::npos) continue;
    const std::string rest = header.value.substr(at + kOpening.size(), kMostOfARealm);
    return rest.substr(0, rest.find('"'));
  }
  return {};
}

}  // namespace

AnswerKind kind_of(const model::Exchange& exchange) {
  constexpr std::size_t kOpening = 16;
  const auto type = exchange.header("Content-Type");
  return {type ? std::string(*type) : std::string(), exchange.body.kept.substr(0, kOpening), exchange.body.length};
}

Seen seen_of(const model::Exchange& exchange) {
  const Page page = classify(exchange);
  Seen seen;
  seen.status = exchange.status;
  seen.sub_status = page.sub_status;
  seen.result = page.result;
  seen.family = page.family;
  seen.error = exchange.error;
  seen.exchange = exchange.id;
  if (const auto server = exchange.header("Server")) seen.server = *server;
  const bool says_iis = base::starts_with_ignoring_case(seen.server, "Microsoft-IIS/");
  seen.from_iis = is_from_iis(page.family) || (says_iis && !is_foreign(page.family));
  seen.challenges = exchange.header("WWW-Authenticate") || exchange.header("Proxy-Authenticate");
  if (const auto location = exchange.header("Location")) seen.location = location->substr(0, kMostOfALocation);
  seen.length = exchange.body.length;
  seen.carried_credentials = exchange.carried_credentials;
  if (exchange.status == 407) seen.realm = realm_of(exchange);
  seen.reason = page.reason;
  seen.act = page.act;
  seen.product = page.product;
  seen.mark = page.mark;
  return seen;
}

// Code points: what a file system counts, near enough.
std::size_t count_characters(std::string_view path) {
  return static_cast<std::size_t>(
      std::count_if(path.begin(), path.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace webcid::diagnose
