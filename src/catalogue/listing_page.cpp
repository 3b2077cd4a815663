#include "listing_page.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/listing.hpp>

namespace webcid::catalogue {
namespace {

constexpr std::size_t kMaxDepth = 200;     // open elements; real listings have six
constexpr std::size_t kMaxAround = 1024;   // bytes of text kept on each side of a link
constexpr std::size_t kMaxTarget = 16384;  // bytes of one href
constexpr std::size_t kMaxTitle = 16384;

// Appends as much of `text` as fits; all that is appended to `to` is so with the same limit.
void append(std::string& to, std::string_view text, std::size_t limit) {
  to.append(text.substr(0, limit - to.size()));
}

// The events of one parse. A stream rather than a tree: memory is the links', whatever else the page holds.
class PageBuilder {
 public:
  explicit PageBuilder(xmlParserCtxtPtr context) : m_context(context) {}

  void start(std::string_view name, const xmlChar** attributes) {
    // The parser itself searches its open elements at every end tag; unbounded depth would make that quadratic.
    if (++m_depth > kMaxDepth) return stop("the page nests too deep");
    if (name == "title") m_in_title = true;
    if ((name == "h1" || name == "h2") && m_page.heading.empty()) m_in_heading = true;
    if (name == "pre") ++m_preformatted;
    if (name == "table") ++m_tables;
    if (name == "ul") ++m_lists;
    if (frame() != Frame::None) m_page.has_frame = true;
    if (name == "br" || name == "hr" || name == "tr" || name == "li" || name == "pre") m_before.clear();
    if (name == "a") start_link(attributes);
  }

  void end(std::string_view name) {
    if (m_depth > 0) --m_depth;
    if (name == "title") m_in_title = false;
    if (name == "h1" || name == "h2") m_in_heading = false;
    if (name == "pre" && m_preformatted > 0) --m_preformatted;
    if (name == "table" && m_tables > 0) --m_tables;
    if (name == "ul" && m_lists > 0) --m_lists;
    if (name == "a") m_in_link = false;
  }

  void text(std::string_view piece) {
    if (m_in_title) return append(m_page.title, piece, kMaxTitle);
    if (m_in_heading) append(m_page.heading, piece, kMaxTitle);
    if (m_in_link) return append(m_page.links.back().text, piece, kMaxAround);
    if (m_has_link) append(m_page.links.back().after, piece, kMaxAround);
    // Of the text before a link the end matters.
    m_before.append(piece.size() > kMaxAround ? piece.substr(piece.size() - kMaxAround) : piece);
    if (m_before.size() > 2 * kMaxAround) m_before.erase(0, m_before.size() - kMaxAround);
  }

  tl::expected<ListingPage, std::string> finish() {
    if (!m_problem.empty()) return tl::make_unexpected(m_problem);
    m_page.title = base::trim(m_page.title);
    m_page.heading = base::trim(m_page.heading);
    return std::move(m_page);
  }

 private:
  Frame frame() const {
    if (m_preformatted > 0) return Frame::Preformatted;
    if (m_tables > 0) return Frame::Table;
    return m_lists > 0 ? Frame::List : Frame::None;
  }

  void start_link(const xmlChar** attributes) {
    for (const xmlChar** at = attributes; at != nullptr && at[0] != nullptr; at += 2) {
      const std::string_view name = reinterpret_cast<const char*>(at[0]);
      if (name != "href" || at[1] == nullptr) continue;
      const std::string_view target = reinterpret_cast<const char*>(at[1]);
      if (target.size() > kMaxTarget) return stop("the page has a link that is too long");
      if (m_page.links.size() == kMaxListingRows) return stop("the page has too many links");
      Link link;
      link.target = target;
      link.before = std::exchange(m_before, {});
      link.frame = frame();
      m_page.links.push_back(std::move(link));
      m_in_link = true;
      m_has_link = true;
      return;
    }
  }

  void stop(const char* problem) {
    m_problem = problem;
    xmlStopParser(m_context);
  }

  xmlParserCtxtPtr m_context;
  ListingPage m_page;
  std::string m_before;
  std::string m_problem;
  std::size_t m_depth = 0;
  std::size_t m_preformatted = 0;
  std::size_t m_tables = 0;
  std::size_t m_lists = 0;
  bool m_in_title = false;
  bool m_in_heading = false;
  bool m_in_link = false;
  bool m_has_link = false;
};

// The parser's callbacks get its context; the builder hangs on it.
PageBuilder& builder_of(void* context) {
  return *static_cast<PageBuilder*>(static_cast<xmlParserCtxtPtr>(context)->_private);
}
void on_start(void* context, const xmlChar* name, const xmlChar** attributes) {
  builder_of(context).start(reinterpret_cast<const char*>(name), attributes);
}
void on_end(void* context, const xmlChar* name) {
  builder_of(context).end(reinterpret_cast<const char*>(name));
}
void on_text(void* context, const xmlChar* text, int size) {
  builder_of(context).text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
}

struct FreeContext {
  void operator()(xmlParserCtxtPtr context) const { htmlFreeParserCtxt(context); }
};

// Undoes a reading as ISO 8859-1, where each byte became the character of its number.
void restore_bytes(std::string& text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if ((lead == 0xC2 || lead == 0xC3) && at + 1 < text.size()) {
      const auto trail = static_cast<unsigned char>(text[++at]);
      bytes += static_cast<char>(((lead & 0x03U) << 6U) | (trail & 0x3FU));
    } else {
      bytes += text[at];
    }
  }
  text = std::move(bytes);
}

}  // namespace

tl::expected<ListingPage, std::string> parse_listing_page(std::string_view html) {
  // Several checks run side by side; libxml2 sets itself up at its first call, and the one in webcid.exe is built
  // without threads. A listing takes less time to parse than to arrive.
  static std::mutex one_at_a_time;
  const std::lock_guard<std::mutex> lock(one_at_a_time);
  std::unique_ptr<xmlParserCtxt, FreeContext> context(htmlNewParserCtxt());
  if (!context) return tl::make_unexpected(std::string("out of memory"));
  PageBuilder builder(context.get());
  *context->sax = xmlSAXHandler{};
  context->sax->startElement = on_start;
  context->sax->endElement = on_end;
  context->sax->characters = on_text;
  context->sax->ignorableWhitespace = on_text;
  context->_private = &builder;
  // Not all names are UTF-8. A page that is not is read byte by byte, so that nothing is lost or replaced.
  const bool utf8 = base::is_utf8(html);
  const int options =
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;
  xmlFreeDoc(htmlCtxtReadMemory(context.get(), html.data(), static_cast<int>(html.size()), nullptr,
                                utf8 ? "UTF-8" : "ISO-8859-1", options));
  auto page = builder.finish();
  if (page && !utf8) {
    for (Link& link : page->links) restore_bytes(link.target);
  }
  return page;
}

}  // namespace webcid::catalogue
