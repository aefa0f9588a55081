"""Every lint rule fails on a bad sample and lets its good twin pass."""

import pathlib
import textwrap

import pytest

from lint import rules
from lint.rules import files, formatting, includes, layout, migrations, protos, reasons, statements
from lint.tree import Tree

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPTIONS = "proto/deputies/common/v1/options.proto"
STORE = "services/board/storage/message_store.cc"
MIGRATION = "services/board/migrations/0001_create_messages.sql"

TABLE = "CREATE TABLE messages (home_id BIGINT NOT NULL, id BIGINT NOT NULL, {});"
STATEMENT = 'constexpr db::Statement kGetMessage{{{}}};'
METHOD = """
    syntax = "proto3";
    package deputies.test.v1;
    import "deputies/common/v1/options.proto";
    import "google/api/annotations.proto";
    service TestService {
      rpc DoThing(DoThingRequest) returns (DoThingRequest) {
        OPTIONS
      }
    }
    message DoThingRequest { FIELDS }
"""
ROUTE = 'option (google.api.http) = { post: "/v1/things" body: "*" };'
RULE = "option (deputies.common.v1.method) = {{ {} }};"


def method(options, fields=""):
    return {
        "proto/deputies/test/v1/test.proto": METHOD.replace("OPTIONS", options).replace("FIELDS", fields),
        OPTIONS: (ROOT / OPTIONS).read_text(encoding="utf-8"),
    }


def include(header):
    return f'#include "{header}"\n'


