// The part of Transfer that tells libcurl what to do.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "resolver.hpp"
#include "transfer.hpp"

namespace webcid::net {
namespace {

constexpr long kBufferSize = 128 * 1024;
constexpr long kBufferStep = 4 * 1024;
constexpr long kUsualHead = 1024;
// A challenge and its answers; more than any scheme takes, and the end of a server that asks for ever.
constexpr long kMaxLegs = 4;

template <class T>
bool set(CURL* handle, CURLoption option, T value) {
  return curl_easy_setopt(handle, option, value) == CURLE_OK;
}

bool append(HeaderList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return false;
  (void)list.release();
  list.reset(longer);
  return true;
}

unsigned long library_scheme(AuthScheme scheme) {
  switch (scheme) {
    case AuthScheme::Basic:
      return CURLAUTH_BASIC;
    case AuthScheme::Digest:
      return CURLAUTH_DIGEST;
    case AuthScheme::Ntlm:
      return CURLAUTH_NTLM;
    case AuthScheme::Negotiate:
      return CURLAUTH_NEGOTIATE;
    case AuthScheme::None:
      break;
  }
  return CURLAUTH_NONE;
}

const char* text_or_null(const Account* account, std::string Account::*member) {
  return account == nullptr ? nullptr : (account->*member).c_str();
}

}  // namespace

bool Transfer::create_handle() {
  m_handle.reset(curl_easy_init());
  m_applied.reset();
  return m_handle && apply_settings();
}

// What never changes from one request to the next.
bool Transfer::apply_settings() {
  CURL* handle = m_handle.get();
  bool done = set(handle, CURLOPT_PRIVATE, this) && set(handle, CURLOPT_ERRORBUFFER, m_error.data());
  done = done && set(handle, CURLOPT_HEADERFUNCTION, &Transfer::on_header) && set(handle, CURLOPT_HEADERDATA, this);
  done = done && set(handle, CURLOPT_WRITEFUNCTION, &Transfer::on_body) && set(handle, CURLOPT_WRITEDATA, this);
  done = done && set(handle, CURLOPT_DEBUGFUNCTION, &Transfer::on_debug) && set(handle, CURLOPT_DEBUGDATA, this);
  // The only way to see the request headers as sent.
  done = done && set(handle, CURLOPT_VERBOSE, m_options.recording == Recording::Full ? 1L : 0L);
  done = done && set(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http");
  done = done && set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  done = done && set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  done = done && set(handle, CURLOPT_HTTP09_ALLOWED, 0L) && set(handle, CURLOPT_PATH_AS_IS, 1L);
  done = done && set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  done = done && set(handle, CURLOPT_UNRESTRICTED_AUTH, 0L) && set(handle, CURLOPT_NOSIGNAL, 1L);
  done = done && set(handle, CURLOPT_NOPROXY, "");  // not the environment's: that is decided, and told, by us
  done = done && set(handle, CURLOPT_ACCEPT_ENCODING, static_cast<char*>(nullptr));
  done = done && set(handle, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  done = done && set(handle, CURLOPT_TCP_NODELAY, 1L);
  done = done && set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_options.connect_timeout.count()));
  long buffer = kBufferSize;
  if (m_options.limit_rate > 0) {
    const std::uint64_t share = std::max<std::uint64_t>(1, m_options.limit_rate / m_options.parallel);
    done = done && set(handle, CURLOPT_MAX_RECV_SPEED_LARGE, static_cast<curl_off_t>(share));
    // libcurl pauses after a full buffer until the rate is right again: a large one would look like a stall.
    buffer = static_cast<long>(std::clamp<std::uint64_t>(share / 2, 1024, kBufferSize));
  }
  m_buffer = buffer;
  return done && set(handle, CURLOPT_BUFFERSIZE, buffer);
}

bool Transfer::apply_way() {
  CURL* handle = m_handle.get();
  bool done = true;
  m_connect_to.reset();
  m_resolve.reset();
  const bool direct = m_way.proxy == nullptr;
  if (direct) {
    // One address for this request, whatever connections to others are still open: unlike CURLOPT_RESOLVE, this also
    // keeps a request from a connection to another address of the same name.
    done = append(m_connect_to, fmt::format("::{}", with_port(m_way.address, m_fetch.url.port)));
    done = done && set(handle, CURLOPT_PROXY, "");
  } else {
    const bool v6 = m_way.address.find(':') != std::string::npos;
    done = append(m_resolve, fmt::format("{}:{}:{}", m_way.proxy->host, m_way.proxy->port,
                                         v6 ? fmt::format("[{}]", m_way.address) : m_way.address));
    done = done && set(handle, CURLOPT_PROXY, fmt::format("http://{}", m_way.proxy->authority()).c_str());
  }
  done = done && set(handle, CURLOPT_CONNECT_TO, m_connect_to.get()) && set(handle, CURLOPT_RESOLVE, m_resolve.get());

  const Account* account = m_way.scheme == AuthScheme::None ? nullptr : m_way.account;
  done =
      done && set(handle, CURLOPT_HTTPAUTH, library_scheme(m_way.scheme)) && set(handle, CURLOPT_MAXREDIRS, kMaxLegs);
  done = done && set(handle, CURLOPT_USERNAME, text_or_null(account, &Account::user));
  done = done && set(handle, CURLOPT_PASSWORD, text_or_null(account, &Account::password));
  const bool to_proxy = !direct && m_way.proxy_scheme != AuthScheme::None && m_way.proxy->account.has_value();
  const Account* proxy_account = to_proxy ? &*m_way.proxy->account : nullptr;
  done = done && set(handle, CURLOPT_PROXYAUTH, library_scheme(to_proxy ? m_way.proxy_scheme : AuthScheme::None));
  done = done && set(handle, CURLOPT_PROXYUSERNAME, text_or_null(proxy_account, &Account::user));
  return done && set(handle, CURLOPT_PROXYPASSWORD, text_or_null(proxy_account, &Account::password));
}

// Most requests differ from the one before on the same handle by their URL alone.
bool Transfer::apply_changes() {
  Applied wanted{m_fetch.method,   m_fetch.transport, m_fetch.cache, m_fetch.user_agent,
                 m_fetch.url.port, m_way.address,     m_way.proxy};
  const bool has_extra = m_fetch.range || !m_fetch.if_none_match.empty() || m_way.scheme != AuthScheme::None ||
                         m_way.proxy_scheme != AuthScheme::None;
  const bool is_known = !has_extra && m_applied == wanted;
  m_applied.reset();
  const bool done = is_known || (apply_way() && apply_request());
  if (done && !has_extra) m_applied = std::move(wanted);
  return done && apply_url();
}

// One read takes a small file with its head; more would only be held, once a connection.
long Transfer::buffer_size() const {
  if (!m_fetch.expected || *m_fetch.expected >= static_cast<std::uint64_t>(m_buffer)) return m_buffer;
  const long whole = static_cast<long>(*m_fetch.expected) + kUsualHead;
  return std::min(m_buffer, (whole + kBufferStep - 1) / kBufferStep * kBufferStep);
}

bool Transfer::apply_url() {
  CURL* handle = m_handle.get();
  return set(handle, CURLOPT_BUFFERSIZE, buffer_size()) && set(handle, CURLOPT_URL, url_text(m_fetch).c_str());
}

bool Transfer::apply_request() {
  CURL* handle = m_handle.get();
  const bool head = m_fetch.method == model::Method::Head;
  const bool get = m_fetch.method == model::Method::Get;
  bool done = set(handle, CURLOPT_NOBODY, 0L) && set(handle, CURLOPT_HTTPGET, 1L);
  done = done && set(handle, CURLOPT_NOBODY, head ? 1L : 0L);
  const std::string method(model::name_of(m_fetch.method));
  done = done && set(handle, CURLOPT_CUSTOMREQUEST, head || get ? nullptr : method.c_str());
  const bool tls = m_fetch.transport == Transport::Tls;
  done = done && set(handle, CURLOPT_PROTOCOLS_STR, tls ? "https" : "http");
  done =
      done && set(handle, CURLOPT_SSL_VERIFYPEER, tls ? 0L : 1L) && set(handle, CURLOPT_SSL_VERIFYHOST, tls ? 0L : 2L);
  const std::string& agent = m_fetch.user_agent.empty() ? m_options.user_agent : m_fetch.user_agent;
  if (agent.find_first_of("\r\n") != std::string::npos) return false;
  done = done && set(handle, CURLOPT_USERAGENT, agent.c_str());

  m_headers.reset();
  done = done && append(m_headers, "Accept: */*") && append(m_headers, "Accept-Encoding: identity");
  done = done && append(m_headers, "Accept-Language: en-US");
  if (m_fetch.cache == CacheMode::NoCache) {
    done = done && append(m_headers, "Cache-Control: no-cache") && append(m_headers, "Pragma: no-cache");
  }
  // An entity tag comes from the server: never more than one line of it goes back.
  const auto is_line = [](const std::string& tag) {
    return !tag.empty() && tag.find_first_of("\r\n") == std::string::npos;
  };
  if (is_line(m_fetch.if_none_match)) {
    done = done && append(m_headers, fmt::format("If-None-Match: {}", m_fetch.if_none_match));
  }
  std::string range;
  if (m_fetch.range) {
    range = fmt::format("{}-", m_fetch.range->first);
    if (m_fetch.range->last) range += fmt::format("{}", *m_fetch.range->last);
    const std::string& tag = m_fetch.range->if_range;
    if (is_line(tag)) done = done && append(m_headers, fmt::format("If-Range: {}", tag));
  }
  done = done && set(handle, CURLOPT_RANGE, range.empty() ? nullptr : range.c_str());
  return done && set(handle, CURLOPT_HTTPHEADER, m_headers.get());
}

}  // namespace webcid::net
