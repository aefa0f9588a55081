"""The demo's livelihood projects: proposals of voters, twelve candidates of this year, and their open ballot.

Made over the API by the demo's people; what is there already is left alone.
"""

import datetime

from demo_client import DemoClient

_SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
_PROJECTS = [
    ("硬化村组道路八公里", "东街到南渠的村组道路雨天难行，改建为水泥路面。"),
    ("更换老旧自来水管网", "更换使用二十年以上的自来水管，解决冬季爆管停水。"),
    ("安装太阳能路灯三百盏", "在主要巷道和路口安装太阳能路灯，方便夜间出行。"),
    ("新建老年人日间食堂", "为独居老人提供平价午餐，由村里志愿者送餐上门。"),
    ("改造学校供暖设施", "把镇中心小学的燃煤锅炉改为空气源热泵。"),
    ("疏浚灌溉支渠", "疏浚淤积的灌溉支渠，配套节水闸门，保障春灌。"),
    ("建设村级卫生室两处", "配备常用设备和药品，让群众就近看病取药。"),
    ("整治农田排水沟", "疏通低洼地块的排水沟，减轻盐碱和内涝。"),
    ("增设公交停靠站", "在三个自然村增设公交停靠站和候车亭。"),
    ("设置农机维修服务点", "农忙时节提供农机维修和配件供应。"),
    ("建设垃圾分类收集点", "每个村民小组设一处垃圾分类收集点，定期清运。"),
    ("改造文化活动广场", "平整场地，增加健身器材和照明。"),
]
_SEATS = 10


def load(gateway, logins, home_id):
    """`logins` as in logins.json: a voter proposes, the township's office does the rest."""
    client = DemoClient(gateway)
    home = f"/v1/homes/{home_id}"
    year = datetime.datetime.now(_SHANGHAI).year
    if client.get(f"{home}/projects?year={year}").get("projects"):
        return
    voter, office = client.log_in(logins["voter"]), client.log_in(logins["township_admin"])
    title, description = _PROJECTS[0]
    proposal = client.write(voter, f"{home}/projectProposals", year=year, title=title, description=description,
                            place="东街至南渠")  # fmt: skip
    client.write(voter, f"{home}/projectProposals", year=year, title="在村口修一座戏台",
                 description="逢年过节唱戏没有地方，希望在村口修一座戏台。")  # fmt: skip
    for title, description in _PROJECTS:
        taken_up = [proposal["proposalId"]] if title == proposal["title"] else []
        client.write(office, f"{home}/projects", year=year, title=title, description=description, proposalIds=taken_up)
    deputies = 0
    path = f"{home}/deputies?pageSize=50"
    page = client.get(path)
    while True:
        deputies += len(page["deputies"])
        if not page.get("nextPageToken"):
            break
        page = client.get(f"{path}&pageToken={page['nextPageToken']}")
    close = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=30)
    client.write(office, f"{home}/ballots", kind="PROJECTS", title=f"{year}年民生实事项目票决",
                 options=[title for title, _ in _PROJECTS], maxChoices=_SEATS, seats=_SEATS, electorate="DEPUTIES",
                 quorum=deputies // 2 + 1, closeTime=close.strftime("%Y-%m-%dT%H:%M:%SZ"),
                 passphrase="演示用的监票口令，正式投票请自拟")  # fmt: skip
