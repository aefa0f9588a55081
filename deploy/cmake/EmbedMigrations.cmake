# Writes OUT: the .sql files of FILES as a list of migrations in NAMESPACE. Run by deputies_migrations().
set(entries "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} sql)
  string(APPEND entries "      {\"${name}\", R\"migration(${sql})migration\"},\n")
endforeach()
file(WRITE ${OUT} "// Made from migrations/*.sql.
#include <vector>

#include \"services/common/db/database.h\"

namespace deputies::${NAMESPACE} {

const std::vector<db::Migration>& Migrations();

const std::vector<db::Migration>& Migrations() {
  static const auto* const migrations = new std::vector<db::Migration>{
${entries}  };
  return *migrations;
}

}  // namespace deputies::${NAMESPACE}
")
