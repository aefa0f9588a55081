"""The register of a county, imported by one command."""

import os
import subprocess
import time
import zipfile

import pytest

from e2e.stack import wait_until
from e2e.world import PASSWORD

FULL = os.environ.get("DEPUTIES_FULL_DRILLS") == "1"
TOWNSHIPS, HOMES, DEPUTIES, VOTERS = (11, 60, 600, 100_000) if FULL else (3, 6, 40, 2_000)
LEVELS = ("township", "county", "city", "region")
# Made above the imported homes; each list is open to one of them.
STAFF = {"tests-imported": ("ROLE_LIAISON", "T-0"), "tests-imported-county": ("ROLE_COUNTY_OFFICE", "X-150899"),
         "tests-imported-security": ("ROLE_SECURITY_ADMIN", "X-150899")}  # fmt: skip
# The bar of every list, in milliseconds of service CPU a call.
LIST_CPU_MS = 20


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


def undo(stack, imported):
    """Takes back what a run of import-county brought in, by the number that it printed; twice is once."""
    number = imported.stdout.rsplit("undo-county ", 1)[1].strip()
    for _ in range(2):
        done = subprocess.run(stack.ctl("undo-county", number), capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done


def write_workbook(path, rows):
    """A workbook as Excel writes it, as far as a reader looks: words in a shared table, numbers as numbers."""
    words = sorted({cell for row in rows for cell in row if isinstance(cell, str)})
    cells = "".join(
        f'<row r="{number}">' + "".join(
            f'<c r="{chr(65 + column)}{number}" t="s"><v>{words.index(cell)}</v></c>' if isinstance(cell, str)
            else f'<c r="{chr(65 + column)}{number}"><v>{cell}</v></c>' for column, cell in enumerate(row)) + "</row>"
        for number, row in enumerate(rows, 1))  # fmt: skip
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
                               'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                       f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="代表" sheetId="1" r:id="r1"/>'
                           "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                                      f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
                                      f'Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">' + "".join(f"<si><t>{word}</t></si>" for word in words) + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


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


def measure_every_list(stack, world, client):
    """Every list that accounts serves answers, and with little CPU of the service."""
    tokens = []
    for name, (role, place) in STAFF.items():
        world.make_staff(name, role, place)
        answer = client.post("/v1/sessions:passwordLogin", {"username": name, "password": PASSWORD})
        assert answer.status == 200, answer
        tokens.append(answer.json["sessionToken"])
    places = {
        "home_id": stack.sql_value("accounts", "SELECT home_id FROM homes WHERE code = 'XH-0'"),
        "organization_id": stack.sql_value("accounts", "SELECT organization_id FROM organizations WHERE code = 'X-150899'"),
    }
    routes = {name: method.route for name, method in stack.methods.items()
              if name.startswith("deputies.accounts.v1.") and ".List" in name and method.verb == "GET"}  # fmt: skip
    assert len(routes) >= 14, routes
    for name, route in routes.items():
        path = route.format(**places)
        token = next((token for token in tokens if client.get(path, token).status == 200), None)
        assert token, f"{name} is open to none of {list(STAFF)}"
        times = 20
        used = stack.cpu_seconds("accounts")
        for _ in range(times):
            assert client.get(path, token).status == 200, path
        each = (stack.cpu_seconds("accounts") - used) / times * 1000
        print(f"{name.rsplit('.', 1)[1]}: {each:.2f} ms of service CPU a call")
        assert each < LIST_CPU_MS, name


def test_the_county_is_there_after_one_command_and_goes_by_another(stack, county, world, client, tmp_path_factory):
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
    again = run(stack, county)
    assert again.returncode == 0
    assert {table: count(stack, table) for table in after} == after

    # An Excel workbook does as well, and what it changed is put back.
    name = "SELECT CONCAT(name, ' ', occupation) FROM deputies WHERE code = 'XD-1'"
    old = stack.sql_value("accounts", name)
    workbooks = tmp_path_factory.mktemp("workbooks")
    write_workbook(workbooks / "deputies.xlsx", [
        ["code", "name", "level", "term", "term_start", "home_codes", "constituency_codes", "group_codes", "occupation"],
        ["XD-1", "改名代表", "township", 18, "2021-11-01", "XH-1", "T-0-V0", "T-0-V1", "牧民"],
        ["XD-new", "新增代表", "township", 18, "2021-11-01", "XH-1", "", "T-0-V1", ""]])  # fmt: skip
    for other in ("organizations", "homes"):
        (workbooks / f"{other}.csv").write_bytes((county / f"{other}.csv").read_bytes())
    changed = run(stack, workbooks)
    assert changed.returncode == 0, changed.stderr
    assert stack.sql_value("accounts", name) == "改名代表 牧民"
    group = stack.sql_value("accounts", "SELECT organization_id FROM organizations WHERE code = 'T-0-V1'")
    members = client.get(f"/v1/organizations/{group}/members").json["deputies"]
    assert {member["name"] for member in members} == {"改名代表", "新增代表"}
    undo(stack, changed)
    assert stack.sql_value("accounts", name) == old
    wait_until(lambda: not client.get(f"/v1/organizations/{group}/members").json.get("deputies"), 10, "the kept answer to end")
    (workbooks / "deputies.xlsx").unlink()
    write_workbook(workbooks / "deputies.xlsx", [["code", "name", "level", "term", "term_start", "home_codes"],
                                                 ["XD-2", "某人", "village", 18, "2021-11-01", "XH-1"]])  # fmt: skip
    wrong = run(stack, workbooks)
    assert wrong.returncode == 2 and "deputies.xlsx line 2, column level: expected township" in wrong.stderr, wrong

    measure_every_list(stack, world, client)

    # Taken back, the later import first; whoever signed in meanwhile would stay.
    for later in (again, done):
        begin = time.monotonic()
        undo(stack, later)
        print(f"undone in {time.monotonic() - begin:.1f} s")
    assert count(stack, "persons") <= before + len(STAFF), "the voters are gone, the staff of the test are not"
    assert stack.sql_value("accounts", "SELECT COUNT(*) FROM homes WHERE code LIKE 'XH-%' AND closed_time IS NULL") == "0"
    assert stack.sql_value("accounts", "SELECT COUNT(*) FROM deputies WHERE code LIKE 'XD-%' AND term_end_time IS NULL") == "0"
