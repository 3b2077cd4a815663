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

constexpr std::uint32_t kHeaderLimit = 16384;  // MaxRequestBytes (iis.md c.5)
constexpr std::chrono::milliseconds kPaceStep{50};
constexpr int kMostPorts = 20;  // tries to find one that is free on every address

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

// What all connections to one address share.
struct Shared {
  Answerer* answerer;  // null: nobody listens
  IisLogs* logs;
  std::chrono::seconds connection_timeout;
  asio::ssl::context* tls;  // null where no connection can speak it
};

using Request = http::request_parser<http::empty_body>;

// The request line, as far as it was read; a version goes with a method.
std::string version_of(const Request& parser) {
  const auto& header = parser.get();
  if (header.method_string().empty()) return "";
  return fmt::format("HTTP/{}.{}", header.version() / 10, header.version() % 10);
}

iis::Request request_of(const Request& parser) {
  const auto& header = parser.get();
  iis::Request request;
  request.method = header.method_string();
  request.target = header.target();
  for (const auto& field : header) {
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  return request;
}

Peers peers_of(const tcp::socket& socket) {
  error_code ignored;
  const tcp::endpoint client = socket.remote_endpoint(ignored);
  const tcp::endpoint server = socket.local_endpoint(ignored);
  return {client.address().to_string(), client.port(), server.address().to_string(), server.port()};
}

// One connection: read a request, write its answer, again. Lives as long as an operation of its own is pending.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Shared shared)
      : m_wire(std::move(socket)), m_timer(m_wire.get_executor()), m_shared(shared) {}
  ~Session() { m_shared.answerer->connection_closed(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start(iis::Transport transport) {
    const Greeting greeting = m_shared.answerer->greet();
    error_code ignored;
    m_wire.socket().set_option(tcp::no_delay(true), ignored);
    m_served.peers = peers_of(m_wire.socket());
    m_wire.stream().expires_after(m_shared.connection_timeout);
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
    m_wire.async_start_tls(*m_shared.tls, [self = shared_from_this()](error_code error) {
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
    m_wire.stream().expires_after(m_shared.connection_timeout);
    http::async_read_header(m_wire, m_buffer, *m_parser,
                            [self = shared_from_this()](error_code error, std::size_t) { self->on_request(error); });
  }

  void on_request(error_code error) {
    if (error == beast::error::timeout) {
      return expire(m_buffer.size() > 0 || m_parser->got_some() ? Expiry::HeaderWait : Expiry::Idle);
    }
    m_begun = std::chrono::steady_clock::now();
    iis::Request request = request_of(*m_parser);
    request.client_address = m_served.peers.client_address;
    request.transport = m_wire.is_tls() ? iis::Transport::Tls : iis::Transport::Plain;
    if (m_shared.logs != nullptr) {
      m_served.request = request;
      m_served.version = version_of(*m_parser);
    }
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return begin_reply(m_shared.answerer->refuse(iis::HttpSysRefusal::RequestTooLong));
    }
    if (error == http::error::bad_target || error == http::error::bad_method || error == http::error::bad_version ||
        error == http::error::bad_value || error == http::error::bad_field || error == http::error::bad_line_ending) {
      m_keep_alive = false;
      return begin_reply(m_shared.answerer->refuse(iis::HttpSysRefusal::InvalidVerb));
    }
    if (error) return;  // the other side closed
    // The body of a request is of no use to a static site: it is not read, so the connection ends with the answer.
    const bool has_body = m_parser->chunked() || m_parser->content_length().value_or(0) > 0;
    m_keep_alive = m_parser->get().keep_alive() && !has_body;
    m_knows_chunks = m_parser->get().version() >= 11;
    begin_reply(m_shared.answerer->reply(std::move(request), m_connection));
    ++m_connection.answered;
  }

  void begin_reply(Reply reply) {
    m_reply = std::move(reply);
    if (m_reply.answer.connection != iis::Connection::Stays) m_keep_alive = false;
    if (m_reply.delivery.body_limit) m_keep_alive = false;
    if (m_reply.answer.connection == iis::Connection::Dropped) {
      log(Ending::Dropped);
      return reset();
    }
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
    if (!m_reply.delivery.instead.empty()) return write_last(std::exchange(m_reply.delivery.instead, {}));
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

  void fill() {
    // The file became shorter meanwhile: all that can be done is to end the connection.
    if (append_piece(m_reply, m_out) == Supply::Short) m_keep_alive = false;
  }

  void write_out() {
    m_wire.stream().expires_after(m_shared.connection_timeout);
    asio::async_write(m_wire, asio::buffer(m_out),
                      [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
  }

  void on_written(error_code error) {
    if (error) {
      if (error == beast::error::timeout) expire(Expiry::TooSlow);
      return log(Ending::Cut);
    }
    m_out.clear();
    if (m_reply.length == 0) {
      // Whatever cut it off on the way, the server sees a connection that ended.
      log(m_reply.delivery.body_limit ? Ending::Cut : Ending::Sent);
      return finish_reply();
    }
    if (m_reply.delivery.bytes_per_second == 0) return next_piece();
    m_timer.expires_after(kPaceStep);
    m_timer.async_wait([self = shared_from_this()](error_code waited) {
      if (!waited) self->next_piece();
    });
  }

  void finish_reply() {
    const Delivery delivery = std::exchange(m_reply, Reply{}).delivery;
    if (m_keep_alive) return read_request();
    if (delivery.body_limit && delivery.after == Delivery::After::Reset) return reset();
    if (delivery.body_limit && delivery.after == Delivery::After::Stall) return wait_for_end();
    close();
  }

  void next_piece() {
    fill();
    write_out();
  }

  // A connection that never came to a request has nothing to say.
  void log(Ending ending) {
    if (m_shared.logs == nullptr || m_reply.answer.status == 0) return;
    const auto taken = std::chrono::steady_clock::now() - m_begun;
    m_served.answer = &m_reply.answer;
    m_served.ending = ending;
    m_served.finished = std::chrono::system_clock::now();
    m_served.taken = std::chrono::duration_cast<std::chrono::milliseconds>(taken);
    m_shared.logs->add(m_served);
  }

  // The connection has timed out.
  void expire(Expiry expiry) {
    if (m_shared.logs == nullptr || !m_parser) return;
    const auto& header = m_parser->get();
    m_shared.logs->add({m_served.peers, expiry, std::string(header.method_string()), std::string(header.target()),
                        version_of(*m_parser), std::chrono::system_clock::now()});
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
  Shared m_shared;
  beast::flat_buffer m_buffer{kHeaderLimit * 4};
  std::optional<Request> m_parser;
  Reply m_reply;
  ConnectionState m_connection;
  Served m_served;  // for the logs: who speaks here, and the request under way
  std::chrono::steady_clock::time_point m_begun;
  std::string m_out;
  bool m_keep_alive = false;
  bool m_knows_chunks = true;
};

class Listener {
 public:
  Listener(asio::io_context& context, Shared shared, iis::Transport transport)
      : m_acceptor(context), m_shared(shared), m_transport(transport) {}

  error_code open(const tcp::endpoint& endpoint) {
    error_code error;
    m_acceptor.open(endpoint.protocol(), error);
    if (!error) m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) m_acceptor.bind(endpoint, error);
    if (!error && listens()) m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
  }

  std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

  void accept() {
    if (!listens()) return;
    m_acceptor.async_accept([this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error) std::make_shared<Session>(std::move(socket), m_shared)->start(m_transport);
      accept();
    });
  }

 private:
  bool listens() const { return m_shared.answerer != nullptr; }

  tcp::acceptor m_acceptor;
  Shared m_shared;
  iis::Transport m_transport;
};

using Listeners = std::vector<std::unique_ptr<Listener>>;

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

bool needs_tls(const Serving& serving) {
  return serving.tls_port || std::any_of(serving.nodes.begin(), serving.nodes.end(), [](const Node& node) {
           return node.answerer != nullptr && node.answerer->needs_tls();
         });
}

base::Result<std::vector<asio::ip::address>> addresses_of(const Serving& serving) {
  std::vector<asio::ip::address> addresses;
  for (const Node& node : serving.nodes) {
    error_code error;
    addresses.push_back(asio::ip::make_address(node.address, error));
    if (!error) continue;
    return base::fail(base::ErrorKind::Usage,
                      fmt::format("--host, --nodes: \"{}\" is no IP address", base::printable(node.address)));
  }
  return addresses;
}

// Every address on one port. One that the system gives for the first may be taken on another: then the next.
base::Result<Listeners> listen(asio::io_context& context, const Serving& serving, std::uint16_t wanted,
                               asio::ssl::context* tls, iis::Transport transport) {
  const auto addresses = addresses_of(serving);
  if (!addresses) return tl::make_unexpected(addresses.error());
  base::Error last;
  for (int attempt = 0; attempt < kMostPorts; ++attempt) {
    Listeners listeners;
    std::uint16_t port = wanted;
    error_code error;
    for (std::size_t i = 0; i < addresses->size() && !error; ++i) {
      const Shared shared{serving.nodes[i].answerer, serving.logs, serving.connection_timeout, tls};
      listeners.push_back(std::make_unique<Listener>(context, shared, transport));
      error = listeners.back()->open({(*addresses)[i], port});
      if (!error) port = listeners.back()->port();
    }
    if (!error) return listeners;
    const std::string& address = serving.nodes[listeners.size() - 1].address;
    last = {base::ErrorKind::LocalIo, fmt::format("cannot listen on {}:{}: {}", address, port, error.message())};
    if (wanted != 0 || listeners.size() == 1) break;
  }
  return tl::make_unexpected(last);
}

#ifndef _WIN32
// Again and again, as long as the context runs.
void wait_for_reload(asio::signal_set& signals, const std::function<void()>& reload) {
  signals.async_wait([&signals, &reload](error_code waited, int) {
    if (waited) return;
    reload();
    wait_for_reload(signals, reload);
  });
}
#endif

}  // namespace

base::Result<void> serve(const Serving& serving, const std::function<void(const Ports&)>& ready) {
  std::optional<asio::ssl::context> tls;
  if (needs_tls(serving)) {
    tls.emplace(asio::ssl::context::tls_server);
    const base::Result<void> loaded = load_certificate(*tls, serving.nodes.front().address);
    if (!loaded) return loaded;
  }
  asio::ssl::context* shared_tls = tls ? &*tls : nullptr;
  asio::io_context context{1};
  base::Result<Listeners> plain = listen(context, serving, serving.port, shared_tls, iis::Transport::Plain);
  if (!plain) return tl::make_unexpected(plain.error());
  base::Result<Listeners> secure;
  if (serving.tls_port) secure = listen(context, serving, *serving.tls_port, shared_tls, iis::Transport::Tls);
  if (!secure) return tl::make_unexpected(secure.error());
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&context](error_code waited, int) {
    if (!waited) context.stop();
  });
#ifndef _WIN32
  asio::signal_set reload_signals(context);
  if (serving.reload) {
    reload_signals.add(SIGHUP);
    wait_for_reload(reload_signals, serving.reload);
  }
#endif
  for (const Listeners* listeners : {&*plain, &*secure}) {
    for (const std::unique_ptr<Listener>& listener : *listeners) listener->accept();
  }
  Ports ports{plain->front()->port(), {}};
  if (!secure->empty()) ports.tls = secure->front()->port();
  ready(ports);
  context.run();
  return {};
}

}  // namespace webcid::testserver
