#include <webcid/check/check.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/url.hpp>
#include <webcid/net/client.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/local_tree.hpp>
#include <webcid/update/discovery.hpp>
#include <webcid/update/download.hpp>
#include <webcid/update/folder_walk.hpp>
#include <webcid/update/records.hpp>
#include <webcid/update/sample.hpp>

#include "inquiry.hpp"
#include "mended.hpp"
#include "mirror.hpp"
#include "recorder.hpp"
#include "reference.hpp"
#include "spending.hpp"

namespace webcid::check {
namespace {

model::Target target_of(const CheckOptions& options) {
  model::Target target;
  target.url = base::without_credentials(options.address);
  target.user_agent = options.client.user_agent;
  if (const auto& proxy = options.client.proxy) {
    target.proxy_from_environment = !proxy->variable.empty();
    target.proxy = target.proxy_from_environment ? fmt::format("{} (from {})", proxy->authority(), proxy->variable)
                                                 : proxy->authority();
  }
  target.proxy_origin = options.client.proxy_origin;
  if (!options.settings.proxy_from.empty()) target.proxy += fmt::format(" (from {})", options.settings.proxy_from);
  target.settings = options.settings.origin;
  const auto& account = options.client.account;
  target.has_account = account.has_value();
  target.is_logged_on = account && account->kind == net::AccountKind::LoggedOn;
  target.catalogue_given = options.catalogue != nullptr;
  target.is_acceptance = options.is_acceptance;
  target.install_source = base::without_credentials(options.install_source);
  return target;
}

// An address that no endpoint can use: the findings are the whole report.
model::Report judged_only(model::Target target, std::vector<model::Finding> findings) {
  model::Report report;
  report.started = report.finished = std::chrono::system_clock::now();
  for (model::Finding& finding : diagnose::judge_install_source(target)) findings.push_back(std::move(finding));
  if (target.is_acceptance) report.guide = diagnose::guide_of(target, findings);
  report.target = std::move(target);
  report.findings = std::move(findings);
  report.verdict = model::Verdict::Broken;
  return report;
}

// The account goes to the address' own server only.
net::ClientOptions client_options(const CheckOptions& options, const base::HttpUrl& address) {
  net::ClientOptions out = options.client;
  out.account_origin = address.authority();
  // Who keeps no evidence, and sends no account, does not need to see what exactly was sent.
  const bool has_account = out.account || (out.proxy && out.proxy->account);
  if (options.mirror && !options.evidence && !has_account) out.recording = net::Recording::Answers;
  return out;
}

// What answers may quote of what this run sends.
model::Secrets secrets_of(const net::ClientOptions& client, const std::string& address) {
  model::Secrets secrets;
  if (client.account) secrets.add_account(client.account->user, client.account->password, address);
  if (client.proxy && client.proxy->account) {
    secrets.add_account(client.proxy->account->user, client.proxy->account->password, address);
  }
  return secrets;
}

// What is to be fetched of what is published.
std::vector<model::Entry> chosen_of(const CheckOptions& options, std::vector<model::Entry> published) {
  switch (options.extent) {
    case Extent::Sample:
      return update::sample_of(std::move(published));
    case Extent::Failed:
      return update::entries_like(std::move(published), options.earlier.findings);
    case Extent::Everything:
      break;
  }
  return published;
}

// No part of a mirror: where another mirror of ours was published as it is.
void leave_out_own(std::vector<model::Entry>& entries, Recorder& recorder) {
  const auto is_own = [&](const model::Entry& entry) {
    if (!store::is_own(entry.path)) return false;
    recorder.on_note({"own-name-listed", {entry.path.text()}, std::nullopt});
    return true;
  };
  entries.erase(std::remove_if(entries.begin(), entries.end(), is_own), entries.end());
}

// And no more of it than the budget allows; a mirror goes by what it has not, see Mirror::plan.
std::vector<model::Entry> plan_of(const CheckOptions& options, std::vector<model::Entry> published,
                                  Recorder& recorder) {
  std::vector<model::Entry> out = chosen_of(options, std::move(published));
  if (options.mirror || out.size() <= options.budget.files) return out;
  out.erase(out.begin() + static_cast<std::ptrdiff_t>(options.budget.files), out.end());
  recorder.on_note({"limit-reached", {"--max-files"}, std::nullopt});
  return out;
}

// Fetches what the folder has not, and sees whether the catalogue is still the same afterwards.
base::Result<void> update_mirror(Mirror& mirror, const Scene& scene, const Budget& budget, Coverage coverage,
                                 ArrivalNotes& notes, Recorder& recorder, base::Cancellation& cancellation) {
  if (cancellation.requested() || scene.entries.empty()) return {};
  if (auto planned = mirror.plan(scene.entries, budget.files, scene.client.loops(), cancellation); !planned) {
    return planned;
  }
  recorder.set_present(scene.entries, mirror.planned());
  if (mirror.is_cut()) recorder.on_note({"limit-reached", {"--max-files"}, std::nullopt});
  if (!mirror.state_problem().empty()) recorder.on_note({"state-unreadable", {mirror.state_problem()}, std::nullopt});
  if (!cancellation.requested()) {
    update::download(scene.client, scene.address, scene.entries, mirror.download(), notes);
  }
  if (!cancellation.requested() && !mirror.wanted().empty()) read_catalogues_again(scene, recorder);
  std::vector<std::string> catalogues;
  for (const auto& [path, first] : recorder.catalogues()) catalogues.push_back(path);
  return mirror.finish(coverage, catalogues, recorder, cancellation);
}

// What became of the account, where it is not plain from the answers.
std::optional<model::Statement> note_of_account(const net::ClientOptions& client, const net::AuthState& state) {
  if (state.result == net::AuthResult::Rejected) return model::Statement{"account-rejected", {}, std::nullopt};
  if (state.result == net::AuthResult::Withheld) {
    return model::Statement{"account-in-clear", {client.proxy ? client.proxy->host : ""}, std::nullopt};
  }
  if (state.result != net::AuthResult::Unsupported || !client.account) return std::nullopt;
  const bool is_logged_on = client.account->kind == net::AccountKind::LoggedOn;
  if (state.scheme != net::AuthScheme::None) {
    const std::string scheme(net::name_of(state.scheme));
    return model::Statement{is_logged_on ? "no-logon" : "account-without-logon", {scheme}, std::nullopt};
  }
  std::string usable;
  for (const net::AuthScheme scheme : net::usable_schemes(client.account->kind)) {
    usable += fmt::format("{}{}", usable.empty() ? "" : ", ", net::name_of(scheme));
  }
  return model::Statement{is_logged_on ? "logged-on-useless" : "account-useless", {usable}, std::nullopt};
}

void append(std::vector<model::Statement>& notes, const std::vector<model::Statement>& more) {
  notes.insert(notes.end(), more.begin(), more.end());
}

}  // namespace

base::Result<model::Report> run(const CheckOptions& options, Watcher& watcher, base::Cancellation& interrupt) {
  model::Target target = target_of(options);
  if (auto findings = diagnose::judge_address(options.address); !findings.empty()) {
    model::Report report = judged_only(std::move(target), std::move(findings));
    append(report.notes, options.settings.notes);
    return report;
  }
  const base::HttpUrl address = *base::parse_address(options.address);
  Spending spending(options.budget, interrupt);
  base::Cancellation& cancellation = spending.cancellation();

  std::optional<Mirror> mirror;
  if (options.mirror) {
    auto opened = Mirror::open(*options.mirror, cancellation);
    if (!opened) return tl::make_unexpected(std::move(opened.error()));
    mirror = std::move(*opened);
  }
  std::optional<store::Folder> keep;
  if (options.keep) {
    auto folder = store::Folder::create(*options.keep);
    if (!folder) return tl::make_unexpected(std::move(folder.error()));
    keep = std::move(*folder);
  }
  std::optional<ReferenceReader> reference;
  if (options.reference) {
    auto opened = ReferenceReader::open(*options.reference, cancellation);
    if (!opened) return tl::make_unexpected(std::move(opened.error()));
    reference = std::move(*opened);
  }
  net::ClientOptions connection = client_options(options, address);
  connection.meter = &spending;
  auto client = net::Client::create(std::move(connection), cancellation);
  if (!client) return tl::make_unexpected(std::move(client.error()));

  const base::Time started = std::chrono::system_clock::now();
  const auto clock = std::chrono::steady_clock::now();
  net::Resolution resolution = (*client)->resolve(address);
  target.addresses = resolution.addresses;

  std::optional<evidence::HarWriter> writer;
  if (options.evidence) {
    writer.emplace(options.evidence);
    if (auto begun = writer->begin(target, WEBCID_VERSION, started); !begun) {
      return tl::make_unexpected(std::move(begun.error()));
    }
  }
  Recorder recorder(target, options.max_probes, writer ? &*writer : nullptr, watcher,
                    secrets_of(options.client, options.address));
  recorder.keep(options.detail);
  for (const model::Statement& note : options.settings.notes) recorder.on_note(note);
  for (const model::Statement& note : options.client.proxy_notes) recorder.on_note(note);
  std::optional<ArrivalNotes> notes;
  if (mirror) notes.emplace(*mirror, recorder);
  update::Observer& observer = notes ? static_cast<update::Observer&>(*notes) : recorder;
  std::optional<catalogue::Source> given;
  if (options.catalogue) given = *options.catalogue;
  update::Published discovered =
      update::discover(**client, address, {std::move(resolution), std::move(given)}, observer, cancellation);
  const Coverage coverage = discovered.is_whole ? Coverage::Whole : Coverage::Part;
  std::vector<model::Entry> published = std::move(discovered.entries);
  // Who does not answer at all is not asked for what he might have.
  if (reference && recorder.has_answer() && !cancellation.requested()) {
    auto joined = reference->join(std::move(published), observer, cancellation);
    if (!joined) return tl::make_unexpected(std::move(joined.error()));
    published = std::move(*joined);
  }
  if (mirror) leave_out_own(published, recorder);
  const std::size_t published_count = published.size();
  const std::vector<model::Entry> entries = plan_of(options, std::move(published), recorder);
  recorder.set_plan(entries, published_count);
  const Scene scene{**client, address, options.tls_port, entries};
  if (mirror) {
    if (auto updated = update_mirror(*mirror, scene, options.budget, coverage, *notes, recorder, cancellation);
        !updated) {
      return tl::make_unexpected(std::move(updated.error()));
    }
  } else if (!cancellation.requested()) {
    update::DownloadOptions walk;
    walk.keep = keep ? &*keep : nullptr;
    update::download(**client, address, entries, walk, recorder);
  }
  // Who only wants his files asks no questions as long as he gets them.
  const bool has_questions = !mirror || recorder.has_failed() || entries.empty();
  if (options.server_facts && has_questions && !cancellation.requested()) {
    auto facts = options.server_facts(recorder.diagnosis().unnamed());
    if (!facts) return tl::make_unexpected(std::move(facts.error()));
    recorder.add(std::move(*facts));
  }
  if (reference && has_questions && !cancellation.requested()) {
    recorder.add(reference->answer(recorder.diagnosis().doubts(), recorder, cancellation));
  }
  if (has_questions && !cancellation.requested()) inquire(scene, recorder, cancellation);

  if (auto note = note_of_account(options.client, (*client)->auth_state())) recorder.on_note(std::move(*note));
  if ((*client)->proxy_auth_state().result == net::AuthResult::Withheld) {
    recorder.on_note({"proxy-account-in-clear", {options.client.proxy->authority()}, std::nullopt});
  }
  if (const std::string_view limit = spending.used_up(); !limit.empty()) {
    recorder.on_note({"limit-reached", {std::string(limit)}, std::nullopt});
  }
  const bool is_interrupted = interrupt.requested();
  if (is_interrupted) recorder.on_interrupt();
  model::Report report = recorder.report();
  report.target = std::move(target);
  report.started = started;
  report.finished = std::chrono::system_clock::now();
  report.summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - clock).count();
  report.interrupted = is_interrupted;
  std::vector<model::Statement> mended;
  if (options.extent == Extent::Failed) mended = mended_since(options.earlier, report);
  append(report.notes, mended);
  // An error of saving is the caller's to tell, who gave the output: the findings are worth having all the same.
  if (writer && !recorder.save_error()) {
    model::Completion end{entries.size(), report.interrupted, published_count, recorder.notes()};
    append(end.notes, mended);
    end.server_facts = recorder.server_facts();
    end.reference = recorder.reference();
    end.finished = report.finished;
    end.seconds = report.summary.seconds;
    static_cast<void>(writer->end(std::move(end)));
  }
  return report;
}

