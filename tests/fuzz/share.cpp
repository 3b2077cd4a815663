#include "share.hpp"

#include <array>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/base64.hpp>
#include <webcid/base/text.hpp>
#include <webcid/digest/hasher.hpp>
#include <webcid/iis/server_configuration.hpp>

#include "target.hpp"

namespace webcid::fuzz {
namespace {

constexpr std::array<std::string_view, 6> kConfigurations{
    "<staticContent><mimeMap fileExtension=\".*\" mimeType=\"a/b\"/><mimeMap fileExtension=\".\" mimeType=\"a/b\"/>"
    "</staticContent><directoryBrowse enabled=\"true\"/><security><requestFiltering allowDoubleEscaping=\"true\">"
    "<hiddenSegments><remove segment=\"bin\"/></hiddenSegments></requestFiltering></security>",
    "",
    "<directoryBrowse enabled=\"true\"/>",
    "<staticContent><clear/></staticContent>",
    "<httpErrors errorMode=\"Detailed\"/>",
    "<rubbish/>",
};

// What stands in <authentication>, beside that nobody comes in without an account; "" where everybody does.
constexpr std::array<std::string_view, 5> kLogons{
    "",
    "<basicAuthentication enabled=\"true\"/>",
    "<windowsAuthentication enabled=\"true\"/>",
    "<digestAuthentication enabled=\"true\"/>",
    "<basicAuthentication enabled=\"true\"/><windowsAuthentication enabled=\"true\"/>"
    "<digestAuthentication enabled=\"true\"/>",
};

// [MS-NLMP] 2.2.1.2: a CHALLENGE_MESSAGE with Unicode and NTLM, no target.
constexpr std::string_view kSecondMessage("NTLMSSP\0\2\0\0\0\0\0\0\0\0\0\0\0\1\2\10\0CHALLENG\0\0\0\0\0\0\0\0", 40);

std::string location_of(std::string_view logon) {
  if (logon.empty()) return "";
  return fmt::format(
      "<location path=\"Default Web Site/SophosUpdate\"><system.webServer><security><authentication>"
      "<anonymousAuthentication enabled=\"false\"/>{}"
      "</authentication></security></system.webServer></location>",
      logon);
}

// An account that is, or is not, let in by the second message of those who need two.
iis::Logon logon_of(std::string_view authorization, bool lets_in) {
  iis::Logon out;
  if (authorization.empty()) return out;
  out.state = lets_in ? iis::LogonState::Accepted : iis::LogonState::Rejected;
  out.user = lets_in ? "CORP\\update" : "";
  if (base::starts_with_ignoring_case(authorization, "Digest")) out.scheme = iis::Scheme::Digest;
  if (base::starts_with_ignoring_case(authorization, "Negotiate")) out.scheme = iis::Scheme::Negotiate;
  if (base::starts_with_ignoring_case(authorization, "NTLM")) out.scheme = iis::Scheme::Ntlm;
  if (!is_logon(authorization)) {
    out.state = iis::LogonState::Continues;
    out.token = fmt::format("{} {}", iis::name_of(out.scheme), base::to_base64(kSecondMessage));
  }
  return out;
}

}  // namespace

Share::Share(Choices& choices) {
  std::string manifest;
  for (const std::string_view path : {"a.dat", "noext", "bin/x.txt", "c+d.txt", "savxp/e.upd", "savxp/f.txt"}) {
    const std::string content = "content of " + std::string(path);
    m_tree.text(std::string(path), content);
    const auto digest = digest::hash_text(content, model::DigestAlgorithm::Sha1);
    require(digest.has_value(), "a digest can be computed");
    std::string name(path);
    for (char& c : name) c = c == '/' ? '\\' : c;
    manifest += fmt::format("\".\\{}\" {} {}\r\n", name, content.size(), digest->hex());
  }
  m_tree.text("manifest.dat", manifest);
  m_tree.text("web.config", fmt::format("<configuration><system.webServer>{}</system.webServer></configuration>",
                                        kConfigurations[choices.among(kConfigurations.size())]));
  iis::StockServer stock;
  stock.virtual_directories = {{"/SophosUpdate", R"(C:\share)", true}};
  stock.locations = location_of(kLogons[choices.among(kLogons.size())]);
  m_lets_in = choices.among(2) == 0;
  auto configuration = iis::ServerConfiguration::read(iis::application_host_text(stock));
  require(configuration.has_value(), "our own configuration can be read");
  iis::ServerSettings settings;
  settings.digest_nonce = "0123456789abcdef";
  m_server.emplace(settings, std::move(*configuration),
                   std::vector<iis::Mount>{{R"(C:\inetpub\wwwroot)", &m_root, 0}, {R"(C:\share)", &m_tree, 0}});
}

Spoken Share::answer(const test::Request& asked) const {
  iis::Request request;
  request.method = asked.head.substr(0, asked.head.find(' '));
  request.target = asked.target();
  request.headers = {{"Host", asked.header("Host")}};
  for (const char* const name : {"Range", "If-Range", "If-None-Match", "If-Modified-Since"}) {
    if (std::string value = asked.header(name); !value.empty()) request.headers.push_back({name, std::move(value)});
  }
  Spoken out;
  out.heard = asked.header("Authorization");
  request.logon = logon_of(out.heard, m_lets_in);
  const iis::Answer answer = m_server->answer(request);
  out.status_line = fmt::format("HTTP/1.1 {} {}", answer.status, answer.reason);
  for (const model::Header& header : answer.headers) {
    if (header.name == "Content-Length") {
      out.length = header.value;
    } else {
      out.headers += fmt::format("{}: {}\r\n", header.name, header.value);
    }
  }
  if (answer.connection != iis::Connection::Stays) out.then = test::Then::Close;
  if (!answer.sends_body) return out;
  if (const auto* const text = std::get_if<std::string>(&answer.body)) {
    out.body = *text;
  } else {
    const auto& range = std::get<iis::FileRange>(answer.body);
    const auto text_of_file = range.tree->read_text(range.path, 1 << 20);
    if (text_of_file) out.body = text_of_file->substr(range.offset, range.length);
  }
  return out;
}

bool is_logon(std::string_view authorization) {
  if (authorization.empty()) return false;
  const auto token =
      base::from_base64(authorization.substr(std::min(authorization.find(' '), authorization.size() - 1) + 1));
  return !token || token->find(std::string_view("NTLMSSP\0\1\0\0\0", 12)) == std::string::npos;
}

}  // namespace webcid::fuzz
