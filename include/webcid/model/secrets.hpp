// The secrets of this run by their values, found wherever an answer quotes them: in a page that prints what it was
// sent, an echoed header, a redirect. What headers and URLs hold by their names is redaction.hpp's.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::model {

class Secrets {
 public:
  // Shorter words are found in any text.
  static constexpr std::size_t kShortest = 4;

  // An account, by itself and in every form in which it travels: base64 of the text, of its UTF-16 and of
  // "user:password", wherever in a longer base64 text it begins. `address`: what stands in it is no secret.
  void add_account(std::string_view user, std::string_view password, std::string_view address);
  // The value of an Authorization or Proxy-Authorization header that was sent: its token, or its secret parameters.
  void add_authorization(std::string_view value);

  bool empty() const { return m_forms.empty(); }
  void clear() { *this = Secrets(); }

  // Replaces each by "[redacted]", also where it is percent-encoded, or escaped as HTML or JSON does it. True if there
  // was one.
  bool hide(std::string& text) const;

 private:
  enum class Match { Anywhere, Word };
  struct Form {
    std::string text;
    Match match = Match::Anywhere;
  };

  void add(std::string text, Match match);
  void add_text(std::string_view text, std::string_view address);
  void add_base64(std::string_view bytes);

  static bool stands_at(const Form& form, std::string_view text, std::size_t at, std::size_t& length);

  std::vector<Form> m_forms;         // longest first
  std::array<bool, 256> m_starts{};  // bytes with which one of them may begin
};

}  // namespace webcid::model
