"""A county office plans the receptions of a year for all its homes at once."""

import datetime
import os
import time

import pytest

from e2e.client import with_request_id
from e2e.world import PASSWORD

FULL = os.environ.get("DEPUTIES_FULL_DRILLS") == "1"
HOMES, DEPUTIES, MEMBERS, HEADS = (60, 600, 45, 80) if FULL else (6, 60, 5, 8)
COUNTY = "X-150898"
YEAR = datetime.datetime.now().year + 1
RULES = [{"rrule": f"FREQ=MONTHLY;BYMONTHDAY={day}", "start": "09:00", "end": "11:30", "slotMinutes": 30,
          "slotCapacity": 6, "walkInPlaces": 2, "minHosts": 2, "maxHosts": 10} for day in (10, 25)]  # fmt: skip


@pytest.fixture(scope="module")
def county(world, client):
    """The homes with everybody on their lists: (organisation, homes, token of the office)."""
    make, message = world._call, world.stack.protos.message
    organizations = [message("deputies.accounts.v1.ImportedOrganization", code=COUNTY, name="测试规划旗", level=3)]
    organizations += [message("deputies.accounts.v1.ImportedOrganization", code=f"{COUNTY}-{number}", parent_code=COUNTY,
                              name=f"规划{number}镇", level=4) for number in range(HOMES)]  # fmt: skip
    answer = make("OrganizationService.ImportOrganizations", organizations=organizations)
    homes = world.make_homes(*((f"XP-{number}", f"规划之家{number}", f"{COUNTY}-{number}") for number in range(HOMES)))
    deputies = []
    for number in range(DEPUTIES):
        deputy = message("deputies.accounts.v1.ImportedDeputy", code=f"XP-{number}", name=f"规划代表{number}", level=1,
                         term=18, home_codes=[f"XP-{number % HOMES}"])  # fmt: skip
        deputy.term_start_time.FromJsonString("2021-06-01T00:00:00Z")
        deputies.append(deputy)
    ids = [one for start in range(0, DEPUTIES, 500)
           for one in make("DeputyService.ImportDeputies", deputies=deputies[start:start + 500]).deputy_ids]  # fmt: skip
    world.make_staff("tests-planner", "ROLE_COUNTY_OFFICE", COUNTY)
    login = client.post("/v1/sessions:passwordLogin", {"username": "tests-planner", "password": PASSWORD})
    token = login.json["sessionToken"]

    def enlist(home, **fields):
        made = client.post(f"/v1/homes/{home}/receptionHosts", with_request_id(**fields), token)
        assert made.status == 200, made

    for number, deputy_id in enumerate(ids):
        enlist(homes[number % HOMES], kind="DEPUTY_HOST", deputyId=str(deputy_id), name=f"规划代表{number}")
    for number in range(MEMBERS + HEADS):
        kind = "COMMITTEE_MEMBER_HOST" if number < MEMBERS else "ORGAN_HEAD_HOST"
        for step in range(3):
            enlist(homes[(number + step) % HOMES], kind=kind, name=f"规划委员院长{number}")
    return str(answer.organization_ids[0]), homes, token


def test_every_duty_is_met_in_one_of_the_homes(county, client):
    organization, homes, token = county
    path = f"/v1/organizations/{organization}/receptionPlans"
    body = with_request_id(year=YEAR, rules=RULES)
    begin = time.monotonic()
    made = client.post(path, body, token)
    seconds = time.monotonic() - begin
    assert made.status == 200, made
    print(f"{HOMES} homes, {DEPUTIES} deputies, {MEMBERS} members, {HEADS} organ heads: {seconds:.2f} s")
    assert seconds < 10
    plans = made.json["plans"]
    assert {plan["homeId"] for plan in plans} == set(homes) and not made.json.get("leftHomeIds")
    assert client.post(path, body, token).json == made.json

    loads, months = {}, {}
    for plan in plans:
        seen = client.get(f"/v1/homes/{plan['homeId']}/receptionPlans/{plan['planId']}", token).json
        assert len({day["date"][:7] for day in seen["days"]}) == 12, "each home each month"
        for day in seen["days"]:
            assert len(day["hosts"]) >= 2
            for host in day["hosts"]:
                loads[host["name"]] = loads.get(host["name"], 0) + 1
                months.setdefault(host["name"], set()).add(day["date"][:7])
    deputies = [f"规划代表{number}" for number in range(DEPUTIES)]
    others = [f"规划委员院长{number}" for number in range(MEMBERS + HEADS)]
    assert all(len(months[name]) == 12 for name in deputies), "each deputy each month"
    assert all(name in loads for name in others), "each member and organ head in the year"
    # The office's proof: each once, whichever of the homes, with what is planned.
    proof = client.get(f"/v1/organizations/{organization}/receptionCoverage?year={YEAR}", token)
    assert proof.status == 200, proof
    assert {host["host"]["name"]: host["plannedCount"] for host in proof.json["hosts"]} == loads
    assert {home["homeId"] for home in proof.json["homes"]} == set(homes)
    assert all(home["monthsWithReception"] == list(range(1, 13)) for home in proof.json["homes"])

    for group in (deputies, others):
        counts = [loads[name] for name in group]
        print(f"{group[0][:4]}: {min(counts)} to {max(counts)} receptions")
        assert max(counts) - min(counts) <= 1
