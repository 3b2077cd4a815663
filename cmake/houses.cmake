# webcid_house(NAME USES house... LINKS library...)
# Declares the static library webcid_<NAME> from every .cpp beside the calling CMakeLists.txt.
# Public headers live in include/webcid/<NAME>; LINKS are private: no third-party type crosses a house's header.
function(webcid_house name)
  cmake_parse_arguments(HOUSE "" "" "USES;LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(webcid_${name} STATIC ${sources})
  target_link_libraries(webcid_${name} PRIVATE webcid_fmt ${HOUSE_LINKS})
  target_link_libraries(webcid_${name} PUBLIC webcid_settings tl_expected)
  webcid_precompiled(webcid_${name} webcid_base)
  foreach(house IN LISTS HOUSE_USES)
    target_link_libraries(webcid_${name} PUBLIC webcid_${house})
  endforeach()
endfunction()
