#include <webcid/store/lock.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/local_tree.hpp>

#include "disk.hpp"
#include "folder_state.hpp"

namespace webcid::store {
namespace {

const std::string kName = "lock";

struct Holder {
  std::uint64_t process = 0;
  std::string since;
};

std::string text_of(const Holder& holder) {
  return fmt::format("process {}\nsince {}\n", holder.process, holder.since);
}

std::string read_text(const Descriptor& file) {
  std::vector<char> buffer(256);
  std::size_t count = 0;
  if (disk::rewind(file) != 0 || disk::read(file, buffer, count) != 0) return {};
  return {buffer.data(), count};
}

// Nothing unless the text is one that we write: what is shown comes from a file that anybody may have written.
std::optional<Holder> holder_in(const std::string& text) {
  const auto lines = base::split(text, '\n');
  if (lines.size() != 3 || lines[0].substr(0, 8) != "process " || lines[1].substr(0, 6) != "since ") return {};
  const auto process = base::parse_unsigned(lines[0].substr(8));
  const std::string since(lines[1].substr(6));
  if (!process || since.size() > 40 || base::printable(since) != since) return {};
  return Holder{*process, since};
}

base::Error refused(const OpenFolder& root, const Descriptor& file) {
  const auto holder = holder_in(read_text(file));
  if (!holder) return local_error("update", root.native, "another process is updating it");
  return local_error("update", root.native,
                     fmt::format("process {} has been updating it since {}", holder->process, holder->since));
}

}  // namespace

struct Lock::State {
  std::shared_ptr<OpenFolder> own;  // DIR/.webcid
  Descriptor file;
  LastRun last_run = LastRun::Ended;

  // An emptied file says that this run ended by itself.
  ~State() {
    if (file.is_open()) disk::cut(file, 0);
  }
};

Lock::Lock(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Lock::Lock(Lock&&) noexcept = default;
Lock& Lock::operator=(Lock&&) noexcept = default;
Lock::~Lock() = default;

LastRun Lock::last_run() const {
  return m_state->last_run;
}

base::Result<Lock> Lock::acquire(const Folder& folder) {
  const auto& root = Folder::State::of(folder).folder;
  Reached reached = enter(root, kOwnFolder, Missing::Make);
  if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("create"));
  const std::string native = join(reached.folder->native, kName);
  Descriptor file;
  if (const auto error = disk::open(*reached.folder, kName, disk::Opening::Either, file)) {
    return failed("create", native, error);
  }
  disk::Code error = 0;
  if (!disk::lock(file, error)) return tl::make_unexpected(refused(*root, file));
  if (error != 0) return failed("lock", native, error);
  auto state = std::make_unique<State>();
  state->own = std::move(reached.folder);
  if (!read_text(file).empty()) state->last_run = LastRun::Killed;
  const Holder self{disk::process_id(), base::format_time_seconds(std::chrono::system_clock::now())};
  error = disk::cut(file, 0);
  if (error == 0) error = disk::write(file, text_of(self));
  state->file = std::move(file);
  if (error != 0) return failed("write", native, error);
  return Lock(std::move(state));
}

base::Result<void> Lock::extend_to(const Folder& other) const {
  const Reached reached = enter(Folder::State::of(other).folder, kOwnFolder, Missing::Make);
  if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("create"));
  disk::remove_file(*reached.folder, kName);
  if (const auto error = disk::link(*m_state->own, kName, *reached.folder, kName)) {
    return failed("create", join(reached.folder->native, kName), error);
  }
  return {};
}

}  // namespace webcid::store
