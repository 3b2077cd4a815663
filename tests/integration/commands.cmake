if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "cli: commands, exit codes and messages"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/commands_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("cli: commands, exit codes and messages" PROPERTIES TIMEOUT 300)
  add_test(NAME "cli: the proxy that this system names"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/proxy_auto_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("cli: the proxy that this system names" PROPERTIES TIMEOUT 60)
endif()
