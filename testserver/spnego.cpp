#include "testserver/spnego.hpp"

#include <cstddef>
#include <utility>

namespace webcid::testserver {
namespace {

constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kObjectIdentifier = 0x06;
constexpr std::uint8_t kEnumerated = 0x0A;
constexpr std::uint8_t kBitString = 0x03;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kApplication0 = 0x60;
constexpr std::uint8_t context(std::uint8_t number) {
  return static_cast<std::uint8_t>(0xA0 + number);
}
constexpr std::string_view kSpnego("\x2b\x06\x01\x05\x05\x02", 6);  // 1.3.6.1.5.5.2
constexpr std::size_t kMaxMechanisms = 32;

struct Element {
  std::string_view whole;
  std::string_view contents;
};

// Elements one after another. A missing element is no failure until somebody needs it; a broken one ends the reading.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : m_left(bytes) {}

  bool is_at_end() const { return m_left.empty(); }
  bool is_at(std::uint8_t tag) const { return !m_left.empty() && static_cast<unsigned char>(m_left[0]) == tag; }

  // Nothing when the next element has another tag, a length that DER does not know, or is cut off.
  std::optional<Element> take(std::uint8_t tag) {
    if (!is_at(tag) || m_left.size() < 2) return std::nullopt;
    std::size_t length = static_cast<unsigned char>(m_left[1]);
    std::size_t head = 2;
    if (length >= 0x80) {
      const std::size_t count = length - 0x80;
      // Four bytes count more than any message; none is BER's indefinite length.
      if (count == 0 || count > 4 || m_left.size() < head + count) return std::nullopt;
      length = 0;
      for (std::size_t i = 0; i < count; ++i) length = length << 8U | static_cast<unsigned char>(m_left[head + i]);
      head += count;
    }
    if (length > m_left.size() - head) return std::nullopt;
    const Element element{m_left.substr(0, head + length), m_left.substr(head, length)};
    m_left.remove_prefix(head + length);
    return element;
  }

  // The only element inside the next one, which is tagged `outer`: how ASN.1 writes [n] EXPLICIT.
  std::optional<Element> take_inside(std::uint8_t outer, std::uint8_t inner) {
    const std::optional<Element> tagged = take(outer);
    if (!tagged) return std::nullopt;
    Reader reader(tagged->contents);
    const std::optional<Element> element = reader.take(inner);
    return reader.is_at_end() ? element : std::nullopt;
  }

  // An optional member: `into` stays as it is without it. False when it is there and broken.
  bool take_member(std::uint8_t outer, std::uint8_t inner, std::string& into) {
    if (!is_at(outer)) return true;
    const std::optional<Element> element = take_inside(outer, inner);
    if (element) into = element->contents;
    return element.has_value();
  }

 private:
  std::string_view m_left;
};

std::optional<NegTokenInit> read_init(Reader reader) {
  const std::optional<Element> mechanisms = reader.take_inside(context(0), kSequence);
  if (!mechanisms) return std::nullopt;
  NegTokenInit token;
  token.mech_list = mechanisms->whole;
  Reader list(mechanisms->contents);
  while (!list.is_at_end()) {
    const std::optional<Element> mechanism = list.take(kObjectIdentifier);
    if (!mechanism || token.mechanisms.size() == kMaxMechanisms) return std::nullopt;
    token.mechanisms.emplace_back(mechanism->contents);
  }
  std::string flags;  // "should be ignored by the acceptor": 4.2.1
  const bool is_sound = reader.take_member(context(1), kBitString, flags) &&
                        reader.take_member(context(2), kOctetString, token.token) &&
                        reader.take_member(context(3), kOctetString, token.mech_list_mic) && reader.is_at_end();
  if (!is_sound || token.mechanisms.empty()) return std::nullopt;
  return token;
}

std::optional<NegTokenResp> read_response(Reader reader) {
  NegTokenResp token;
  std::string state;
  const bool is_sound = reader.take_member(context(0), kEnumerated, state) &&
                        reader.take_member(context(1), kObjectIdentifier, token.mechanism) &&
                        reader.take_member(context(2), kOctetString, token.token) &&
                        reader.take_member(context(3), kOctetString, token.mech_list_mic) && reader.is_at_end();
  if (!is_sound || state.size() > 1) return std::nullopt;
  if (!state.empty()) {
    if (static_cast<unsigned char>(state[0]) > static_cast<unsigned char>(NegState::RequestMic)) return std::nullopt;
    token.state = static_cast<NegState>(state[0]);
  }
  return token;
}

}  // namespace

std::optional<std::variant<NegTokenInit, NegTokenResp>> read_spnego(std::string_view bytes) {
  Reader reader(bytes);
  if (reader.is_at(context(1))) {
    const std::optional<Element> members = reader.take_inside(context(1), kSequence);
    if (!members || !reader.is_at_end()) return std::nullopt;
    std::optional<NegTokenResp> token = read_response(Reader(members->contents));
    if (!token) return std::nullopt;
    return std::move(*token);
  }
  // RFC 2743, 3.1: the first token names its mechanism.
  const std::optional<Element> framed = reader.take(kApplication0);
  if (!framed || !reader.is_at_end()) return std::nullopt;
  Reader inner(framed->contents);
  const std::optional<Element> mechanism = inner.take(kObjectIdentifier);
  if (!mechanism || mechanism->contents != kSpnego) return std::nullopt;
  const std::optional<Element> members = inner.take_inside(context(0), kSequence);
  if (!members || !inner.is_at_end()) return std::nullopt;
  std::optional<NegTokenInit> token = read_init(Reader(members->contents));
  if (!token) return std::nullopt;
  return std::move(*token);
}

std::string der_element(std::uint8_t tag, std::string_view contents) {
  std::string out(1, static_cast<char>(tag));
  if (contents.size() < 0x80) {
    out.push_back(static_cast<char>(contents.size()));
  } else {
    std::string length;
    for (std::size_t left = contents.size(); left != 0; left >>= 8U) {
      length.insert(length.begin(), static_cast<char>(left & 0xFF));
    }
    out.push_back(static_cast<char>(0x80 + length.size()));
    out += length;
  }
  return out.append(contents);
}

std::string write_spnego(const NegTokenResp& token) {
  std::string members;
  if (token.state) {
    const char state = static_cast<char>(*token.state);
    members += der_element(context(0), der_element(kEnumerated, std::string_view(&state, 1)));
  }
  if (!token.mechanism.empty()) {
    members += der_element(context(1), der_element(kObjectIdentifier, token.mechanism));
  }
  if (!token.token.empty()) members += der_element(context(2), der_element(kOctetString, token.token));
  if (!token.mech_list_mic.empty()) members += der_element(context(3), der_element(kOctetString, token.mech_list_mic));
  return der_element(context(1), der_element(kSequence, members));
}

}  // namespace webcid::testserver
