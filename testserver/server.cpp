#include "testserver/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include <webcid/base/text.hpp>

#include "testserver/tls_certificate.hpp"

namespace webcid::testserver {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::uint32_t kHeaderLimit = 16384;    // MaxRequestBytes (iis.md c.5)
constexpr std::size_t kPiece = 128UL * 1024UL;   // of a file, at a time
constexpr std::chrono::seconds kIdleLimit{120};  // IIS's connectionTimeout
constexpr std::chrono::milliseconds kPaceStep{50};

// RFC 8446 6: fatal (2), unexpected_message (10), as section 5 demands for a record of an unknown type.
constexpr std::string_view kAlert("\x15\x03\x03\x00\x02\x02\x0a", 7);
constexpr char kHandshake = 0x16;  // the first byte of what begins as TLS does

// A connection that may speak TLS. What Beast and Asio ask of a stream, and no more.
class Wire {
 public:
  using executor_type = beast::tcp_stream::executor_type;

  explicit Wire(tcp::socket socket) : m_tcp(std::move(socket)) {}

  executor_type get_executor() { return m_tcp.get_executor(); }
  beast::tcp_stream& stream() { return m_tcp; }
  tcp::socket& socket() { return m_tcp.socket(); }
  bool is_tls() const { return m_tls.has_value(); }

  template <class Handler>
  void async_start_tls(asio::ssl::context& context, Handler&& handler) {
    m_tls.emplace(m_tcp, context);
    m_tls->async_handshake(asio::ssl::stream_base::server, std::forward<Handler>(handler));
  }

  template <class Handler>
  void async_end_tls(Handler&& handler) {
    m_tls->async_shutdown(std::forward<Handler>(handler));
  }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (m_tls) return m_tls->async_read_some(buffers, std::forward<Handler>(handler));
    m_tcp.async_read_some(buffers, std::forward<Handler>(handler));
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (m_tls) return m_tls->async_write_some(buffers, std::forward<Handler>(handler));
    m_tcp.async_write_some(buffers, std::forward<Handler>(handler));
  }

 private:
  beast::tcp_stream m_tcp;
  std::optional<asio::ssl::stream<beast::tcp_stream&>> m_tls;
};

// One connection: read a request, write its answer, again. Lives as long as an operation of its own is pending.
class Session : public std::enable_shared_from_this<Session> {
 public:
  // `tls` is null where no connection can speak it.
  Session(tcp::socket socket, Responder& responder, asio::ssl::context* tls)
      : m_wire(std::move(socket)), m_timer(m_wire.get_executor()), m_responder(responder), m_tls(tls) {}
  ~Session() { m_responder.connection_closed(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start(iis::Transport transport) {
    const Greeting greeting = m_responder.greet();
    error_code ignored;
    m_wire.socket().set_option(tcp::no_delay(true), ignored);
    m_wire.stream().expires_after(kIdleLimit);
    if (transport == iis::Transport::Tls) return start_tls();
    switch (greeting.kind) {
      case Greeting::Kind::Http:
        return read_request();
      case Greeting::Kind::Banner:
        return write_last(greeting.banner);
      case Greeting::Kind::TlsOnly:
        return wait_for_tls();
    }
  }

 private:
  void start_tls() {
    m_wire.async_start_tls(*m_tls, [self = shared_from_this()](error_code error) {
      if (!error) self->read_request();
    });
  }

  // The first byte says what the other side speaks; it stays where TLS will read it.
  void wait_for_tls() {
    m_wire.socket().async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
      char first = 0;
      if (!error) self->m_wire.socket().receive(asio::buffer(&first, 1), tcp::socket::message_peek, error);
      if (error) return;
      first == kHandshake ? self->start_tls() : self->write_last(std::string(kAlert));
    });
  }

  void write_last(std::string bytes) {
    m_reply = Reply{};
    m_keep_alive = false;
    m_out = std::move(bytes);
    write_out();
  }

  void read_request() {
    m_parser.emplace();
    m_parser->header_limit(kHeaderLimit);
    m_wire.stream().expires_after(kIdleLimit);
    http::async_read_header(m_wire, m_buffer, *m_parser,
                            [self = shared_from_this()](error_code error, std::size_t) { self->on_request(error); });
  }

