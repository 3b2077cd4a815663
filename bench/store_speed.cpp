// What the local disk costs, without any network.
//   store_speed create FOLDER [FILES [THREADS]]   makes small files below a new folder
//   store_speed plan FOLDER [FILES [THREADS]]     the same with empty files, then state and plan of them
// Prints times, and the memory that a step took where the system tells it.
#include <chrono>
#include <cstddef>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/mirror_state.hpp>
#include <webcid/update/plan.hpp>

using namespace webcid;

namespace {

// "VmRSS" of this process in KiB; 0 where there is no such thing.
std::size_t resident() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmRSS:") continue;
    std::size_t size = 0;
    status >> size;
    return size;
  }
  return 0;
}

// Runs one step and prints what it cost.
template <class Step>
void measure(const char* what, std::size_t files, Step step) {
  const std::size_t before = resident();
  const auto begin = std::chrono::steady_clock::now();
  step();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  const double grown = (static_cast<double>(resident()) - static_cast<double>(before)) * 1024;
  fmt::print("{:<16} {:>9.1f} ms {:>8.2f} us a file {:>8.0f} bytes a file\n", what, took.count(),
             took.count() * 1000 / static_cast<double>(files), grown / static_cast<double>(files));
}

// The shape of workload S: two levels of folders, 64 of them for 20,000 files.
base::RelativePath path_of(std::size_t file) {
  return base::RelativePath::create(fmt::format("d{:04}/e{}/file{:07}.dat", file / 2500, file % 2500 / 313, file))
      .value();
}

void make_files(const store::Folder& folder, std::size_t first, std::size_t end, std::size_t most) {
  const std::string body(most, 'x');
  store::FolderWriter writer(folder);
  for (std::size_t file = first; file < end; ++file) {
    auto made = writer.begin(path_of(file));
    if (made && most > 0) (void)made->write(std::string_view(body).substr(file * 7919 % most));
    if (!made || !made->commit(store::Durability::None)) {
      fmt::print("failed at file {}\n", file);
      return;
    }
  }
}

void create(const store::Folder& folder, std::size_t files, unsigned threads, std::size_t most) {
  std::vector<std::thread> running;
  for (unsigned i = 0; i < threads; ++i) {
    running.emplace_back([&, i] { make_files(folder, files * i / threads, files * (i + 1) / threads, most); });
  }
  for (std::thread& each : running) each.join();
}

void plan(const store::Folder& folder, std::size_t files, unsigned threads) {
  // SHA-256 of no bytes.
  const auto digest = model::Digest::from_hex(model::DigestAlgorithm::Sha256,
                                              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  std::vector<model::Entry> entries;
  measure("entries", files, [&] {
    entries.reserve(files);
    for (std::size_t file = 0; file < files; ++file) entries.push_back({path_of(file), 0, {*digest}});
  });
  const base::Cancellation never;
  update::Plan made;
  measure("plan, no state", files, [&] {
    made = update::plan(folder, entries, {}, {update::Trust::Stamps, threads}, never).value();
  });
  update::Arrivals arrivals(files);
  for (std::size_t file = 0; file < files; ++file) arrivals.add(file, "\"5f3a1b2c-1a2b\"");
  measure("save state", files,
          [&] { (void)update::save_state(folder, entries, made, {}, arrivals, store::Durability::None, threads); });
  made = {};
  std::string problem;
  store::MirrorState state;
  measure("load state", files, [&] { state = store::MirrorState::load(folder, problem); });
  measure("plan", files, [&] {
    made = update::plan(folder, entries, state, {update::Trust::Stamps, threads}, never).value();
  });
  fmt::print("{} unchanged, {} hashed {}\n", made.unchanged, made.hashed, problem);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 64;
  const std::string what = arguments[1];
  const std::size_t files = count > 3 ? base::parse_unsigned(arguments[3]).value_or(20000) : 20000;
  const auto threads = static_cast<unsigned>(count > 4 ? base::parse_unsigned(arguments[4]).value_or(1) : 1);
  auto folder = store::Folder::create(base::to_native(arguments[2]));
  if (!folder || files == 0 || threads == 0) return 74;
  measure("create", files, [&] { create(*folder, files, threads, what == "plan" ? 0 : 8000); });
  if (what == "plan") plan(*folder, files, threads);
  return 0;
}
