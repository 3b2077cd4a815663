# What CPack makes a Debian package of: `./dev package`. The version is that of project().
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME webcid)
set(CPACK_PACKAGE_VENDOR "webcid")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "find out why endpoints cannot update from a web server")
set(CPACK_PACKAGE_DESCRIPTION
  "webcid fetches an update share over HTTP as an endpoint does, verifies every\nfile and names the setting of the server (IIS as a rule) that explains what\nfails, with the evidence and the remedy, in English and Japanese.\nwebcid-testserver reproduces every such fault.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "webcid maintainers <maintainers@webcid.example>")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

# Where Debian wants what `cmake --install` puts elsewhere; Debian's own files.
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/packaging/debian/arrange.cmake)
set(CPACK_WEBCID_SOURCE ${CMAKE_SOURCE_DIR})
set(CPACK_VERBATIM_VARIABLES ON)
include(CPack)
