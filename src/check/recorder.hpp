// What a run adds up to: numbers each record, saves it, feeds the diagnosis, counts.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>
#include <webcid/diagnose/case.hpp>
#include <webcid/evidence/har_writer.hpp>
#include <webcid/model/chronicle.hpp>
#include <webcid/model/report.hpp>
#include <webcid/model/secrets.hpp>
#include <webcid/update/observer.hpp>
#include <webcid/update/plan.hpp>

#include "published.hpp"

namespace webcid::check {

// For runs that nobody watches.
class Silence final : public Watcher {
 public:
  void on_counts(const Counts&) override {}
};

class Recorder final : public update::Observer {
 public:
  // `writer` may be null: nothing is saved. `secrets`: what answers may quote of what was sent.
  Recorder(const model::Target& target, std::size_t max_probes, evidence::HarWriter* writer, Watcher& watcher,
           model::Secrets secrets = {});

  // To be called before the first record.
  void keep(Detail detail);

  void on_record(model::Record record, const model::Listing* listing) override;
  void on_note(model::Statement note) override;
  void on_activity(const model::Statement& activity) override;
  void on_bytes(std::uint64_t count) override;

  // Takes a record that has its number already: from evidence.
  void replay(const model::Record& record, const model::Listing* listing);

  // What is to be fetched, of how many published entries.
  void set_plan(const std::vector<model::Entry>& entries, std::uint64_t published);
  // What was there before anything was fetched: files that are right, and what is in the way of others.
  void set_present(std::span<const model::Entry> entries, const update::Plan& plan);
  bool has_failed() const { return m_summary.failed > 0; }
  // A catalogue that was read, and by what it is known again.
  struct ReadCatalogue {
    std::size_t hash = 0;  // of its text
    std::string entity_tag;
    std::string modified;  // Last-Modified, as sent
    std::uint64_t length = 0;
  };
  const std::map<std::string, ReadCatalogue>& catalogues() const { return m_catalogues; }
  // What the server's own files say of refusals.
  void add(std::vector<model::ServerFact> facts);
  const std::vector<model::ServerFact>& server_facts() const { return m_server_facts; }
  // What --reference says of what was doubtful.
  void add(model::Reference reference);
  const std::optional<model::Reference>& reference() const { return m_reference; }
  // Whether anything at all was answered.
  bool has_answer() const { return m_has_answer; }
  // The numbers alone, where the entries are not known any more; 0: nothing is known of a plan.
  void set_planned(const model::Completion& completion);
  diagnose::Case& diagnosis() { return m_case; }
  // Ctrl-C: what was not seen by now is not missing for that. A limit says so by its note.
  void on_interrupt() { m_case.end_early(); }
  // The first error of saving evidence; the run goes on without it.
  const std::optional<base::Error>& save_error() const { return m_save_error; }
  // What was noted beside the records, in its order.
  const std::vector<model::Statement>& notes() const { return m_notes; }
  // Everything but target, times and interruption.
  model::Report report() const;

 private:
  void count(const model::Record& record);
  std::optional<model::Catalogue> read_again(const model::Record& record);

  diagnose::Case m_case;
  bool m_is_acceptance;
  model::Secrets m_secrets;
  evidence::HarWriter* m_writer;
  std::shared_ptr<model::Chronicle> m_chronicle;  // null: nobody wants pictures
  Published m_published_tree;
  Watcher& m_watcher;
  Counts m_counts;
  model::Summary m_summary;
  std::vector<model::Statement> m_notes;
  std::map<std::string, std::size_t> m_notes_of;  // how many by id, those left out too
  std::vector<model::ServerFact> m_server_facts;
  std::optional<model::Reference> m_reference;
  std::map<std::string, ReadCatalogue> m_catalogues;  // by path
  std::uint64_t m_last_id = 0;
  std::uint64_t m_published = 0;
  bool m_has_answer = false;
  bool m_is_mirror = false;     // files that are there are not fetched
  bool m_is_limited = false;    // a limit of this run left something out
  bool m_has_landmark = false;  // a catalogue or sentinel is among the entries: it is an update share
  std::optional<base::Error> m_save_error;
};

}  // namespace webcid::check
