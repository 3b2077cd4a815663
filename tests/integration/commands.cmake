if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "cli: commands, exit codes and messages"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/commands_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("cli: commands, exit codes and messages" PROPERTIES TIMEOUT 300)
  add_test(NAME "cli: the proxy that this system names"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/proxy_auto_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("cli: the proxy that this system names" PROPERTIES TIMEOUT 60)
endif()
if(TARGET webcid)
  add_test(NAME "cli: pipes, devices and places that are named by mistake"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/inputs_test.py $<TARGET_FILE:webcid>)
  set_tests_properties("cli: pipes, devices and places that are named by mistake" PROPERTIES TIMEOUT 120)
endif()
