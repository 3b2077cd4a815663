#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <webcid/base/text.hpp>

#include "testserver/recorded_content.hpp"
#include "testserver/replayer.hpp"

namespace webcid::testserver {
namespace {

using model::TransportError;

// What a client saw without any answer, and how a server that listens makes it see that again. An error of the way
// there (a name unknown, nobody listening) cannot come from a connection that is accepted: it ends at once.
struct SilentRow {
  TransportError error;
  Delivery::Before before;
};
constexpr std::array<SilentRow, 13> kSilent{{
    {TransportError::None, Delivery::Before::Close},
    {TransportError::NameUnresolved, Delivery::Before::Reset},
    {TransportError::Refused, Delivery::Before::Reset},
    {TransportError::Unreachable, Delivery::Before::Reset},
    {TransportError::ConnectTimeout, Delivery::Before::Stall},
    {TransportError::Stalled, Delivery::Before::Stall},
    {TransportError::Reset, Delivery::Before::Reset},
    {TransportError::EmptyReply, Delivery::Before::Close},
    {TransportError::CutShort, Delivery::Before::Close},
    {TransportError::BadEncoding, Delivery::Before::Close},
    {TransportError::ProxyUnresolved, Delivery::Before::Reset},
    {TransportError::ProxyUnreachable, Delivery::Before::Reset},
    {TransportError::Other, Delivery::Before::Close},
}};

constexpr std::uint64_t kBeyond = 1024UL * 1024UL;  // more of a body than the client took
constexpr std::size_t kHeaderPieces = 64;           // of 8 KiB: more than any client takes

bool is_clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool is_called(const model::Header& header, std::string_view name) {
  return base::equals_ignoring_case(header.name, name);
}

bool has_header(const RecordedExchange& recorded, std::string_view name) {
  return std::any_of(recorded.headers.begin(), recorded.headers.end(),
                     [&](const model::Header& header) { return is_called(header, name); });
}

bool is_chunked(const RecordedExchange& recorded) {
  return std::any_of(recorded.headers.begin(), recorded.headers.end(), [](const model::Header& header) {
    return is_called(header, "Transfer-Encoding") && base::to_lower(header.value).find("chunked") != std::string::npos;
  });
}

// Absolute URLs of the recorded server lead to this one.
std::string relocated(std::string value, const std::string& authority, std::string_view host) {
  const std::string origin = "http://" + authority;
  const bool is_origin =
      base::starts_with_ignoring_case(value, origin) && (value.size() == origin.size() || value[origin.size()] == '/');
  if (is_origin && !host.empty()) value.replace(0, origin.size(), fmt::format("http://{}", host));
  return value;
}

class Making {
 public:
  Making(const RecordedExchange& recorded, const std::string& authority, std::string_view host)
      : m_recorded(recorded), m_authority(authority), m_host(host) {}

  Reply make() {
    if (m_recorded.status == 0) {
      make_silent();
      return std::move(m_reply);
    }
    iis::Answer& answer = m_reply.answer;
    answer.status = m_recorded.status;
    answer.reason = is_clean(m_recorded.reason) ? m_recorded.reason : "";
    answer.page = iis::Page::File;
    answer.sends_body = m_recorded.request.method != "HEAD" && answer.status != 204 && answer.status != 304;
    copy_headers();
    if (answer.sends_body) add_body();
    return std::move(m_reply);
  }

 private:
  void make_silent() {
    if (m_recorded.error == TransportError::NotHttp) {
      m_reply.delivery.instead = "This is not HTTP.\r\n";
    } else if (m_recorded.error == TransportError::HeadersTooLarge) {
      m_reply.delivery.instead = "HTTP/1.1 200 OK\r\n";
      for (std::size_t i = 0; i < kHeaderPieces; ++i) m_reply.delivery.instead += piece_of_header() + "\r\n";
    } else {
      m_reply.delivery.before = before_of(m_recorded.error);
    }
  }

  static Delivery::Before before_of(TransportError error) {
    for (const SilentRow& row : kSilent) {
      if (row.error == error) return row.before;
    }
    return Delivery::Before::Close;
  }

