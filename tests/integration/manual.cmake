if(TARGET webcid-testserver AND TARGET webcid)
  foreach(part IN ITEMS manual config)
    add_test(NAME "cli: ${part}"
      COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/${part}_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
    set_tests_properties("cli: ${part}" PROPERTIES TIMEOUT 300)
  endforeach()
endif()
set(programs)
if(TARGET webcid-testserver AND TARGET webcid)
  set(programs $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
endif()
add_test(NAME "report: no English in a Japanese report"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/language_test.py ${programs})
set_tests_properties("report: no English in a Japanese report" PROPERTIES TIMEOUT 300)
