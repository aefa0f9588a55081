"""The load test's quick form works; its figures are for people to read."""

from load import quick


def test_every_scenario_of_the_quick_form_is_measured(stack, world):
    table = quick.table(quick.make_bench(stack, world, stored=25), seconds=1)
    print(f"\n{table}")
    for scenario in ("list-20", "list-20 of anybody", "get-one", "post"):
        assert any(line.startswith(f"{scenario:18} ") and "CPU us" in line for line in table.splitlines()), table
