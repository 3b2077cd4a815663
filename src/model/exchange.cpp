#include <webcid/model/exchange.hpp>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/names.hpp>

namespace webcid::model {
namespace {

constexpr NameTable<Method, 4> kMethods{
    {{Method::Get, "GET"}, {Method::Head, "HEAD"}, {Method::Options, "OPTIONS"}, {Method::Trace, "TRACE"}}};

constexpr NameTable<TransportError, 18> kErrors{{{TransportError::None, "none"},
                                                 {TransportError::NameUnresolved, "name-unresolved"},
                                                 {TransportError::Refused, "refused"},
                                                 {TransportError::Unreachable, "unreachable"},
                                                 {TransportError::ConnectTimeout, "connect-timeout"},
                                                 {TransportError::Stalled, "stalled"},
                                                 {TransportError::Reset, "reset"},
                                                 {TransportError::EmptyReply, "empty-reply"},
                                                 {TransportError::NotHttp, "not-http"},
                                                 {TransportError::CutShort, "cut-short"},
                                                 {TransportError::BadEncoding, "bad-encoding"},
                                                 {TransportError::HeadersTooLarge, "headers-too-large"},
                                                 {TransportError::BodyTooLarge, "body-too-large"},
                                                 {TransportError::ProxyUnresolved, "proxy-unresolved"},
                                                 {TransportError::ProxyUnreachable, "proxy-unreachable"},
                                                 {TransportError::Cancelled, "cancelled"},
                                                 {TransportError::LocalWrite, "local-write"},
                                                 {TransportError::Other, "other"}}};

}  // namespace

std::string_view name_of(Method method) {
  return name_in(kMethods, method);
}
std::optional<Method> method_named(std::string_view name) {
  return value_in(kMethods, name);
}

std::string_view name_of(TransportError error) {
  return name_in(kErrors, error);
}
std::optional<TransportError> transport_error_named(std::string_view name) {
  return value_in(kErrors, name);
}

std::optional<std::string_view> Exchange::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (base::equals_ignoring_case(header.name, name)) return header.value;
  }
  return std::nullopt;
}

bool is_courtesy_redirect(const Exchange& exchange) {
  if (exchange.status != 301) return false;
  const auto location = exchange.header("Location");
  if (!location) return false;
  const auto from = base::parse_address(exchange.url);
  if (!from) return false;
  const auto to = base::parse_address(base::resolve_reference(*from, *location));
  // The server builds the target from the Host header and from its own spelling of the path (iis.md f.3).
  return to && to->host == from->host && to->port == from->port &&
         base::equals_ignoring_case(base::decode_percent(to->path), base::decode_percent(from->path) + "/");
}

}  // namespace webcid::model