base::Result<model::Report> judge_evidence(const evidence::Input& input, Detail detail) {
  Silence silence;
  std::unique_ptr<Recorder> recorder;
  evidence::RunFacts facts;
  base::Time last_answer{};
  evidence::HarHandlers handlers;
  handlers.run = [&](evidence::RunFacts&& run) -> base::Result<void> {
    facts = std::move(run);
    recorder = std::make_unique<Recorder>(facts.target, diagnose::Case::kMaxProbes, nullptr, silence);
    recorder->keep(detail);
    return {};
  };
  handlers.record = [&](model::Record&& record) -> base::Result<void> {
    std::optional<model::Listing> listing;
    if (record.purpose == model::Purpose::Folder) listing = update::listing_of(record.exchange);
    last_answer = std::max(last_answer, record.exchange.started);
    recorder->replay(record, listing ? &*listing : nullptr);
    return {};
  };
  model::Completion completion;
  handlers.end = [&](model::Completion&& end) { completion = std::move(end); };
  if (auto read = evidence::read_har(input, handlers); !read) return tl::make_unexpected(std::move(read.error()));
  if (!recorder) return base::fail(base::ErrorKind::Malformed, "the evidence holds no run");
  recorder->set_planned(completion);
  recorder->add(std::move(completion.server_facts));
  if (completion.reference) recorder->add(std::move(*completion.reference));
  std::vector<model::Statement> last;
  for (model::Statement& note : completion.notes) {
    if (note.id == kMended) {
      last.push_back(std::move(note));
    } else {
      recorder->on_note(std::move(note));
    }
  }
  if (completion.interrupted) recorder->on_interrupt();
  model::Report report = recorder->report();
  append(report.notes, last);
  if (completion.shortened > 0) {
    report.notes.push_back({"evidence-shortened", {fmt::format("{}", completion.shortened)}, std::nullopt});
  }
  report.interrupted = completion.interrupted;
  report.target = std::move(facts.target);
  report.started = facts.started;
  report.finished = completion.finished.value_or(std::max(last_answer, facts.started));
  report.summary.seconds = completion.finished
                               ? completion.seconds
                               : std::chrono::duration<double>(report.finished - report.started).count();
  return report;
}

}  // namespace webcid::check