  static std::string piece_of_header() { return "X-Filler: " + std::string(8192, 'x'); }

  // As recorded, but for those that say how the body ends: they are made to fit what is sent.
  void copy_headers() {
    iis::Answer& answer = m_reply.answer;
    for (const model::Header& header : m_recorded.headers) {
      const bool is_body_end = is_called(header, "Content-Length") || is_called(header, "Transfer-Encoding");
      if ((is_body_end && answer.sends_body) || !is_clean(header.name) || header.name.empty()) continue;
      if (is_called(header, "Connection") && base::equals_ignoring_case(header.value, "close")) {
        answer.connection = iis::Connection::Closes;
      }
      std::string value = is_clean(header.value) ? header.value : "";
      if (is_called(header, "Location")) value = relocated(std::move(value), m_authority, m_host);
      answer.headers.push_back({header.name, std::move(value)});
    }
    if (m_recorded.error != TransportError::HeadersTooLarge) return;
    for (std::size_t i = 0; i < kHeaderPieces; ++i) answer.headers.push_back({"X-Filler", std::string(8192, 'x')});
  }

  void add_body() {
    const RecordedBody& body = *m_recorded.body;
    switch (m_recorded.error) {
      case TransportError::CutShort:
      case TransportError::Reset:
      case TransportError::EmptyReply:
      case TransportError::Stalled:
      case TransportError::Other:
        return add_cut_body();
      case TransportError::BadEncoding:
        return add_chunks(Delivery::Framing::BrokenChunk);
      case TransportError::BodyTooLarge: {
        auto longer = std::make_shared<RecordedBody>(body);
        longer->length = std::max(m_recorded.declared.value_or(0), body.length + kBeyond);
        return add_plain(std::move(longer));
      }
      default:
        return is_chunked(m_recorded) ? add_chunks(Delivery::Framing::Chunked) : add_plain(m_recorded.body);
    }
  }

  void add_plain(std::shared_ptr<const RecordedBody> body) {
    const std::uint64_t length = body->length;
    // Without a length the end of the connection is the end of the body (RFC 9112, 6.3).
    const bool is_declared = has_header(m_recorded, "Content-Length") || is_chunked(m_recorded);
    if (is_declared) declare(length);
    if (!is_declared) m_reply.answer.connection = iis::Connection::Closes;
    set_content(std::make_unique<RecordedContent>(std::move(body)), length);
  }

  // The transfer ends where it ended, short of what was promised.
  void add_cut_body() {
    if (m_recorded.error == TransportError::Reset) m_reply.delivery.after = Delivery::After::Reset;
    if (m_recorded.error == TransportError::Stalled) m_reply.delivery.after = Delivery::After::Stall;
    const std::uint64_t length = m_recorded.body->length;
    declare(std::max(m_recorded.declared.value_or(0), length + 1));
    set_content(std::make_unique<RecordedContent>(m_recorded.body), length);
    m_reply.delivery.body_limit = length;
  }

  void add_chunks(Delivery::Framing framing) {
    m_reply.answer.headers.push_back({"Transfer-Encoding", "chunked"});
    m_reply.delivery.framing = framing;
    set_content(std::make_unique<RecordedContent>(m_recorded.body), m_recorded.body->length);
    if (framing == Delivery::Framing::BrokenChunk) m_reply.delivery.body_limit = m_recorded.body->length;
  }

  void declare(std::uint64_t length) {
    m_reply.answer.content_length = length;
    m_reply.answer.headers.push_back({"Content-Length", fmt::format("{}", length)});
  }

  void set_content(std::unique_ptr<Content> content, std::uint64_t length) {
    m_reply.length = length;
    m_reply.content = std::move(content);
  }

  const RecordedExchange& m_recorded;
  const std::string& m_authority;
  std::string_view m_host;
  Reply m_reply;
};

}  // namespace

Reply reply_of(const RecordedExchange& recorded, const std::string& recorded_authority, std::string_view host) {
  return Making(recorded, recorded_authority, host).make();
}

}  // namespace webcid::testserver
