// Several machines behind one name (causes.tsv: nodes.disagree, nodes.down, network.one-family-broken).
#include <string>

#include "catch.hpp"
#include "diagnose_modes.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Confidence;
using model::Manner;
using model::Outcome;
using model::Purpose;
using model::Record;
using model::TransportError;

constexpr const char* kInUse = "192.0.2.1";
constexpr const char* kOther = "192.0.2.2";
constexpr const char* kThird = "192.0.2.3";
constexpr const char* kV6 = "2001:db8::1";

bool is_at(const Record& record, const std::string& address) {
  return record.exchange.address.find(address) != std::string::npos;
}

void fail(Record& record, TransportError error) {
  record.exchange.status = 0;
  record.exchange.headers.clear();
  record.exchange.body = {};
  record.exchange.error = error;
  record.exchange.error_text = "what the system says";
  if (is_entry(record)) record.outcome = Outcome::Failed;
}

void refuse(Record& record) {
  record.exchange.status = 404;
  record.exchange.body.kept = custom_page("404 - File or directory not found.");
  if (is_entry(record)) record.outcome = Outcome::Refused;
}

Share share_of(std::vector<std::string> addresses) {
  Share share;
  share.addresses = std::move(addresses);
  return share;
}

Share with_silent(std::vector<std::string> addresses, const std::string& silent, TransportError error) {
  Share share = share_of(std::move(addresses));
  share.tamper = [=](const std::string&, int, Record& record) {
    if (is_at(record, silent)) fail(record, error);
  };
  return share;
}

}  // namespace

TEST_CASE("machines that answer alike are silent, and cost few requests") {
  const Run run = diagnose(share_of({kInUse, kOther, kThird}));
  CHECK(told(run) == Told{});
  const auto elsewhere = std::count_if(run.wishes.begin(), run.wishes.end(),
                                       [](const ProbeWish& wish) { return wish.manner == Manner::OtherAddress; });
  CHECK(elsewhere == 2 * 3);
}

TEST_CASE("an address that was not asked yet says nothing") {
  model::Target target;
  target.url = kAddress;
  target.addresses = {kInUse, kOther};
  Case diagnosis(target);
  Record record;
  record.purpose = Purpose::Folder;
  record.exchange = Share{}.answer(model::Method::Get, "");
  record.exchange.id = 1;
  const model::Listing listing = *Share{}.listing("");
  diagnosis.add(record, &listing);
  for (const model::Finding& finding : diagnosis.findings()) CHECK(finding.about.cause.compare(0, 6, "nodes.") != 0);
}

TEST_CASE("of many addresses only some are compared") {
  std::vector<std::string> addresses;
  for (int i = 1; i <= 30; ++i) addresses.push_back(fmt::format("192.0.2.{}", i));
  const Run run = diagnose(share_of(addresses));
  std::set<std::string> asked;
  for (const ProbeWish& wish : run.wishes) asked.insert(wish.address);
  asked.erase("");
  CHECK(asked.size() == 7);
}

TEST_CASE("an address that refuses the connection is down") {
  const model::Finding finding = only(diagnose(with_silent({kInUse, kOther}, kOther, TransportError::Refused)));
  CHECK(text_of(finding.about) == "nodes.down 192.0.2.2");
  CHECK(finding.confidence == Confidence::Certain);
  CHECK(says(finding.evidence, "transport-error"));
  CHECK(says(finding.evidence, "other-address-answers"));

  SECTION("a time-out is not waited for twice") {
    const model::Finding slow = only(diagnose(with_silent({kInUse, kOther}, kOther, TransportError::ConnectTimeout)));
    CHECK(text_of(slow.about) == "nodes.down 192.0.2.2");
    CHECK(slow.confidence == Confidence::Likely);
  }
}

TEST_CASE("no route is an address of its own trouble where another one of its family answers") {
  CHECK(told(with_silent({kInUse, kOther}, kOther, TransportError::Unreachable)) == Told{"nodes.down 192.0.2.2"});
}

TEST_CASE("an address of the other family that refuses is down, where one beside it answers") {
  const std::string other_v6 = "2001:db8::2";
  CHECK(told(with_silent({kInUse, kV6, other_v6}, kV6, TransportError::Refused)) == Told{"nodes.down 2001:db8::1"});
}

TEST_CASE("a family of which no address answers is broken, while the other one does") {
  const model::Finding finding = only(diagnose(with_silent({kInUse, kV6}, kV6, TransportError::Refused)));
  CHECK(text_of(finding.about) == "network.one-family-broken IPv6");
  CHECK(finding.severity == model::Severity::Warning);
  CHECK(finding.confidence == Confidence::Certain);

  SECTION("a time-out was met once, and may have passed") {
    const model::Finding slow = only(diagnose(with_silent({kInUse, kV6}, kV6, TransportError::ConnectTimeout)));
    CHECK(text_of(slow.about) == "network.one-family-broken IPv6");
    CHECK(slow.confidence == Confidence::Likely);
  }

  SECTION("a machine without that family says so by itself") {
    CHECK(told(with_silent({kInUse, kV6}, kV6, TransportError::Unreachable)) == Told{});
  }
  SECTION("one address of the same family is one machine") {
    CHECK(told(with_silent({kInUse, kOther, kV6}, kOther, TransportError::Refused)) == Told{"nodes.down 192.0.2.2"});
  }
}

