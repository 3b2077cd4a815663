#include "progress_line.hpp"

#include <webcid/report/progress.hpp>

#include "terminal.hpp"

namespace webcid::cli {
namespace {

constexpr std::chrono::milliseconds kBetweenLines{100};
constexpr std::chrono::seconds kWindow{2};
constexpr std::string_view kEraseLine = "\r\x1b[K";

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

ProgressLine::ProgressLine(const OutputOptions& options)
    : m_shows(!options.no_progress && !options.quiet && is_terminal(Stream::Error) &&
              environment("TERM").value_or("") != "dumb" && !shows_escapes_as_text(Stream::Error)),
      m_language(options.chosen_language()) {}

ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::clear() {
  if (m_is_drawn) static_cast<void>(write_to(Stream::Error, kEraseLine));
  m_is_drawn = false;
}

void ProgressLine::on_counts(const check::Counts& counts) {
  if (!m_shows) return;
  const Clock::time_point now = Clock::now();
  if (now - m_last_drawn < kBetweenLines) return;
  m_last_drawn = now;
  if (now - m_window_began >= kWindow) {
    m_rate = static_cast<double>(counts.bytes_done - m_window_bytes) / seconds(now - m_window_began);
    m_window_began = now;
    m_window_bytes = counts.bytes_done;
  }
  report::Progress progress;
  progress.files_done = counts.files_done;
  progress.files_total = counts.files_total;
  progress.bytes_done = counts.bytes_done;
  progress.bytes_total = counts.bytes_total;
  progress.failed = counts.failed;
  progress.elapsed_seconds = seconds(now - m_started);
  progress.bytes_per_second = m_rate;
  progress.activity = counts.activity;
  // One column is left free: some terminals wrap when the last one is written.
  const std::size_t width = terminal_width(Stream::Error).value_or(80) - 1;
  const std::string line = std::string(kEraseLine) + report::render_progress(progress, width, m_language);
  m_is_drawn = write_to(Stream::Error, line).has_value();
}

}  // namespace webcid::cli
