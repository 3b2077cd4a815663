add_test(NAME "architecture: houses, libraries and style"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/architecture_test.py ${CMAKE_SOURCE_DIR})
set_tests_properties("architecture: houses, libraries and style" PROPERTIES TIMEOUT 60)
