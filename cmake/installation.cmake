# What `cmake --install` puts where; man pages and completions are written by the programs themselves.
include(GNUInstallDirs)

# FOLDER/FILE below the build folder, from what PROGRAM prints; and where it goes.
function(webcid_printed program file folder)
  set(output ${CMAKE_BINARY_DIR}/printed/${file})
  get_filename_component(parent ${output} DIRECTORY)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${parent}
    COMMAND ${program} ${ARGN} > ${output}
    DEPENDS ${program}
    VERBATIM)
  set_property(GLOBAL APPEND PROPERTY webcid_printed ${output})
  install(FILES ${output} DESTINATION ${folder})
endfunction()

install(TARGETS webcid RUNTIME)
if(WEBCID_TESTSERVER)
  install(TARGETS webcid-testserver RUNTIME)
endif()
# What was built for another system does not run here.
if(NOT CMAKE_CROSSCOMPILING)
  set(man ${CMAKE_INSTALL_MANDIR})
  set(share ${CMAKE_INSTALL_DATADIR})
  webcid_printed(webcid webcid.1 ${man}/man1 man --lang en)
  webcid_printed(webcid ja/webcid.1 ${man}/ja/man1 man --lang ja)
  webcid_printed(webcid webcid ${share}/bash-completion/completions completion bash --lang en)
  webcid_printed(webcid _webcid ${share}/zsh/site-functions completion zsh --lang en)
  webcid_printed(webcid webcid.fish ${share}/fish/vendor_completions.d completion fish --lang en)
  if(WEBCID_TESTSERVER)
    webcid_printed(webcid-testserver webcid-testserver.1 ${man}/man1 --man)
    webcid_printed(webcid-testserver webcid-testserver ${share}/bash-completion/completions --completion bash)
    webcid_printed(webcid-testserver _webcid-testserver ${share}/zsh/site-functions --completion zsh)
    webcid_printed(webcid-testserver webcid-testserver.fish ${share}/fish/vendor_completions.d --completion fish)
  endif()
  get_property(printed GLOBAL PROPERTY webcid_printed)
  add_custom_target(printed ALL DEPENDS ${printed})
endif()
