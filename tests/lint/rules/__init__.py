"""Every lint rule: a function that takes a Tree and gives Findings. A new one is added to ALL and to test_rules.py."""

from lint.rules import files, formatting, includes, layout, migrations, protos, reasons, statements

ALL = (
    includes.check_layers,
    includes.check_drivers,
    migrations.check_numbers,
    migrations.check_keys,
    statements.check_names,
    statements.check_loose_sql,
    statements.check_home_id,
    reasons.check,
    protos.check_method_rules,
    protos.check_request_ids,
    files.check_length,
    files.check_words,
    files.check_machine_paths,
    layout.check_top_level,
    formatting.check,
)
