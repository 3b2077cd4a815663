// One program of the vendor's, run to read a value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace webcid::endpoint {

// What the program prints, when it ends well within the time and prints no more than 64 KiB; nothing otherwise. No
// shell: `words` are its arguments as they are. It gets no input, and its complaints go nowhere.
std::optional<std::string> output_of(const std::string& program, const std::vector<std::string>& words,
                                     std::chrono::milliseconds longest);

}  // namespace webcid::endpoint
