#include <webcid/check/several.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <webcid/check/refused_accounts.hpp>
#include <webcid/net/client.hpp>

namespace webcid::check {
namespace {

// What all of them have done so far, told to one watcher.
class Total {
 public:
  Total(std::size_t jobs, Watcher& watcher) : m_counts(jobs), m_watcher(watcher) {}

  void on_counts(std::size_t job, const Counts& counts) {
    const std::lock_guard<std::mutex> lock(m_mutex);
    m_counts[job] = counts;
    Counts sum;
    sum.files_total = 0;
    sum.bytes_total = 0;
    for (const Counts& one : m_counts) {
      sum.files_done += one.files_done;
      sum.bytes_done += one.bytes_done;
      sum.failed += one.failed;
      // Unknown as long as one of them has not found out.
      if (!one.files_total) sum.files_total.reset();
      if (sum.files_total) *sum.files_total += *one.files_total;
      if (!one.bytes_total) sum.bytes_total.reset();
      if (sum.bytes_total) *sum.bytes_total += *one.bytes_total;
    }
    sum.activity = counts.activity;
    m_watcher.on_counts(sum);
  }

 private:
  std::mutex m_mutex;
  std::vector<Counts> m_counts;
  Watcher& m_watcher;
};

class Part final : public Watcher {
 public:
  Part(Total& total, std::size_t job) : m_total(total), m_job(job) {}
  void on_counts(const Counts& counts) override { m_total.on_counts(m_job, counts); }

 private:
  Total& m_total;
  std::size_t m_job;
};

bool has_account(const Job& job) {
  const net::ClientOptions& client = job.options.client;
  return client.account || (client.proxy && client.proxy->account);
}

using Reports = std::vector<model::NamedReport>;

base::Result<Reports> one_by_one(const std::vector<Job>& jobs, Total& total, base::Cancellation& cancellation) {
  Reports out;
  RefusedAccounts refused;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    Job job = jobs[i];
    refused.withhold(job.options.client);
    Part part(total, i);
    auto report = run(job.options, part, cancellation);
    if (!report) return tl::make_unexpected(std::move(report.error()));
    out.push_back({job.name, std::move(*report)});
    refused.learn(jobs[i].options.client, jobs[i].name, out.back().report);
  }
  return out;
}

base::Result<Reports> side_by_side(const std::vector<Job>& jobs, Total& total, base::Cancellation& cancellation) {
  std::vector<std::optional<base::Result<model::Report>>> reports(jobs.size());
  std::vector<std::exception_ptr> thrown(jobs.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> has_failed{false};
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size() && !has_failed; i = next++) {
      try {
        Part part(total, i);
        reports[i] = run(jobs[i].options, part, cancellation);
      } catch (...) {
        thrown[i] = std::current_exception();  // goes on below, in the thread that can tell it
      }
      if (!reports[i] || !*reports[i]) has_failed = true;
    }
  };
  std::vector<std::thread> others;
  try {
    for (std::size_t i = 1; i < std::min(kAtOnce, jobs.size()); ++i) others.emplace_back(work);
  } catch (const std::system_error&) {
    // No more threads to be had: those there are do it, more slowly.
  }
  work();
  for (std::thread& other : others) other.join();
  for (const std::exception_ptr& each : thrown) {
    if (each) std::rethrow_exception(each);
  }
  Reports out;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!reports[i]) continue;  // not begun, since another one ended with an error
    if (!*reports[i]) return tl::make_unexpected(std::move(reports[i]->error()));
    out.push_back({jobs[i].name, std::move(**reports[i])});
  }
  return out;
}

}  // namespace

base::Result<Reports> run_several(std::vector<Job> jobs, Watcher& watcher, base::Cancellation& cancellation) {
  Total total(jobs.size(), watcher);
  const bool is_careful = std::any_of(jobs.begin(), jobs.end(), has_account);
  const std::size_t at_once = is_careful ? 1 : std::clamp<std::size_t>(jobs.size(), 1, kAtOnce);
  for (Job& job : jobs) {
    std::uint64_t& rate = job.options.client.limit_rate;
    if (rate > 0) rate = std::max<std::uint64_t>(rate / at_once, 1);
  }
  return is_careful ? one_by_one(jobs, total, cancellation) : side_by_side(jobs, total, cancellation);
}

base::Result<std::vector<std::string>> nodes_of(const base::HttpUrl& address, net::ClientOptions client,
                                                base::Cancellation& cancellation) {
  client.account.reset();  // looking a name up needs none
  const auto made = net::Client::create(std::move(client), cancellation);
  if (!made) return tl::make_unexpected(made.error());
  net::Resolution resolution = (*made)->resolve(address);
  if (resolution.addresses.size() > kMostNodes) {
    return base::fail(base::ErrorKind::Usage,
                      fmt::format("{}: more than {} addresses, the most that are checked", address.host, kMostNodes));
  }
  return std::move(resolution.addresses);
}

CheckOptions at_node(CheckOptions options, const std::string& node) {
  const auto url = base::parse_address(options.address);
  if (!url) return options;
  auto& resolve = options.client.resolve;
  std::erase_if(resolve, [&](const net::ResolveOverride& row) { return row.host == url->host; });
  resolve.push_back({url->host, {node}});
  return options;
}

}  // namespace webcid::check
