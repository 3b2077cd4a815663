# Run by CPack on the staged files of the Debian package: what Debian's policy wants otherwise than `cmake --install`.
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY})
set(doc ${root}/usr/share/doc/webcid)
file(MAKE_DIRECTORY ${doc}/examples)

# Policy 12.5 and 12.7: copyright, changelogs; examples, which nothing switches on.
file(COPY ${CPACK_WEBCID_SOURCE}/packaging/debian/copyright DESTINATION ${doc})
file(COPY_FILE ${CPACK_WEBCID_SOURCE}/CHANGELOG.md ${doc}/changelog)
# The time is that of the sources (SOURCE_DATE_EPOCH), so that they give the same bytes every time.
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${doc}/changelog.Debian
  "webcid (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
  "  * Built from the release of this version: see changelog.gz.\n\n"
  " -- ${CPACK_DEBIAN_PACKAGE_MAINTAINER}  ${now}\n")
file(COPY ${CPACK_WEBCID_SOURCE}/README.md DESTINATION ${doc})
file(COPY ${CPACK_WEBCID_SOURCE}/packaging/systemd/webcid.service ${CPACK_WEBCID_SOURCE}/packaging/systemd/webcid.timer
  ${CPACK_WEBCID_SOURCE}/docs/fleet/webcid.rules.yml DESTINATION ${doc}/examples)

# The folder that Debian's zsh looks into for packages.
if(IS_DIRECTORY ${root}/usr/share/zsh/site-functions)
  file(RENAME ${root}/usr/share/zsh/site-functions ${root}/usr/share/zsh/vendor-completions)
endif()

# Policy 12.1 and 12.3: compressed, as small as can be.
file(GLOB_RECURSE pages ${root}/usr/share/man/*.1)
execute_process(COMMAND gzip -9n ${pages} ${doc}/changelog ${doc}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${root} -exec touch --no-dereference --date=@$ENV{SOURCE_DATE_EPOCH} {} +
    COMMAND_ERROR_IS_FATAL ANY)
endif()
