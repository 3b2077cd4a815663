if(NOT WIN32 AND NOT WEBCID_SANITIZE AND TARGET webcid-testserver)
  add_test(NAME "hardening: what compiler and linker put into the programs"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/hardening_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("hardening: what compiler and linker put into the programs" PROPERTIES TIMEOUT 60)
endif()
