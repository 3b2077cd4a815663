// The situations in which every form of a report is approved: what `webcid check` finds in scenarios of the same name.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "samples/chronicle.hpp"
#include "samples/report.hpp"

namespace webcid::samples {

inline void set_guide(model::Report& report, std::string_view step, model::GuideState state,
                      std::vector<model::Statement> proof = {}) {
  for (model::GuideStep& row : report.guide) {
    if (row.id == step) row = {row.id, state, std::move(proof)};
  }
}

// A fresh IIS, on which nothing of the guide was done: the scenario guide-all.
inline model::Report five_faults_report() {
  using model::Confidence;
  using model::GuideState;
  model::Report report = healthy_report();
  report.verdict = model::Verdict::Broken;
  report.summary = {200, 667'333, 92, 108, 0, 0, 259, 0.75};
  const std::string refusal = "404 (IIS custom page)";

  model::Finding escaping{
      {"iis.double-escaping-refused", {}}, model::Severity::Error, Confidence::Certain, {}, {}, {}, {}};
  escaping.evidence = {
      {"refused-alike", {"18", refusal}, 125},
      {"made-up-refused", {"OPTIONS", "zz+webcid-probe.txt", "404", "zz-webcid-probe.txt", "200"}, 223}};
  escaping.affected = {18, {"savlinux/lib/libstdc++00.so.6", "savlinux/lib/libstdc++01.so.6"}};

  model::Finding bare{{"iis.extensionless-not-served", {}}, model::Severity::Error, Confidence::Likely, {}, {}, {}, {}};
  bare.evidence = {{"refused-alike", {"22", refusal}, 22}, {"past-filtering", {"OPTIONS", "doc/README00", "200"}, 230}};
  bare.affected = {22, {"doc/README00", "doc/README01"}};
  bare.alternatives = {{"publication.file-missing", {"doc/README00", "doc/README01"}}};
  bare.to_decide = {{"switch-listing-on", {}, {}}, {"ask-iis-log", {}, {}}};

  model::Finding hidden{{"iis.hidden-segment", {"bin"}}, model::Severity::Error, Confidence::Certain, {}, {}, {}, {}};
  hidden.evidence = {{"refused-alike", {"23", refusal}, 20}, {"others-arrive", {"92"}, {}}, {"confirmed", {"3"}, {}}};
  hidden.affected = {23, {"crt/BIN/x64/runtime00.txt", "crt/BIN/x64/runtime01.txt"}};

  model::Finding unmapped{{"iis.mime-map-missing", {".6", ".dat", ".ide", ".upd", ".vdb"}},
                          model::Severity::Error,
                          Confidence::Likely,
                          {},
                          {},
                          {},
                          {}};
  unmapped.evidence = {{"refused-alike", {"62", refusal}, 14}, {"others-arrive", {"92"}, {}}};
  unmapped.affected = {62, {"cidsync.upd", "sau/catalog00.upd"}};
  unmapped.alternatives = {{"publication.file-missing", {"cidsync.upd"}}};
  unmapped.to_decide = {{"switch-listing-on", {}, {}}};

  model::Finding browsing{
      {"iis.directory-browsing-off", {}}, model::Severity::Note, Confidence::Likely, {}, {}, {}, {}};
  browsing.evidence = {{"folder-refused", {"403 (IIS custom page)"}, 1}, {"files-arrive", {"92"}, {}}};

  report.findings = {escaping, bare, hidden, unmapped, browsing};
  report.notes = {{"catalogue-used", {"webcid-catalogue.txt"}, {}}};
  for (const char* const step : {"guide.mime-any", "guide.mime-none", "guide.double-escaping", "guide.bin"}) {
    set_guide(report, step, GuideState::Broken);
  }
  set_guide(report, "guide.listing", GuideState::Deviates);
  for (const char* const step : {"guide.extensionless-downloads", "guide.policy-address", "guide.policy-account",
                                 "guide.install-source", "guide.endpoint-updates"}) {
    set_guide(report, step, GuideState::NotSeen);
  }
  return report;
}

// The server wants an account by a name and password and was given whoever is logged on, through a proxy of Windows'
// settings: what is behind it was not seen. The scenario credentials-required-basic.
inline model::Report account_report() {
  model::Report report = healthy_report();
  report.verdict = model::Verdict::Broken;
  report.summary = {0, 24'567, 0, 0, 0, 0, 19, 0.31};
  model::Finding account{
      {"iis.credentials-required", {"Basic"}}, model::Severity::Error, model::Confidence::Certain, {}, {}, {}, {}};
  account.evidence = {{"part-refused", {"http://srv.example/SophosUpdate/", "401 (IIS custom page)"}, 1},
                      {"challenged", {"Basic"}, 1}};
  account.to_decide = {{"unseen-share", {}, {}}};
  report.findings = {account};
  report.target.has_account = report.target.is_logged_on = true;
  report.target.proxy = "proxy.example:8080";
  report.target.proxy_origin = {"proxy-by-script", {"http://wpad.example/proxy.pac"}, {}};
  report.notes = {{"proxies-not-tried", {"standby.example:8080, DIRECT"}, {}},
                  {"logged-on-useless", {"Negotiate, NTLM"}, {}}};
  for (model::GuideStep& row : report.guide) row.state = model::GuideState::NotSeen;
  set_guide(report, "guide.iis-answers", model::GuideState::Ok);
  set_guide(report, "guide.policy-account", model::GuideState::Broken);
  return report;
}

// Two files are refused, and with the listing off nothing says whether they are missing or hidden. The scenarios
// hidden-file and directory-browsing-off together.
inline model::Report ambiguous_report() {
  model::Report report = healthy_report();
  report.verdict = model::Verdict::Broken;
  report.summary = {200, 979'887, 198, 2, 0, 0, 225, 0.69};
  model::Finding missing{{"publication.file-missing", {"sau/notes01.txt", "sau/notes04.txt"}},
                         model::Severity::Error,
                         model::Confidence::Likely,
                         {},
                         {},
                         {},
                         {}};
  missing.evidence = {{"refused-alike", {"2", "404 (IIS custom page)"}, 77}, {"others-arrive", {"198"}, {}}};
  missing.affected = {2, {"sau/notes01.txt", "sau/notes04.txt"}};
  missing.alternatives = {{"iis.hidden-file", {"sau/notes01.txt"}}};
  missing.to_decide = {{"ask-iis-log", {}, {}}};
  model::Finding browsing{
      {"iis.directory-browsing-off", {}}, model::Severity::Note, model::Confidence::Likely, {}, {}, {}, {}};
  browsing.evidence = {{"folder-refused", {"403 (IIS custom page)"}, 1}};
  report.findings = {missing, browsing};
  report.notes = {{"catalogue-used", {"manifest.dat"}, {}}};
  set_guide(report, "guide.physical-path", model::GuideState::Broken);
  set_guide(report, "guide.listing", model::GuideState::Deviates);
  return report;
}

// The server's own configuration and logs of a share where two steps of the guide were left out: the setting that hides
// "bin" is named, a refusal was logged, the double escaping hurts no file.
inline model::Report server_files_report() {
  model::Report report = healthy_report();
  report.basis = model::Basis::ServerFiles;
  report.verdict = model::Verdict::Broken;
  report.target.url = "http://localhost/SophosUpdate";
  report.target.addresses.clear();
  report.target.catalogue_given = true;
  report.target.site = "Intranet/SophosUpdate";
  report.target.physical_path = "D:\\Updates";
  report.target.pool = "UpdatePool";
  report.summary = {200, 2'400'000, 177, 23, 0, 0, 14'233, 0.42};
  model::Finding hidden{
      {"iis.hidden-segment", {"bin"}}, model::Severity::Error, model::Confidence::Certain, {}, {}, {}, {}};
  hidden.evidence = {{"configured-answer", {"23", "404.8"}, {}},
                     {"set-at", {"applicationHost.config", "174", "<add segment=\"bin\" />"}, {}},
                     {"logged", {"812", "404.8", "2026-01-30 06:00:01", "2026-01-31 09:12:44"}, {}},
                     {"logged-clients", {"404.8", "192.0.2.71 (644), 192.0.2.72 (168)"}, {}}};
  hidden.affected = {23, {"crt/bin/x64/runtime.txt", "sau/bin/setup.exe"}};
  model::Finding escaping{
      {"iis.double-escaping-refused", {}}, model::Severity::Warning, model::Confidence::Certain, {}, {}, {}, {}};
  escaping.evidence = {
      {"not-set-at",
       {"system.webServer/security/requestFiltering/@allowDoubleEscaping", "applicationHost.config", "125"},
       {}},
      {"no-file-suffers", {"200"}, {}}};
  report.findings = {hidden, escaping};
  report.notes = {{"audited-site", {"Intranet", "started", "http *:80:"}, {}},
                  {"audited-share", {"/SophosUpdate", "D:\\Updates", "UpdatePool"}, {}},
                  {"audited-accounts", {"IUSR", "an account", "whoever asks"}, {}},
                  {"logged-requests", {"14233", "2026-01-30 00:00:00", "2026-01-31 09:29:58"}, {}}};
  set_guide(report, "guide.bin", model::GuideState::Broken);
  set_guide(report, "guide.double-escaping", model::GuideState::Deviates);
  for (const char* const step : {"guide.physical-path", "guide.address-opens", "guide.policy-address",
                                 "guide.policy-account", "guide.install-source", "guide.endpoint-updates"}) {
    set_guide(report, step, model::GuideState::NotSeen);
  }
  return report;
}

// An update works, with a warning: publication while the share was read.
inline model::Report deviating_report() {
  model::Report report = healthy_report();
  report.verdict = model::Verdict::Deviates;
  report.findings = {
      {{"publication.changing", {}}, model::Severity::Warning, model::Confidence::Likely, {}, {}, {}, {}}};
  return report;
}

// Names that are markup, references, separators or no text at all in one form or another.
inline model::Report names_report() {
  const std::vector<std::string> names = {
      "a`b```c",
      "*x*_y_",
      "<img src=x onerror=y>",
      "[a](http://b.example)",
      "www.c.example",
      "@team #1 !2 GH-3",
      "$x$ ~~y~~",
      "| a | b |",
      "]]>&lt;",
      "\"\\\xEF\xBF\xBF\xEE\x80\x80\xEE\x80\x81",
      "- [ ] 1. # +",
      "\n\n# a\n",
  };
  model::Report report = five_faults_report();
  report.target.url = "http://srv.example/" + names[0] + names[7] + names[9] + names[11];
  report.server = names[2];
  for (model::Finding& finding : report.findings) {
    finding.affected.examples = names;
    if (!finding.about.parameters.empty()) finding.about.parameters = names;
    for (const std::string& name : names) finding.evidence.push_back({"folder-refused", {name}, {}});
  }
  return report;
}

// `webcid check --acceptance` of a set-up that lacks the listing. The scenario directory-browsing-off.
inline model::Report acceptance_report() {
  model::Report report = healthy_report();
  report.verdict = model::Verdict::Deviates;
  report.target.is_acceptance = true;
  report.target.install_source = R"(\\srv.example\SophosUpdate)";
  report.target.settings = R"(C:\ProgramData\Sophos\AutoUpdate\Config\iconn.cfg)";
  model::Finding browsing{
      {"iis.directory-browsing-off", {}}, model::Severity::Note, model::Confidence::Likely, {}, {}, {}, {}};
  browsing.evidence = {{"folder-refused", {"403 (IIS custom page)"}, 1}, {"files-arrive", {"200"}, {}}};
  report.findings = {browsing};
  for (model::GuideStep& row : report.guide) row.proof = {{"guide-file-served", {"cidsync.upd"}, {}}};
  set_guide(report, "guide.iis-answers", model::GuideState::Ok, {{"guide-iis", {"Microsoft-IIS/10.0"}, {}}});
  set_guide(report, "guide.listing", model::GuideState::Deviates,
            {{"guide-found", {"iis.directory-browsing-off"}, {}}});
  set_guide(report, "guide.bin", model::GuideState::Ok,
            {{"guide-made-up-passes", {"OPTIONS", "bin/zz-webcid-probe.txt", "200"}, 210}});
  set_guide(report, "guide.address-opens", model::GuideState::Ok, {{"guide-folder-answers", {"403"}, 1}});
  set_guide(report, "guide.policy-address", model::GuideState::Ok,
            {{"guide-address-in-settings", {report.target.url, report.target.settings}, {}}});
  set_guide(report, "guide.policy-account", model::GuideState::NotSeen, {{"guide-account-not-given", {}, {}}});
  set_guide(report, "guide.install-source", model::GuideState::Ok,
            {{"guide-source-is-share", {report.target.install_source}, {}}});
  return report;
}

// `webcid check PATH` of a share with a missing file, one that is in use and some that may not be read.
inline model::Report share_report() {
  model::Report report = healthy_report();
  report.basis = model::Basis::Share;
  report.verdict = model::Verdict::Broken;
  report.target = {};
  report.target.url = R"(\\srv.example\SophosUpdate)";
  report.server.clear();
  report.summary = {200, 2'400'000, 196, 4, 0, 0, 0, 1.25};
  model::Finding missing{{"publication.file-missing", {"sau/notes01.txt"}},
                         model::Severity::Error,
                         model::Confidence::Certain,
                         {},
                         {},
                         {},
                         {}};
  missing.evidence = {{"share-missing", {"sau/notes01.txt"}, {}}};
  missing.affected = {1, {"sau/notes01.txt"}};
  model::Finding locked{{"publication.file-locked", {"sau/setup.exe"}},
                        model::Severity::Error,
                        model::Confidence::Certain,
                        {},
                        {},
                        {},
                        {}};
  locked.evidence = {{"share-unreadable", {"sau/setup.exe", "cannot read sau/setup.exe: Device or resource busy"}, {}}};
  locked.affected = {1, {"sau/setup.exe"}};
  model::Finding denied{{"publication.file-unreadable", {"rms/a.xml", "rms/b.xml"}},
                        model::Severity::Error,
                        model::Confidence::Certain,
                        {},
                        {},
                        {},
                        {}};
  denied.evidence = {{"share-unreadable", {"rms/a.xml", "cannot read rms/a.xml: Permission denied"}, {}}};
  denied.affected = {2, {"rms/a.xml", "rms/b.xml"}};
  report.findings = {locked, missing, denied};
  report.notes = {{"catalogue-used", {"manifest.dat"}, {}}, {"share-has-more", {"1", "old.txt"}, {}}};
  report.guide.clear();
  return report;
}

// The situations of which every form of a report is approved.
inline std::vector<std::pair<std::string, model::Report>> all_situations() {
  model::Report five_faults = five_faults_report();
  five_faults.chronicle = small_chronicle();
  model::Report hostile = hostile_report();
  hostile.chronicle = chronicle_with(hostile.server);
  return {{"healthy", healthy_report()},
          {"five-faults", std::move(five_faults)},
          {"account", account_report()},
          {"ambiguous", ambiguous_report()},
          {"hostile", std::move(hostile)},
          {"interrupted", interrupted_report()},
          {"acceptance", acceptance_report()},
          {"server-files", server_files_report()},
          {"share", share_report()}};
}

}  // namespace webcid::samples
