#include "testserver/recorded_content.hpp"

#include <algorithm>

#include "testserver/generated_content.hpp"

namespace webcid::testserver {
std::size_t RecordedContent::read(std::uint64_t offset, std::span<char> target) {
  if (offset >= m_body->length) return 0;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), m_body->length - offset));
  const bool is_kept = offset < m_body->kept.size();
  const std::size_t kept = is_kept ? m_body->kept.copy(target.data(), count, static_cast<std::size_t>(offset)) : 0;
  generate(m_body->seed, offset + kept, target.subspan(kept, count - kept));
  return count;
}

}  // namespace webcid::testserver
