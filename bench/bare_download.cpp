// How fast libcurl and SHA-256 are here with nothing around them: two threads of connections, each body hashed as it
// comes and written straight to its final name. No plan, no file that appears whole, no state, no record of an answer.
// A measure of how far the rest of a client can be from that, where there are many files: a few large ones may all fall
// to one thread, which nothing here evens out.
//
// usage: bare_download URL SHA256SUMS CONNECTIONS-PER-THREAD, in an empty folder; exit 1 when a digest differs
#include <curl/curl.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <webcid/base/text.hpp>

namespace {

struct Listed {
  std::string digest;
  std::string path;
};

struct Download {
  CURL* handle = nullptr;
  EVP_MD_CTX* hash = nullptr;
  int file = -1;
  const Listed* listed = nullptr;
};

std::vector<Listed> listed_files;
std::atomic<std::size_t> next_file{0};
std::atomic<int> wrong{0};

std::vector<Listed> read_list(const char* name) {
  std::vector<Listed> out;
  std::ifstream list(name);
  constexpr std::size_t kDigits = 64;
  for (std::string line; std::getline(list, line);) out.push_back({line.substr(0, kDigits), line.substr(kDigits + 2)});
  return out;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* of) {
  auto& download = *static_cast<Download*>(of);
  if (download.file < 0) download.file = ::open(download.listed->path.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0666);
  EVP_DigestUpdate(download.hash, data, size * count);
  return ::write(download.file, data, size * count) < 0 ? 0 : size * count;
}

bool begin(CURLM* multi, Download& download, const std::string& url) {
  const std::size_t index = next_file++;
  if (index >= listed_files.size()) return false;
  download.listed = &listed_files[index];
  EVP_DigestInit_ex(download.hash, EVP_sha256(), nullptr);
  curl_easy_setopt(download.handle, CURLOPT_URL, (url + "/" + download.listed->path).c_str());
  return curl_multi_add_handle(multi, download.handle) == CURLM_OK;
}

void end(CURLM* multi, Download& download) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  EVP_DigestFinal_ex(download.hash, digest.data(), &length);
  if (webcid::base::to_hex(digest.data(), length) != download.listed->digest) ++wrong;
  ::close(download.file);
  download.file = -1;
  curl_multi_remove_handle(multi, download.handle);
}

void work(const std::string& url, std::size_t connections) {
  CURLM* const multi = curl_multi_init();
  std::vector<Download> downloads(connections);
  std::size_t busy = 0;
  for (Download& download : downloads) {
    download.handle = curl_easy_init();
    download.hash = EVP_MD_CTX_new();
    curl_easy_setopt(download.handle, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(download.handle, CURLOPT_WRITEDATA, &download);
    curl_easy_setopt(download.handle, CURLOPT_PRIVATE, &download);
    if (begin(multi, download, url)) ++busy;
  }
  while (busy > 0) {
    int running = 0;
    curl_multi_perform(multi, &running);
    bool is_any_over = false;
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi, &left)) {
      Download* download = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &download);
      if (message->data.result != CURLE_OK) ++wrong;
      end(multi, *download);
      if (!begin(multi, *download, url)) --busy;
      is_any_over = true;
    }
    if (!is_any_over) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  for (const Download& download : downloads) {
    curl_easy_cleanup(download.handle);
    EVP_MD_CTX_free(download.hash);
  }
  curl_multi_cleanup(multi);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 64;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  listed_files = read_list(arguments[2]);
  std::string made;
  for (const Listed& listed : listed_files) {
    const std::string folder = listed.path.substr(0, listed.path.rfind('/'));
    if (folder != made) std::filesystem::create_directories(folder);
    made = folder;
  }
  const auto connections = static_cast<std::size_t>(std::strtoul(arguments[3], nullptr, 10));
  std::thread other(work, arguments[1], connections);
  work(arguments[1], connections);
  other.join();
  if (wrong > 0) std::fprintf(stderr, "bare_download: %d files are wrong\n", wrong.load());
  return wrong > 0 ? 1 : 0;
}