  void on_request(error_code error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return begin_reply(m_responder.refuse(iis::HttpSysRefusal::RequestTooLong));
    }
    if (error == http::error::bad_target || error == http::error::bad_method || error == http::error::bad_version ||
        error == http::error::bad_value || error == http::error::bad_field || error == http::error::bad_line_ending) {
      m_keep_alive = false;
      return begin_reply(m_responder.refuse(iis::HttpSysRefusal::InvalidVerb));
    }
    if (error) return;  // the other side closed, or was silent for too long
    const auto& header = m_parser->get();
    iis::Request request;
    request.method = header.method_string();
    request.target = header.target();
    request.transport = m_wire.is_tls() ? iis::Transport::Tls : iis::Transport::Plain;
    for (const auto& field : header) {
      request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    // The body of a request is of no use to a static site: it is not read, so the connection ends with the answer.
    const bool has_body = m_parser->chunked() || m_parser->content_length().value_or(0) > 0;
    m_keep_alive = header.keep_alive() && !has_body;
    m_knows_chunks = header.version() >= 11;
    begin_reply(m_responder.reply(std::move(request), m_logon));
  }

  void begin_reply(Reply reply) {
    m_reply = std::move(reply);
    if (m_reply.answer.connection != iis::Connection::Stays) m_keep_alive = false;
    if (m_reply.delivery.body_limit) m_keep_alive = false;
    if (m_reply.answer.connection == iis::Connection::Dropped) return reset();
    switch (m_reply.delivery.before) {
      case Delivery::Before::Reset:
        return reset();
      case Delivery::Before::Close:
        return close();
      case Delivery::Before::Stall:
        return wait_for_end();
      case Delivery::Before::Answer:
        break;
    }
    if (m_reply.delivery.framing == Delivery::Framing::Chunked && !m_knows_chunks) end_with_connection();
    const iis::Answer& answer = m_reply.answer;
    m_out = fmt::format("HTTP/1.1 {} {}\r\n", answer.status, answer.reason);
    for (const model::Header& header : answer.headers) m_out += fmt::format("{}: {}\r\n", header.name, header.value);
    if (!m_keep_alive && answer.connection == iis::Connection::Stays) m_out += "Connection: close\r\n";
    m_out += "\r\n";
    if (!answer.sends_body) m_reply.delivery.framing = Delivery::Framing::Length;
    if (m_reply.delivery.body_limit) m_reply.length = std::min(m_reply.length, *m_reply.delivery.body_limit);
    fill();
    write_out();
  }

  // RFC 9112 6.1: no Transfer-Encoding for a client of HTTP/1.0; the end of the connection ends the body.
  void end_with_connection() {
    m_reply.delivery.framing = Delivery::Framing::Length;
    std::erase_if(m_reply.answer.headers,
                  [](const model::Header& header) { return header.name == "Transfer-Encoding"; });
    m_keep_alive = false;
  }

  // Appends the next piece of the body to what is to be written, and what ends it.
  void fill() {
    append_piece();
    if (m_reply.length != 0) return;
    switch (m_reply.delivery.framing) {
      case Delivery::Framing::Length:
        return;
      case Delivery::Framing::Chunked:
        // Without the last chunk the client knows that something is missing.
        if (!m_reply.delivery.body_limit) m_out += "0\r\n\r\n";
        return;
      case Delivery::Framing::BrokenChunk:
        m_out += "not-a-size\r\n";
        return;
    }
  }

