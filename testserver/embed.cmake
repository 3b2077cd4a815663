# Writes the scenario files into one C++ source, so that the program needs nothing beside itself.
# Usage: cmake -DOUTPUT=file.cpp -DINPUTS=a.json;b.json -P embed.cmake
set(text "#include \"testserver/scenario.hpp\"\n\nnamespace webcid::testserver {\n\n")
string(APPEND text "const std::vector<EmbeddedScenario>& embedded_scenarios() {\n")
string(APPEND text "  static const std::vector<EmbeddedScenario> kScenarios{\n")
foreach(input IN LISTS INPUTS)
  get_filename_component(name ${input} NAME)
  file(READ ${input} content)
  string(APPEND text "      {\"${name}\", R\"webcid(${content})webcid\"},\n")
endforeach()
string(APPEND text "  };\n  return kScenarios;\n}\n\n}  // namespace webcid::testserver\n")
file(WRITE ${OUTPUT} "${text}")
