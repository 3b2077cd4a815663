// A server by what it answers to each kind of request, and a client that knows its catalogue: for causes that no share
// of files shows by itself.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/diagnose/case.hpp>

#include "catch.hpp"
#include "diagnose_pages.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {

using model::Manner;
using model::Method;
using model::Purpose;

struct Asked {
  Purpose purpose = Purpose::Probe;
  Method method = Method::Get;
  std::string path;
  Manner manner = Manner::Usual;
};

// What a server says: a status, or 0 when nothing answers.
struct Says {
  int status = 404;
  int sub_status = -1;  // on a detailed page; -1: a custom page
  std::vector<model::Header> headers;
  bool carried_credentials = false;
};

// A server by what it answers, and a client that knows its catalogue.
struct Server {
  std::function<Says(const Asked&)> answer;
  std::string name = "Microsoft-IIS/10.0";
  std::string address = "http://srv/share";
  bool has_account = false;
  bool catalogue_given = true;
  bool ends_early = false;
  std::vector<std::string> files{"savxp/a.txt", "savxp/b.txt", "savxp/c.txt", "rms/a.txt",
                                 "rms/b.txt",   "rms/c.txt",   "setup.exe",   "readme.txt"};

  model::Exchange exchange(const Asked& asked) const {
    const Says says = answer(asked);
    model::Exchange out;
    out.method = asked.method;
    out.url = asked.path == "." ? address : address + "/" + asked.path;
    out.address = "192.0.2.1:80";
    out.carried_credentials = says.carried_credentials;
    if (says.status == 0) {
      out.error = model::TransportError::Refused;
      out.error_text = "connection refused";
      return out;
    }
    out.status = says.status;
    out.headers = says.headers;
    if (!name.empty()) out.headers.push_back({"Server", name});
    if (says.status >= 400 && asked.method != Method::Head && name.find("IIS") != std::string::npos) {
      out.body.kept = says.sub_status < 0
                          ? custom_page(fmt::format("{} - Something went wrong.", says.status))
                          : detailed_page("IIS 10.0 Detailed Error", fmt::format("{}.{}", says.status, says.sub_status),
                                          fmt::format("{},{},0x8007000d,17763", says.status, says.sub_status));
    }
    out.body.length = out.body.kept.size();
    return out;
  }
};

inline Run ask(const Server& server, std::size_t max_probes = Case::kMaxProbes) {
  model::Target target;
  target.url = server.address;
  target.user_agent = "webcid/1";
  target.catalogue_given = server.catalogue_given;
  target.has_account = server.has_account;
  Case diagnosis(target, max_probes);
  std::uint64_t id = 0;
  const auto add = [&](const Asked& asked) {
    model::Record record;
    record.purpose = asked.purpose;
    record.path = asked.path;
    record.manner = asked.manner;
    record.exchange = server.exchange(asked);
    record.exchange.id = ++id;
    if (asked.purpose == Purpose::File || asked.purpose == Purpose::Confirm) {
      const bool arrived = record.exchange.status == 200;
      record.outcome = arrived ? model::Outcome::Verified : model::Outcome::Refused;
    }
    diagnosis.add(record);
  };
  add({Purpose::Folder, Method::Get, "", Manner::Usual});
  for (const std::string& file : server.files) add({Purpose::File, Method::Get, file, Manner::Usual});
  Run run;
  for (auto wishes = diagnosis.wishes(); !wishes.empty(); wishes = diagnosis.wishes()) {
    for (const ProbeWish& wish : wishes) {
      run.wishes.push_back(wish);
      add({wish.purpose, wish.method, wish.path, wish.manner});
    }
  }
  if (server.ends_early) diagnosis.end_early();
  run.findings = diagnosis.findings();
  run.notes = diagnosis.notes();
  run.guide = diagnosis.guide();
  return run;
}

inline bool is_verb(const Asked& asked) {
  return asked.method == Method::Options || asked.method == Method::Trace;
}

inline std::string confidence_of(const model::Finding& finding) {
  return std::string(model::name_of(finding.confidence));
}

inline const model::Finding& only_finding(const Run& run) {
  INFO(fmt::format("{}", fmt::join(told(run), " | ")));
  REQUIRE(run.findings.size() == 1);
  return run.findings.front();
}

}  // namespace webcid::diagnose::testing