  void append_piece() {
    std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(m_reply.length, kPiece));
    if (const std::uint64_t pace = m_reply.delivery.bytes_per_second; pace != 0) {
      const auto per_step = static_cast<std::size_t>(std::max<std::uint64_t>(1, pace / 20));
      wanted = std::min(wanted, per_step);
    }
    if (wanted == 0) return;
    const std::size_t before = m_out.size();
    m_out.resize(before + wanted);
    const std::span<char> target(m_out.data() + before, wanted);
    std::size_t count = 0;
    if (m_reply.content) {
      count = m_reply.content->read(m_reply.offset, target);
    } else if (const auto* text = std::get_if<std::string>(&m_reply.answer.body)) {
      count = text->copy(target.data(), wanted, static_cast<std::size_t>(m_reply.offset));
    }
    m_out.resize(before + count);
    m_reply.offset += count;
    const bool is_open_ended = m_reply.length == kUnknownLength;
    if (!is_open_ended) m_reply.length -= count;
    if (m_reply.delivery.framing != Delivery::Framing::Length && count != 0) {
      m_out.insert(before, fmt::format("{:x}\r\n", count));
      m_out += "\r\n";
    }
    if (count < wanted) {
      m_reply.length = 0;
      // The file became shorter meanwhile: all that can be done is to end the connection.
      if (!is_open_ended) m_keep_alive = false;
    }
  }

  void write_out() {
    m_wire.stream().expires_after(kIdleLimit);
    asio::async_write(m_wire, asio::buffer(m_out),
                      [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
  }

  void on_written(error_code error) {
    if (error) return;
    m_out.clear();
    if (m_reply.length == 0) {
      m_reply = Reply{};
      return m_keep_alive ? read_request() : close();
    }
    if (m_reply.delivery.bytes_per_second == 0) return next_piece();
    m_timer.expires_after(kPaceStep);
    m_timer.async_wait([self = shared_from_this()](error_code waited) {
      if (!waited) self->next_piece();
    });
  }

  void next_piece() {
    fill();
    write_out();
  }

  void wait_for_end() {
    m_wire.stream().expires_never();
    m_wire.async_read_some(m_buffer.prepare(1024), [self = shared_from_this()](error_code error, std::size_t count) {
      if (!error && count > 0) self->wait_for_end();
    });
  }

  void reset() {
    error_code ignored;
    m_wire.socket().set_option(asio::socket_base::linger(true, 0), ignored);
    m_wire.socket().close(ignored);
  }

  // Says that nothing follows, then waits for the other side: closing with unread bytes would reset the connection
  // and could take the answer with it.
  void close() {
    m_wire.stream().expires_after(std::chrono::seconds{2});
    if (!m_wire.is_tls()) return end_sending();
    m_wire.async_end_tls([self = shared_from_this()](error_code) {});
  }

  void end_sending() {
    error_code ignored;
    m_wire.socket().shutdown(tcp::socket::shutdown_send, ignored);
    drain();
  }

  void drain() {
    m_wire.async_read_some(m_buffer.prepare(4096), [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->drain();
    });
  }

  Wire m_wire;
  asio::steady_timer m_timer;
  Responder& m_responder;
  asio::ssl::context* m_tls;
  ConnectionLogon m_logon;
  beast::flat_buffer m_buffer{kHeaderLimit * 4};
  std::optional<http::request_parser<http::empty_body>> m_parser;
  Reply m_reply;
  std::string m_out;
  bool m_keep_alive = false;
  bool m_knows_chunks = true;
};

class Listener {
 public:
  Listener(asio::io_context& context, Responder& responder, asio::ssl::context* tls, iis::Transport transport)
      : m_acceptor(context), m_responder(responder), m_tls(tls), m_transport(transport) {}

  error_code open(const tcp::endpoint& endpoint) {
    error_code error;
    m_acceptor.open(endpoint.protocol(), error);
    if (!error) m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) m_acceptor.bind(endpoint, error);
    if (!error) m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
  }

  std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

  void accept() {
    m_acceptor.async_accept([this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error) std::make_shared<Session>(std::move(socket), m_responder, m_tls)->start(m_transport);
      accept();
    });
  }

 private:
  tcp::acceptor m_acceptor;
  Responder& m_responder;
  asio::ssl::context* m_tls;
  iis::Transport m_transport;
};

base::Result<void> load_certificate(asio::ssl::context& context, const std::string& address) {
  base::Result<Certificate> certificate = self_signed_certificate(address);
  if (!certificate) return tl::make_unexpected(certificate.error());
  error_code error;
  context.use_certificate_chain(asio::buffer(certificate->chain_pem), error);
  if (!error) context.use_private_key(asio::buffer(certificate->key_pem), asio::ssl::context::pem, error);
  if (!error) return {};
  return base::fail(base::ErrorKind::Bug,
                    fmt::format("OpenSSL does not take its own certificate: {}", error.message()));
}

base::Result<void> open(Listener& listener, const asio::ip::address& address, std::uint16_t port) {
  const error_code error = listener.open({address, port});
  if (!error) return {};
  return base::fail(base::ErrorKind::LocalIo,
                    fmt::format("cannot listen on {}:{}: {}", address.to_string(), port, error.message()));
}

}  // namespace

base::Result<void> serve(const Endpoint& endpoint, Responder& responder,
                         const std::function<void(const Ports&)>& ready) {
  error_code error;
  const asio::ip::address address = asio::ip::make_address(endpoint.address, error);
  if (error) {
    return base::fail(base::ErrorKind::Usage,
                      fmt::format("--host: \"{}\" is no IP address", base::printable(endpoint.address)));
  }
  std::optional<asio::ssl::context> tls;
  if (endpoint.tls_port || responder.needs_tls()) {
    tls.emplace(asio::ssl::context::tls_server);
    if (base::Result<void> loaded = load_certificate(*tls, address.to_string()); !loaded) return loaded;
  }
  asio::io_context context{1};
  Listener plain(context, responder, tls ? &*tls : nullptr, iis::Transport::Plain);
  Listener secure(context, responder, tls ? &*tls : nullptr, iis::Transport::Tls);
  if (base::Result<void> opened = open(plain, address, endpoint.port); !opened) return opened;
  if (endpoint.tls_port) {
    if (base::Result<void> opened = open(secure, address, *endpoint.tls_port); !opened) return opened;
  }
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&context](error_code waited, int) {
    if (!waited) context.stop();
  });
  Ports ports{plain.port(), {}};
  plain.accept();
  if (endpoint.tls_port) {
    ports.tls = secure.port();
    secure.accept();
  }
  ready(ports);
  context.run();
  return {};
}

}  // namespace webcid::testserver
