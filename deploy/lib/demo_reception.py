"""The demo's reception days: two homes with hosts and a published plan of the rest of this year and of the next one.

Made over the API by the demo's county office, as people make them; what is there already is left alone.
"""

import datetime

from demo_client import DemoCallError, DemoClient

_SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
_HOSTS_PER_HOME = 5
_RULE = {
    "rrule": "FREQ=MONTHLY;BYDAY=2WE,4WE", "holidayRule": "SHIFT_LATER", "start": "09:00", "end": "11:30",
    "slotMinutes": 30, "slotCapacity": 6, "walkInPlaces": 2, "maxHosts": 5, "room": "一楼接待室",
}  # fmt: skip


def load(gateway, login, home_ids):
    """`login` is the county office's {"username", "password"}."""
    client = DemoClient(gateway)
    token = client.log_in(login)
    year = datetime.datetime.now(_SHANGHAI).year
    for home_id in home_ids:
        home = f"/v1/homes/{home_id}"
        planned = {plan["year"] for plan in client.get(f"{home}/receptionPlans", token)["plans"]}
        if year + 1 in planned:
            continue
        for deputy in client.get(f"{home}/deputies?pageSize={_HOSTS_PER_HOME}")["deputies"]:
            client.write(token, f"{home}/receptionHosts", kind="DEPUTY_HOST", deputyId=deputy["deputyId"],
                         name=deputy["name"], title=deputy["constituency"])  # fmt: skip
        for name, title in (("演示院长", "旗人民法院院长"), ("演示局长", "旗水利局局长")):
            client.write(token, f"{home}/receptionHosts", kind="ORGAN_HEAD_HOST", name=name, title=title)
        for planned_year in (year, year + 1):
            if planned_year in planned:
                continue
            try:
                plan = client.write(token, f"{home}/receptionPlans", year=planned_year, rules=[_RULE])
            except DemoCallError:
                if planned_year == year:
                    continue  # the last days of December have no reception left
                raise
            client.write(token, f"{home}/receptionPlans/{plan['planId']}:publish", late=True)


def call_screen(gateway, home_id):
    """The address of the screen that calls the visitors of the home's next reception; None without one in this half year."""
    today = datetime.datetime.now(_SHANGHAI).date()
    until = today + datetime.timedelta(days=180)
    days = DemoClient(gateway).get(f"/v1/homes/{home_id}/receptionDays?from={today}&to={until}")["days"]
    return f"{gateway}/console/#/screen/{days[0]['dayId']}?home={home_id}" if days else None