TEST_CASE("bytes that another machine has right are no lasting content of the share") {
  Share share = share_of({kInUse, kOther});
  share.tamper = [](const std::string& path, int, Record& record) {
    const bool is_wrong = path == "savxp/a.vdb" || path == "savxp/b.vdb";
    if (is_wrong && is_entry(record) && is_at(record, kInUse)) record.outcome = Outcome::WrongHash;
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "nodes.disagree 192.0.2.1,192.0.2.2");
  CHECK(finding.affected.count == 2);
  CHECK(says(finding.evidence, "node-other-answer"));
  CHECK(says(finding.to_decide, "ask-one-node"));

  SECTION("those that are wrong on both are the share's") {
    share.tamper = [](const std::string& path, int, Record& record) {
      if (path == "savxp/a.vdb" && is_entry(record)) record.outcome = Outcome::WrongHash;
    };
    CHECK(told(share) == Told{"content.hash-mismatch savxp/a.vdb"});
  }
}

TEST_CASE("a file that one machine has wrong and another one not at all is the share's, and they disagree about it") {
  Share share = share_of({kInUse, kOther});
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != "savxp/a.vdb" || !is_entry(record)) return;
    record.outcome = Outcome::WrongHash;
    if (is_at(record, kOther)) refuse(record);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"content.hash-mismatch savxp/a.vdb", "nodes.disagree 192.0.2.1,192.0.2.2"});
  const model::Finding& finding = first_of(run, "nodes.disagree");
  CHECK(finding.affected.count == 0);
  REQUIRE(finding.evidence.size() == 1);
  CHECK(finding.evidence.front().arguments ==
        std::vector<std::string>{"savxp/a.vdb", kInUse, "wrong-hash", kOther, "404"});
}

TEST_CASE("files that one machine has wrong do not stand for those that both have wrong") {
  Share share = share_of({kInUse, kOther});
  share.tamper = [](const std::string& path, int, Record& record) {
    const bool is_wrong_here = path == "savxp/a.vdb" && is_at(record, kInUse);
    if (is_entry(record) && (is_wrong_here || path == "savxp/vdl.dat")) record.outcome = Outcome::WrongHash;
  };
  CHECK(told(share) == Told{"content.hash-mismatch savxp/vdl.dat", "nodes.disagree 192.0.2.1,192.0.2.2"});
}

TEST_CASE("a machine that is too busy to answer has not said anything about the file") {
  Share share = share_of({kInUse, kOther});
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != "savxp/a.vdb" || !is_entry(record)) return;
    record.outcome = Outcome::WrongHash;
    if (!is_at(record, kOther)) return;
    record.exchange.status = 503;
    record.exchange.headers = {{"Server", "Microsoft-HTTPAPI/2.0"}};
    record.exchange.body.kept =
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n"
        "<HTML><HEAD><TITLE>Service Unavailable</TITLE></HEAD>\r\n<BODY><h2>Service Unavailable</h2>\r\n"
        "<hr><p>HTTP Error 503. The service is unavailable.</p>\r\n</BODY></HTML>\r\n";
    record.outcome = Outcome::Refused;
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "content.hash-mismatch savxp/a.vdb");
  REQUIRE_FALSE(finding.alternatives.empty());
  CHECK(text_of(finding.alternatives.front()) == "nodes.disagree 192.0.2.1,192.0.2.2");
}

TEST_CASE("a rule that one machine alone has is none of the share") {
  Share share = share_of({kInUse, kOther});
  share.has_any_map = false;
  const auto is_unmapped = [](const std::string& path) {
    return path.find(".vdb") != std::string::npos || path.find(".dat") != std::string::npos ||
           path.find(".6") != std::string::npos || path.find(".upd") != std::string::npos;
  };
  share.tamper = [=](const std::string& path, int, Record& record) {
    if (!is_at(record, kOther) || !is_unmapped(path) || !is_entry(record)) return;
    record.exchange.status = 200;
    record.outcome = Outcome::Verified;
  };
  CHECK(told(share) == Told{"nodes.disagree 192.0.2.1,192.0.2.2"});

  SECTION("a file that is missing on both is missing") {
    share.published = share.files;
    share.files.erase("savxp/notes.txt");
    CHECK(told(share) == Told{"nodes.disagree 192.0.2.1,192.0.2.2", "publication.file-missing savxp/notes.txt"});
  }
}

TEST_CASE("a machine that lacks what is right here disagrees") {
  Share share = share_of({kInUse, kOther});
  share.tamper = [](const std::string&, int, Record& record) {
    if (is_at(record, kOther) && is_entry(record)) refuse(record);
  };
  CHECK(told(share) == Told{"nodes.disagree 192.0.2.1,192.0.2.2"});
}

TEST_CASE("a machine with another catalogue disagrees, unless the catalogue has just changed") {
  Share share = share_of({kInUse, kOther});
  share.tamper = [](const std::string&, int, Record& record) {
    if (record.purpose == Purpose::Catalogue && is_at(record, kOther)) record.exchange.body.kept[0] = '#';
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "nodes.disagree 192.0.2.1,192.0.2.2");
  CHECK(says(finding.evidence, "node-other-bytes"));
}

TEST_CASE("a proxy chooses the machine by itself, and this machine is one") {
  Share share = with_silent({kInUse, kOther}, kOther, TransportError::Refused);
  share.proxy = "proxy.example:3128";
  CHECK(told(share) == Told{});
}

TEST_CASE("a machine that answers as the one in use does is not among those that disagree") {
  Share share = share_of({kInUse, kOther, kThird});
  share.tamper = [](const std::string&, int, Record& record) {
    if (is_at(record, kThird) && is_entry(record)) refuse(record);
  };
  CHECK(told(share) == Told{"nodes.disagree 192.0.2.1,192.0.2.3"});
}

}  // namespace webcid::diagnose::testing
