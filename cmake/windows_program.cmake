# webcid_windows_program(TARGET DESCRIPTION)
# What Windows reads in an executable: its version, and a manifest (UTF-8 as the code page, long paths, no other rights
# than those of whoever starts it). Nothing for other systems.
function(webcid_windows_program target description)
  if(NOT MINGW)
    return()
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  foreach(kind IN ITEMS rc manifest)
    configure_file(${CMAKE_SOURCE_DIR}/packaging/windows/program.${kind}.in ${folder}/${target}.${kind} @ONLY)
  endforeach()
  target_sources(${target} PRIVATE ${folder}/${target}.rc)
  # The resource compiler reports no dependencies.
  set_source_files_properties(${folder}/${target}.rc PROPERTIES OBJECT_DEPENDS ${folder}/${target}.manifest)
endfunction()

if(MINGW)
  enable_language(RC)
endif()
