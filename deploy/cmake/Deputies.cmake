# Dependencies, flags and the few functions that every CMakeLists.txt of the tree uses.

set(DEPUTIES_SANITIZER "" CACHE STRING "Sanitizers to build with: empty, address,undefined or thread")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Protobuf 3.21 REQUIRED)
find_package(MysqlConnectorCpp REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(grpcpp REQUIRED IMPORTED_TARGET grpc++)
pkg_check_modules(gumbo REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)  # its CMake config file is broken in Debian 12
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(ical REQUIRED IMPORTED_TARGET libical)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(webp REQUIRED IMPORTED_TARGET libwebp)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(minizip REQUIRED IMPORTED_TARGET minizip)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(absl REQUIRED IMPORTED_TARGET
  absl_base absl_flat_hash_map absl_random_random absl_status absl_statusor absl_str_format absl_strings
  absl_synchronization absl_time absl_any_invocable absl_cleanup absl_flags absl_flags_parse absl_flags_usage)
find_program(PROTOC_PROGRAM protoc REQUIRED)
find_program(GRPC_CPP_PLUGIN_PROGRAM grpc_cpp_plugin REQUIRED)

# google/api and google/rpc protos (Debian: golang-github-gogo-googleapis-dev).
find_path(GOOGLEAPIS_PROTO_DIR google/api/annotations.proto
  PATHS /usr/share/gocode/src/github.com/gogo/googleapis REQUIRED)
# grpc/health/v1/health.proto (Debian: grpc-proto).
find_path(GRPC_PROTO_DIR grpc/health/v1/health.proto PATHS /usr/share/grpc-proto REQUIRED)

# Flags of our own code, and of our own code only.
add_library(deputies_flags INTERFACE)
target_include_directories(deputies_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(deputies_flags INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wno-missing-field-initializers -Wno-subobject-linkage -Werror -fno-omit-frame-pointer
  # GCC 12 warns of std::variant members that it cannot follow.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
target_link_libraries(deputies_flags INTERFACE PkgConfig::absl Threads::Threads)

if(DEPUTIES_SANITIZER)
  add_compile_options(-fsanitize=${DEPUTIES_SANITIZER} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DEPUTIES_SANITIZER})
  if(DEPUTIES_SANITIZER STREQUAL "thread")
    add_compile_options(
      -Wno-tsan  # Asio's fences, which the sanitizer does not follow
      # Protobuf's map fields have two members more under this macro. Debian's library is built without
      # it, so our programs have to see the class as the library does.
      -U__SANITIZE_THREAD__)
  endif()
endif()

# deputies_library(<name> SRCS ... DEPS ...): a static library of our own code.
function(deputies_library name)
  cmake_parse_arguments(arg "" "" "SRCS;DEPS" ${ARGN})
  add_library(${name} STATIC ${arg_SRCS})
  target_link_libraries(${name} PUBLIC deputies_flags ${arg_DEPS})
endfunction()

# deputies_binary(<name> SRCS ... DEPS ...): a program.
function(deputies_binary name)
  cmake_parse_arguments(arg "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${arg_SRCS})
  target_link_libraries(${name} PRIVATE deputies_flags ${arg_DEPS})
endfunction()

# deputies_test(<name> LABEL unit|storage|integration SRCS ... DEPS ...): a GoogleTest program. The label is the
# folder of needs: "unit" needs nothing, "storage" starts a private MariaDB or Redis.
function(deputies_test name)
  cmake_parse_arguments(arg "" "LABEL" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${arg_SRCS})
  target_link_libraries(${name} PRIVATE deputies_flags ${arg_DEPS} GTest::gmock GTest::gtest_main)
  # Each test file has fixtures of its own.
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests UNITY_BUILD OFF)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT 300)
  if(DEPUTIES_SANITIZER STREQUAL "thread")
    set_tests_properties(${name} PROPERTIES
      ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp")
  endif()
  add_dependencies(tests_${arg_LABEL} ${name})
endfunction()
add_custom_target(tests_unit)
add_custom_target(tests_storage)
add_custom_target(tests_integration)

# deputies_migrations(<name> <namespace> DIR): embeds DIR/NNNN_*.sql in a library that defines
# `const std::vector<deputies::db::Migration>& deputies::<namespace>::Migrations()`.
function(deputies_migrations name namespace dir)
  file(GLOB files CONFIGURE_DEPENDS ${dir}/[0-9][0-9][0-9][0-9]_*.sql)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} "-DFILES=${files}"
            -P ${PROJECT_SOURCE_DIR}/deploy/cmake/EmbedMigrations.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/deploy/cmake/EmbedMigrations.cmake
    VERBATIM)
  deputies_library(${name} SRCS ${out} DEPS common_db)
endfunction()
