// What runs looked like: chronicles for reports of tests, fixed in every detail.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <webcid/model/chronicle.hpp>
#include <webcid/model/report.hpp>

namespace webcid::samples {

// A GET that was answered in 12 ms, `after` milliseconds after the run began.
inline model::Record record_of(model::Purpose purpose, std::string path, int status, std::uint64_t id, int after = 0) {
  model::Record record;
  record.purpose = purpose;
  record.path = std::move(path);
  model::Exchange& exchange = record.exchange;
  exchange.id = id;
  exchange.url = "http://srv.example/SophosUpdate/" + record.path;
  exchange.address = "192.0.2.10:80";
  exchange.status = status;
  exchange.reason = status == 200 ? "OK" : "Not Found";
  exchange.headers = {{"Content-Type", "text/html"}, {"Server", "Microsoft-IIS/10.0"}};
  exchange.body.length = status == 200 ? 2000 : 1245;
  exchange.started = *base::parse_time("2026-01-31T09:30:00.000Z") + std::chrono::milliseconds(after);
  exchange.timings = {1, 3, 10, 12};
  return record;
}

inline model::Record file_of(std::string path, std::uint64_t size, model::Outcome outcome, std::uint64_t id,
                             int after = 0) {
  const int status = outcome == model::Outcome::Refused ? 404 : 200;
  model::Record record = record_of(model::Purpose::File, std::move(path), status, id, after);
  record.outcome = outcome;
  if (auto relative = base::RelativePath::create(record.path)) {
    record.entry = model::Entry{std::move(*relative), size, {}};
  } else {
    record.exchange.body.length = size;
  }
  if (outcome == model::Outcome::Failed) {
    record.exchange.status = 0;
    record.exchange.error = model::TransportError::Reset;
    record.exchange.error_text = "Recv failure: Connection reset by peer";
  }
  return record;
}

// Files in folders of folders, with every outcome; probes, a second attempt, a range at another address.
inline std::shared_ptr<const model::Chronicle> small_chronicle() {
  using model::Outcome;
  using model::Purpose;
  auto out = std::make_shared<model::Chronicle>();
  std::uint64_t id = 0;
  int after = 0;
  const auto next = [&after] { return after += 15; };
  out->add(record_of(Purpose::Folder, "", 403, ++id));
  out->add(record_of(Purpose::Catalogue, "webcid-catalogue.txt", 200, ++id, next()));
  out->add(file_of("cidsync.upd", 91'000, Outcome::Refused, ++id, next()));
  for (const char* const name : {"vdl.dat", "vdl01.vdb", "vdl02.vdb"}) {
    out->add(file_of(std::string("savxp/") + name, 8'000'000, Outcome::Refused, ++id, next()));
  }
  for (int i = 0; i < 12; ++i) {
    out->add(file_of("savxp/program/part" + std::to_string(i) + ".dll", 900'000, Outcome::Verified, ++id, next()));
  }
  out->add(file_of("savxp/sophos anti-virus.msi", 30'000'000, Outcome::Truncated, ++id, next()));
  out->add(file_of("sau/program/x64/bin/update.exe", 3'000'000, Outcome::WrongHash, ++id, next()));
  out->add(file_of("sau/policy.xml", 40, Outcome::WrongSize, ++id, next()));
  out->add(file_of("rms/router.exe", 2'000'000, Outcome::Failed, ++id, next()));
  out->add_present("doc/readme.txt", 5000);
  model::Record probe = record_of(Purpose::Probe, "zz+webcid-probe.txt", 404, ++id, next());
  probe.exchange.method = model::Method::Options;
  out->add(probe);
  model::Record again = file_of("cidsync.upd", 91'000, Outcome::Refused, ++id, next());
  again.purpose = Purpose::Confirm;
  again.exchange.attempt = 2;
  out->add(again);
  model::Record part = record_of(Purpose::Probe, "savxp/program/part0.dll", 206, ++id, next());
  part.manner = model::Manner::OtherAddress;
  part.exchange.address = "192.0.2.11:80";
  out->add(part);
  return out;
}

// `evil` wherever a server's bytes can get into a chronicle.
inline std::shared_ptr<const model::Chronicle> chronicle_with(const std::string& evil) {
  auto out = std::make_shared<model::Chronicle>();
  std::uint64_t id = 0;
  for (const model::Purpose purpose : {model::Purpose::Folder, model::Purpose::Catalogue, model::Purpose::File,
                                       model::Purpose::Confirm, model::Purpose::Probe}) {
    model::Record record = record_of(purpose, evil, 404, ++id);
    if (purpose == model::Purpose::File) record.outcome = model::Outcome::Refused;
    record.manner = model::Manner::OtherAddress;
    record.exchange.address = evil;
    record.exchange.reason = evil;
    record.exchange.error = model::TransportError::NotHttp;
    record.exchange.error_text = evil;
    record.exchange.headers = {{evil, evil}, {"Server", evil}};
    out->add(record);
  }
  out->add(file_of(evil, 5000, model::Outcome::Verified, ++id));
  return out;
}

}  // namespace webcid::samples
