#include "testserver/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio.hpp>
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

// One connection: read a request, write its answer, again. Lives as long as an operation of its own is pending.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Responder& responder)
      : m_stream(std::move(socket)), m_timer(m_stream.get_executor()), m_responder(responder) {}

  void start() {
    error_code ignored;
    m_stream.socket().set_option(tcp::no_delay(true), ignored);
    read_request();
  }

 private:
  void read_request() {
    m_parser.emplace();
    m_parser->header_limit(kHeaderLimit);
    m_stream.expires_after(kIdleLimit);
    http::async_read_header(m_stream, m_buffer, *m_parser,
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
    for (const auto& field : header) {
      request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    // The body of a request is of no use to a static site: it is not read, so the connection ends with the answer.
    const bool has_body = m_parser->chunked() || m_parser->content_length().value_or(0) > 0;
    m_keep_alive = header.keep_alive() && !has_body;
    begin_reply(m_responder.reply(std::move(request)));
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
    const iis::Answer& answer = m_reply.answer;
    m_out = fmt::format("HTTP/1.1 {} {}\r\n", answer.status, answer.reason);
    for (const model::Header& header : answer.headers) m_out += fmt::format("{}: {}\r\n", header.name, header.value);
    if (!m_keep_alive && answer.connection == iis::Connection::Stays) m_out += "Connection: close\r\n";
    m_out += "\r\n";
    prepare_body();
    fill();
    write_out();
  }

  void prepare_body() {
    const iis::Answer& answer = m_reply.answer;
    m_offset = 0;
    m_left = 0;
    if (!answer.sends_body) return;
    if (const auto* range = std::get_if<iis::FileRange>(&answer.body)) {
      m_offset = range->offset;
      m_left = range->length;
    } else {
      m_left = std::get<std::string>(answer.body).size();
    }
    if (m_reply.delivery.body_limit) m_left = std::min(m_left, *m_reply.delivery.body_limit);
  }

  // Appends the next piece of the body to what is to be written.
  void fill() {
    std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, kPiece));
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
      count = m_reply.content->read(m_offset, target);
    } else if (const auto* text = std::get_if<std::string>(&m_reply.answer.body)) {
      count = text->copy(target.data(), wanted, static_cast<std::size_t>(m_offset));
    }
    m_out.resize(before + count);
    m_offset += count;
    m_left -= count;
    if (count < wanted) {  // the file became shorter meanwhile: all that can be done is to end the connection
      m_left = 0;
      m_keep_alive = false;
    }
  }

  void write_out() {
    m_stream.expires_after(kIdleLimit);
    asio::async_write(m_stream, asio::buffer(m_out),
                      [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
  }

  void on_written(error_code error) {
    if (error) return;
    m_out.clear();
    if (m_left == 0) {
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
    m_stream.expires_never();
    m_stream.async_read_some(m_buffer.prepare(1024), [self = shared_from_this()](error_code error, std::size_t count) {
      if (!error && count > 0) self->wait_for_end();
    });
  }

  void reset() {
    error_code ignored;
    m_stream.socket().set_option(asio::socket_base::linger(true, 0), ignored);
    m_stream.socket().close(ignored);
  }

  // Says that nothing follows, then waits for the other side: closing with unread bytes would reset the connection
  // and could take the answer with it.
  void close() {
    error_code ignored;
    m_stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    m_stream.expires_after(std::chrono::seconds{2});
    drain();
  }

  void drain() {
    m_stream.async_read_some(m_buffer.prepare(4096), [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->drain();
    });
  }

  beast::tcp_stream m_stream;
  asio::steady_timer m_timer;
  Responder& m_responder;
  beast::flat_buffer m_buffer{kHeaderLimit * 4};
  std::optional<http::request_parser<http::empty_body>> m_parser;
  Reply m_reply;
  std::string m_out;
  std::uint64_t m_offset = 0;
  std::uint64_t m_left = 0;
  bool m_keep_alive = false;
};

class Listener {
 public:
  Listener(asio::io_context& context, Responder& responder) : m_acceptor(context), m_responder(responder) {}

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
      if (!error) std::make_shared<Session>(std::move(socket), m_responder)->start();
      accept();
    });
  }

 private:
  tcp::acceptor m_acceptor;
  Responder& m_responder;
};

}  // namespace

base::Result<void> serve(const Endpoint& endpoint, Responder& responder,
                         const std::function<void(std::uint16_t)>& ready) {
  error_code error;
  const asio::ip::address address = asio::ip::make_address(endpoint.address, error);
  if (error) {
    return base::fail(base::ErrorKind::Usage,
                      fmt::format("--host: \"{}\" is no IP address", base::printable(endpoint.address)));
  }
  asio::io_context context{1};
  Listener listener(context, responder);
  error = listener.open({address, endpoint.port});
  if (error) {
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("cannot listen on {}:{}: {}", endpoint.address, endpoint.port, error.message()));
  }
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&context](error_code waited, int) {
    if (!waited) context.stop();
  });
  listener.accept();
  ready(listener.port());
  context.run();
  return {};
}

}  // namespace webcid::testserver
