if(TARGET webcid AND TARGET webcid-testserver)
  add_test(NAME "update: in fair weather"
           COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/update_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  add_test(NAME "update: in bad weather"
           COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/update_weather_test.py $<TARGET_FILE:webcid>)
  set_tests_properties("update: in fair weather" "update: in bad weather" PROPERTIES TIMEOUT 120)
endif()
