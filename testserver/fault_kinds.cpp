#include "testserver/fault_kinds.hpp"

#include <algorithm>

namespace webcid::testserver {
namespace {

using Members = std::vector<std::string_view>;

// Which files; with them, other members.
Members files_and(const Members& others) {
  Members members{"paths", "every", "from"};
  members.insert(members.end(), others.begin(), others.end());
  return members;
}

std::vector<FaultKindRow> disk_kinds() {
  using Kind = FaultKind;
  const Members files = files_and({});
  return {
      {Kind::Missing, "missing", FaultPlace::File, "the file is not there", files},
      {Kind::Alter, "alter", FaultPlace::File, "one byte differs, the size is right", files},
      {Kind::Resize, "resize", FaultPlace::File, "\"bytes\" more or fewer than published", files_and({"bytes"})},
      {Kind::Hidden, "hidden", FaultPlace::File, "the file has the attribute hidden", files},
      {Kind::Acl, "acl", FaultPlace::File, "the NTFS permissions keep \"user\" out (\"IUSR\"; \"*\": everybody)",
       files_and({"user"})},
      {Kind::Rotate, "rotate", FaultPlace::Tree,
       "after \"after\" requests the files are newer (\"bytes\" longer), and so are the catalogues",
       files_and({"bytes", "after"})},
      {Kind::CaseSensitive, "case_sensitive", FaultPlace::Tree,
       "names are found in their own case only, and these files' names are stored in the other case", files},
  };
}

std::vector<FaultKindRow> transfer_kinds() {
  using Kind = FaultKind;
  const Members times = files_and({"times"});
  const Members bytes = files_and({"bytes", "times"});
  const FaultPlace place = FaultPlace::Answer;
  const FaultReach share = FaultReach::Share;
  const FaultCount path = FaultCount::EachPath;
  return {
      {Kind::NotHttp,
       "not_http",
       FaultPlace::Connection,
       "the port greets as another service does, then closes",
       {"after", "times", "form"},
       FaultReach::Everywhere,
       FaultCount::Together,
       {},
       {{FaultForm::Ssh, "ssh"}, {FaultForm::Smtp, "smtp"}}},
      {Kind::TlsPort,
       "tls_port",
       FaultPlace::Connection,
       "the port speaks TLS only: anything else gets an alert",
       {"after", "times"},
       FaultReach::Everywhere,
       FaultCount::Together},
      {Kind::Empty, "empty", place, "200 and nothing", files_and({"times", "origin"})},
      {Kind::TruncateAfter, "truncate_after", place, "the connection ends after \"bytes\" of the body", bytes},
      {Kind::WrongLength, "wrong_length", place, "Content-Length says \"bytes\" more or fewer than are sent", bytes},
      {Kind::BadChunk, "bad_chunk", place, "chunked, and what follows \"bytes\" of the body is no chunk", bytes},
      {Kind::Gzip,
       "gzip",
       place,
       "compressed though nobody asked; or only said to be; or only done",
       files_and({"times", "form", "origin"}),
       share,
       path,
       {},
       {{FaultForm::Honest, "honest"}, {FaultForm::HeaderOnly, "header_only"}, {FaultForm::BodyOnly, "body_only"}}},
      {Kind::RangeIgnored, "range_ignored", place, "200 and the whole file when a part was asked for", times},
      {Kind::RangeShifted,
       "range_shifted",
       place,
       "206 of which the bytes or the Content-Range are off by \"bytes\"",
       files_and({"bytes", "times", "form"}),
       share,
       path,
       {},
       {{FaultForm::Bytes, "bytes"}, {FaultForm::Header, "header"}}},
      {Kind::Reset, "reset", place, "the connection is reset before an answer", times},
      {Kind::CloseEarly, "close_early", place, "the connection ends before an answer", times},
      {Kind::CloseEarly, "flaky", place, "close_early, once for each path", times, share, path, {}, {}, 1},
      {Kind::Stall, "stall", place, "no answer, the connection stays open", times},
      {Kind::Slow, "slow", place, "\"bytes\" a second", bytes},
  };
}

std::vector<FaultKindRow> server_kinds() {
  using Kind = FaultKind;
  const FaultPlace place = FaultPlace::Answer;
  const FaultReach share = FaultReach::Share;
  const FaultReach everywhere = FaultReach::Everywhere;
  const FaultCount path = FaultCount::EachPath;
  const FaultCount together = FaultCount::Together;
  return {
      {Kind::CatchAll, "catch_all", place, "200 with a page of the server's own instead of 404", files_and({"times"})},
      {Kind::Redirect,
       "redirect",
       place,
       "to \"location\"; {host} and {path} are the request's",
       files_and({"times", "status", "location"}),
       everywhere,
       path,
       {302, 301, 307, 308}},
      {Kind::StaleIis, "stale_iis", place, "IIS's own cache holds an older copy (\"bytes\" longer)",
       files_and({"bytes", "times"})},
      {Kind::Locked,
       "locked",
       place,
       "the file cannot be opened, the first \"times\" times",
       files_and({"times", "status"}),
       share,
       path,
       {500, 401, 404},
       {},
       1},
      {Kind::RateLimit,
       "rate_limit",
       place,
       "requests beyond a number, or while too many connections are open, are refused",
       {"after", "times", "nth", "connections", "status", "form"},
       everywhere,
       together,
       {403, 429, 503},
       {{FaultForm::Answer, "answer"}, {FaultForm::Reset, "reset"}}},
      {Kind::ConnectionLimit,
       "connection_limit",
       place,
       "503 of HTTP.sys, now and then",
       {"after", "times", "nth", "connections"},
       everywhere,
       together},
      {Kind::OtherServer,
       "other_server",
       place,
       "another web server stands here: it has none of the files",
       {"times"},
       everywhere,
       path},
      {Kind::PoolStopped, "pool_stopped", place, "503 of HTTP.sys, always", {"paths"}, everywhere, path},
  };
}

std::vector<FaultKindRow> gateway_kinds() {
  using Kind = FaultKind;
  const FaultPlace place = FaultPlace::Answer;
  const FaultReach share = FaultReach::Share;
  const FaultReach everywhere = FaultReach::Everywhere;
  const FaultCount path = FaultCount::EachPath;
  const FaultCount together = FaultCount::Together;
  return {
      {Kind::Stale, "stale", place, "a caching proxy holds an older copy (\"bytes\" longer), unless asked for no-cache",
       files_and({"bytes", "times"}), share, path},
      {Kind::Rewritten, "rewritten", place, "a gateway hands the file on with one byte changed", files_and({"times"}),
       share, path},
      {Kind::BlockPage,
       "block_page",
       place,
       "a gateway's own page instead of the file",
       files_and({"times", "status", "product"}),
       everywhere,
       path,
       {200, 403, 503}},
      {Kind::Portal,
       "portal",
       place,
       "a sign-in page instead of everything, at \"location\"",
       files_and({"times", "form", "location"}),
       everywhere,
       path,
       {},
       {{FaultForm::Redirect, "redirect"}, {FaultForm::MetaRefresh, "meta_refresh"}}},
      {Kind::UpstreamFailed,
       "upstream_failed",
       place,
       "a balancer that has no working server behind it",
       {"paths", "every", "from", "after", "times", "nth", "status", "product"},
       everywhere,
       together,
       {502, 503, 504}},
      {Kind::AuthProxy, "auth_proxy", place, "407: a proxy wants an account", files_and({"times", "product"}),
       everywhere, path},
  };
}

}  // namespace

const std::vector<FaultKindRow>& fault_kinds() {
  static const std::vector<FaultKindRow> kKinds = [] {
    std::vector<FaultKindRow> all;
    for (const auto& part : {disk_kinds(), transfer_kinds(), server_kinds(), gateway_kinds()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kKinds;
}

const FaultKindRow& row_of(FaultKind kind) {
  const auto& kinds = fault_kinds();
  return *std::find_if(kinds.begin(), kinds.end(), [kind](const FaultKindRow& row) { return row.kind == kind; });
}

}  // namespace webcid::testserver
