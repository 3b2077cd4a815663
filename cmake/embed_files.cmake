# cmake -DOUTPUT=FILE -DNAMESPACE=NAME -DFILES=A|B -P embed_files.cmake: see embed.cmake.
string(REPLACE "|" ";" files "${FILES}")
set(source "// Made by cmake/embed_files.cmake.\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n")
foreach(file IN LISTS files)
  file(READ ${file} text)
  # A checkout with other line ends must not change what a browser hashes.
  string(REPLACE "\r\n" "\n" text "${text}")
  string(SHA256 hash "${text}")
  get_filename_component(name ${file} NAME)
  string(REGEX REPLACE "[^a-z0-9]" ";" words ${name})
  set(constant k)
  foreach(word IN LISTS words)
    string(SUBSTRING ${word} 0 1 first)
    string(SUBSTRING ${word} 1 -1 rest)
    string(TOUPPER ${first} first)
    string(APPEND constant ${first}${rest})
  endforeach()
  string(APPEND source
    "extern const std::string_view ${constant};\nextern const std::string_view ${constant}Sha256;\n"
    "const std::string_view ${constant} = R\"embedded(${text})embedded\";\n"
    "const std::string_view ${constant}Sha256 = \"${hash}\";\n")
endforeach()
file(WRITE ${OUTPUT} "${source}}  // namespace ${NAMESPACE}\n")