# (rule, files in which it must find something, files in which it must find nothing)
SAMPLES = [
    (includes.check_layers,
     {"services/board/domain/a.h": include("deputies/board/v1/message.pb.h")},
     {"services/board/domain/a.h": include("services/common/base/error.h") + "#include <string>\n"}),
    (includes.check_layers,
     {"services/board/domain/a.h": include("services/common/db/database.h")},
     {"services/board/storage/a.h": include("services/common/db/database.h")}),
    (includes.check_layers,
     {"services/board/rpc/a.cc": include("services/board/storage/message_store.h")},
     {"services/board/main.cc": include("services/board/storage/message_store.h")}),
    (includes.check_layers,
     {"services/all_in_one/main.cc": include("services/board/storage/message_store.h")},
     {"services/all_in_one/main.cc": include("services/board/composition/program.h") + include("gateway/gateway.h")}),
    (includes.check_layers,
     {"services/all_in_one/main.cc": include("gateway/api_call.h")},
     {"services/all_in_one/main.cc": include("services/common/rpc/server.h")}),
    (includes.check_layers,
     {"services/board/storage/a.cc": include("deputies/board/v1/message.pb.h")},
     {"services/board/storage/a.cc": include("deputies/events/v1/event.pb.h")}),
    (includes.check_layers,
     {"services/board/main.cc": include("services/accounts/domain/person.h")},
     {"services/board/upstream/a.cc": include("deputies/accounts/v1/deputy.grpc.pb.h")}),
    (includes.check_layers,
     {"services/common/rpc/a.cc": include("services/board/domain/message.h")},
     {"services/common/rpc/a.cc": include("services/common/auth/caller_context.h")}),
    (includes.check_layers,
     {"gateway/http/a.cc": include("services/board/domain/message.h")},
     {"gateway/http/a.cc": include("services/common/log/log.h")}),
    (includes.check_layers,
     {"gateway/http/a.cc": include("services/common/db/database.h")},
     {"gateway/http/a.cc": include("gateway/routing/router.h")}),
    (includes.check_layers,
     {"services/board/domain/a_test.cc": include("services/accounts/domain/person.h")},
     {"services/board/domain/a_test.cc": include("services/board/storage/message_store.h")}),
    (includes.check_drivers,
     {STORE: "#include <cppconn/driver.h>\n"},
     {"services/common/db/connection.cc": "#include <cppconn/driver.h>\n"}),
    (includes.check_drivers,
     {STORE: "#include <hiredis/hiredis.h>\n"},
     {"services/common/redis/connection.cc": "#include <hiredis/hiredis.h>\n"}),
    (includes.check_drivers,
     {"gateway/routing/a.h": "#include <boost/asio.hpp>\n"},
     {"gateway/http/a.h": "#include <boost/asio.hpp>\n"}),

    (migrations.check_numbers,
     {MIGRATION: "", "services/board/migrations/0003_add_rating.sql": ""},
     {MIGRATION: "", "services/board/migrations/0002_add_rating.sql": ""}),
    (migrations.check_numbers,
     {"services/board/migrations/0001_messages.sql": ""}, {MIGRATION: ""}),
    (migrations.check_keys,
     {MIGRATION: TABLE.format("KEY idx_id (id)")},
     {MIGRATION: TABLE.format("PRIMARY KEY (home_id, id)")}),
    (migrations.check_keys,
     {MIGRATION: TABLE.format("PRIMARY KEY (id)")},
     {MIGRATION: TABLE.format("PRIMARY KEY (`home_id`, `id`)")}),
    (migrations.check_keys,
     {MIGRATION: TABLE.format("PRIMARY KEY (home_id, id), UNIQUE KEY uk_id (id, home_id)")},
     {MIGRATION: TABLE.format("PRIMARY KEY (home_id, id), UNIQUE KEY uk_id (home_id, version)")}),
    (migrations.check_keys,
     {MIGRATION: "CREATE TABLE messages (id BIGINT PRIMARY KEY);"},
     {"services/accounts/migrations/0001_create_people.sql": "CREATE TABLE persons (id BIGINT PRIMARY KEY);"}),
    (migrations.check_keys,
     {MIGRATION: TABLE.format("PRIMARY KEY (home_id, id), FOREIGN KEY (id) REFERENCES answers (id)")},
     {MIGRATION: TABLE.format("PRIMARY KEY (home_id, id) -- no FOREIGN KEY here\n")}),

    (statements.check_names,
     {STORE: STATEMENT.format('"SELECT body FROM messages WHERE home_id = ?"')},
     {STORE: STATEMENT.format('"/* board.GetMessage */ SELECT body FROM messages WHERE home_id = ?"')}),
    (statements.check_names,
     {STORE: STATEMENT.format('"/* board.FindMessage */ SELECT 1"')},
     {STORE: STATEMENT.format('R"(/* board.GetMessage */ SELECT 1)"')}),
    (statements.check_loose_sql,
     {STORE: 'tx.Query({"SELECT body FROM messages"}, {});'},
     {STORE: '// "SELECT body" is what this asks\n' + STATEMENT.format('"/* board.GetMessage */ SELECT 1"')}),
    (statements.check_home_id,
     {STORE: STATEMENT.format('"/* board.GetMessage */ SELECT body "\n  "FROM messages WHERE id = ?"')},
     {STORE: STATEMENT.format('"/* board.GetMessage */ SELECT body "\n  "FROM messages WHERE home_id = ? AND id = ?"')}),
    (statements.check_home_id,
     {STORE: '#define WHO "WHERE id=?"\n' + STATEMENT.format('"/* board.GetMessage */ DELETE FROM messages " WHO')},
     {STORE: '#define WHO "WHERE home_id=?"\n' + STATEMENT.format('"/* board.GetMessage */ DELETE FROM messages " WHO')}),
    (statements.check_home_id,
     {STORE: STATEMENT.format('"/* board.GetMessage */ UPDATE messages SET version = 1 WHERE id = ?"')},
     {STORE: STATEMENT.format('"/* board.GetMessage */ INSERT INTO messages (home_id, id) VALUES (?, ?)"')}),
    (statements.check_home_id,
     {STORE: STATEMENT.format('"/* board.GetMessage */ WITH line (id) AS (SELECT 1) SELECT id FROM messages JOIN line"')},
     {STORE: STATEMENT.format('"/* board.GetMessage */ WITH line (id) AS (SELECT 1) SELECT id FROM line"')}),
    (statements.check_home_id,
     {STORE: STATEMENT.format('"/* board.GetMessage */ SELECT home_id FROM persons WHERE id = ?"')},
     {"services/accounts/storage/a.cc":
      STATEMENT.format('"/* accounts.GetMessage */ SELECT id FROM persons WHERE id = ?"')}),

    (reasons.check,
     {"services/board/domain/errors.cc": 'MakeError(absl::StatusCode::kNotFound, "NO_SUCH", "没有");',
      "proto/deputies/common/v1/errors.proto": "  MESSAGE_NOT_FOUND = 100;\n"},
     {"services/board/domain/errors.cc": 'MakeError(absl::StatusCode::kNotFound, "MESSAGE_NOT_FOUND", "没有");',
      "proto/deputies/common/v1/errors.proto": "  MESSAGE_NOT_FOUND = 100;\n"}),
    (reasons.check,
     {"proto/deputies/board/v1/a.proto": "// Errors: NOT_FOUND/NO_SUCH.\n",
      "proto/deputies/common/v1/errors.proto": "  MESSAGE_NOT_FOUND = 100;\n"},
     {"proto/deputies/board/v1/a.proto": "// Errors: NOT_FOUND/MESSAGE_NOT_FOUND.\n",
      "proto/deputies/common/v1/errors.proto": "  MESSAGE_NOT_FOUND = 100;\n"}),

    (protos.check_method_rules, method(""), method(RULE.format("access: VOTER effect: READ"))),
    (protos.check_method_rules,
     method(RULE.format("access: VOTER")), method(RULE.format("access: VOTER effect: WRITE"))),
    (protos.check_method_rules,
     method(RULE.format("effect: READ")), method(RULE.format("access: PUBLIC effect: READ"))),
    (protos.check_method_rules,
     method(ROUTE + RULE.format("access: VOTER effect: READ")),
     method(ROUTE + RULE.format('access: VOTER effect: READ rate_class: "read"'))),
    (protos.check_request_ids,
     method(ROUTE + RULE.format("access: VOTER effect: WRITE")),
     method(ROUTE + RULE.format("access: VOTER effect: WRITE"), "string request_id = 1;")),

    (files.check_length, {"services/a.h": "\n" * 701}, {"services/a.h": "\n" * 700}),
    (files.check_words, {"services/a.h": "// FIX" + "ME: later\n"}, {"services/a.h": "// fixed\n"}),
    (files.check_machine_paths, {"README.md": "see /ho" + "me/li/x\n"}, {"README.md": "see /v1/homes/1/x\n"}),
    (layout.check_top_level, {"notes.txt": ""}, {"README.md": ""}),
    (formatting.check,
     {".clang-format": "BasedOnStyle: Google\n", "services/a.h": "int  a ;\n"},
     {".clang-format": "BasedOnStyle: Google\n", "services/a.h": "int a;\n"}),
]


def findings(rule, folder, samples):
    for name, text in samples.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return [str(finding) for finding in rule(Tree(folder))]


def name_of(sample):
    rule = sample[0]
    return f"{rule.__module__.rsplit('.', 1)[1]}.{rule.__name__}"


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_rule_finds_the_bad_sample_only(sample, tmp_path):
    rule, bad, good = sample
    assert findings(rule, tmp_path / "bad", bad)
    assert not findings(rule, tmp_path / "good", good)


def test_this_checkout_s_own_folder_is_a_machine_path(tmp_path):
    inside = tmp_path / "checkout"
    assert findings(files.check_machine_paths, inside, {"README.md": f"see {tmp_path}/checkout/x\n"})


def test_every_rule_has_a_sample():
    assert {sample[0] for sample in SAMPLES} == set(rules.ALL)
