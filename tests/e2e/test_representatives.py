"""From the top of the tree to one's village, and to the deputies of all four levels who represent it."""


def test_a_voter_finds_who_represents_the_village(client, stack):
    home = client.get(f"/v1/homes/{stack.demo['homeId']}").json
    place = home["organizationId"]
    village = client.get("/v1/organizations", parentId=place).json["organizations"][0]
    assert village["level"] == "STATION" and village["parentId"] == place
    path = f"/v1/organizations/{village['organizationId']}/representatives"
    representatives = client.pages(path, "representatives", page_size=2)
    levels = [one["deputy"]["level"] for one in representatives]
    assert set(levels) == {"TOWNSHIP_DEPUTY", "COUNTY_DEPUTY", "CITY_DEPUTY", "REGION_DEPUTY"}, levels
    order = ["REGION_DEPUTY", "CITY_DEPUTY", "COUNTY_DEPUTY", "TOWNSHIP_DEPUTY"]
    assert levels == sorted(levels, key=order.index)
    for one in representatives:
        assert one["reason"] and one["constituencyName"] in one["reason"]
        assert one["deputy"]["homeIds"], "and where the deputy can be reached"
