// How fast files are made below a destination: store_speed FOLDER [FILES [THREADS]]. Prints one line.
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/folder.hpp>

using namespace webcid;

namespace {

// The shape of workload S: small files in 64 folders, two levels deep.
base::RelativePath path_of(std::size_t file) {
  return base::RelativePath::create(
             fmt::format("d{}/e{}/file{:05}.dat", file * 64 / 20000 / 8 % 8, file * 64 / 20000 % 8, file))
      .value();
}

bool make_files(const store::Folder& folder, std::size_t first, std::size_t end) {
  const std::string body(16 * 1024, 'x');
  store::FolderWriter writer(folder);
  for (std::size_t file = first; file < end; ++file) {
    auto made = writer.begin(path_of(file));
    if (!made) return false;
    if (!made->write(std::string_view(body).substr(0, 200 + file * 7919 % 8000))) return false;
    if (!made->commit(store::Durability::None)) return false;
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 64;
  const std::size_t files = count > 2 ? base::parse_unsigned(arguments[2]).value_or(20000) : 20000;
  const std::size_t threads = count > 3 ? base::parse_unsigned(arguments[3]).value_or(1) : 1;
  auto folder = store::Folder::create(base::to_native(arguments[1]));
  if (!folder) return 74;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&, i] { make_files(*folder, files * i / threads, files * (i + 1) / threads); });
  }
  for (std::thread& each : running) each.join();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  fmt::print("{} files, {} threads: {:.0f} ms, {:.2f} us a file\n", files, threads, took.count(),
             took.count() * 1000 / static_cast<double>(files));
  return 0;
}
