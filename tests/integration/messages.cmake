add_test(NAME "architecture: every message has a row in both languages"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/message_table_test.py ${CMAKE_SOURCE_DIR})
set_tests_properties("architecture: every message has a row in both languages" PROPERTIES TIMEOUT 60)
if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "cli: messages in Japanese"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/messages_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("cli: messages in Japanese" PROPERTIES TIMEOUT 300)
endif()
