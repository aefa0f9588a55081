"""The register of a county, imported by one command."""

import os
import subprocess
import time

import pytest

FULL = os.environ.get("DEPUTIES_FULL_DRILLS") == "1"
TOWNSHIPS, HOMES, DEPUTIES, VOTERS = (11, 60, 600, 100_000) if FULL else (3, 6, 40, 2_000)
LEVELS = ("township", "county", "city", "region")


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A folder with a made-up county."""
    folder = tmp_path_factory.mktemp("county")
    villages = [f"T-{town}-V{village}" for town in range(TOWNSHIPS) for village in range(8)]
    organizations = [("X-150899", "测试旗", "county", "")]
    organizations += [(f"T-{town}", f"测试{town}镇", "township", "X-150899") for town in range(TOWNSHIPS)]
    organizations += [(village, f"测试村{village}", "station", village.rsplit("-", 1)[0]) for village in villages]
    write(folder / "organizations.csv", "code,name,level,parent_code", organizations)
    write(folder / "homes.csv", "code,name,organization_code",
          [(f"XH-{home}", f"测试之家{home}", f"T-{home % TOWNSHIPS}") for home in range(HOMES)])
    write(folder / "deputies.csv", "code,name,level,term,term_start,home_codes,constituency_codes",
          [(f"XD-{one}", f"代表{one}", LEVELS[one % 4], 18, "2021-11-01", f"XH-{one % HOMES}",
            villages[one % len(villages)]) for one in range(DEPUTIES)])
    write(folder / "voters.csv", "phone,constituency_code",
          [(f"15{one:09d}", villages[one % len(villages)]) for one in range(VOTERS)])
    return folder


def write(path, head, rows):
    path.write_text("\n".join([head, *(",".join(str(cell) for cell in row) for row in rows)]) + "\n", encoding="utf-8")


def run(stack, *arguments):
    return subprocess.run(stack.ctl("import-county", *map(str, arguments)), capture_output=True, text=True,
                          timeout=900, check=False)  # fmt: skip


def count(stack, table):
    return int(stack.sql_value("accounts", f"SELECT COUNT(*) FROM {table}"))


def test_a_wrong_row_anywhere_keeps_everything_out(stack, county, tmp_path):
    for file in county.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with open(tmp_path / "voters.csv", "a", encoding="utf-8") as voters:
        voters.write("12345,T-0-V0\n15000000000,nowhere\n")
    with open(tmp_path / "deputies.csv", "a", encoding="utf-8") as deputies:
        deputies.write("XD-bad,某人,village,18,2021-11-01,XH-0,\n")
    before = {table: count(stack, table) for table in ("organizations", "homes", "deputies", "persons")}
    done = run(stack, tmp_path)
    assert done.returncode == 2, done
    assert f"deputies.csv line {DEPUTIES + 2}, column level: expected township, county, city or region" in done.stderr
    assert f"voters.csv line {VOTERS + 2}, column phone: expected a mobile number" in done.stderr
    assert f"voters.csv line {VOTERS + 3}, column constituency_code: expected a code of organizations.csv" in done.stderr
    assert "nothing was imported" in done.stderr
    assert {table: count(stack, table) for table in before} == before


def test_the_county_is_there_after_one_command_and_a_repeat_adds_nothing(stack, county, world, client):
    preview = run(stack, county, "--preview=yes")
    assert preview.returncode == 0 and f"would import {1 + TOWNSHIPS * 9} organisations" in preview.stdout, preview
    before = count(stack, "persons")
    begin = time.monotonic()
    done = run(stack, county)
    assert done.returncode == 0, done.stderr
    seconds = time.monotonic() - begin
    print(done.stdout, f"{seconds:.1f} s")
    # A whole county in two minutes even where everything else runs, too.
    assert seconds < 120, f"{VOTERS / seconds:.0f} rows a second"
    assert "100 %" in done.stderr, "progress"
    after = {table: count(stack, table) for table in ("organizations", "homes", "deputies", "persons", "identities")}
    assert after["persons"] == before + VOTERS
    assert run(stack, county).returncode == 0
    assert {table: count(stack, table) for table in after} == after

    # The lists answer, and with how much CPU of the service.
    found = client.get("/v1/organizations")
    assert found.status == 200
    home_id = stack.sql_value("accounts", "SELECT home_id FROM homes WHERE code = 'XH-0'")
    world.make_staff("tests-imported", "ROLE_LIAISON", "T-0")
    token = client.post("/v1/sessions:passwordLogin",
                        {"username": "tests-imported", "password": "Tests-only-9274"}).json["sessionToken"]
    lists = (f"/v1/homes/{home_id}/deputies", f"/v1/homes/{home_id}/voters", "/v1/homes",
             f"/v1/homes/{home_id}/mandates", "/v1/organizations")
    for path in lists:
        times = 20
        used = stack.cpu_seconds("accounts")
        for _ in range(times):
            assert client.get(path, token).status == 200, path
        each = (stack.cpu_seconds("accounts") - used) / times * 1000
        print(f"{path.rsplit('/', 1)[1]}: {each:.2f} ms of service CPU a call")
        assert each < 20, path
