"""A deputy's points, computed from entries and rule books by the rules that services/duty/domain/scoring.h tells.

Written from those words alone: shares no code with the service.
"""

import collections
import datetime
import math
import zoneinfo

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")

Entry = collections.namedtuple(
    "Entry", "home sequence deputy item source_type source quantity template withdraws performed recorded partner "
             "evidence")
Item = collections.namedtuple("Item", "key kind points month_cap year_cap day_limit partner_limit for_item")
Total = collections.namedtuple(
    "Total", "points ranking low high opportunities handled rated stars rule_version")


class RuleBook:
    def __init__(self, version, effective_day):
        self.version = version
        self.effective_day = effective_day
        self.items = {}
        self.stars = []
        self.minimum = 0

    @property
    def exposed(self):
        return {item.for_item for item in self.items.values() if item.kind == "opportunity"}


def day_of(unix_ms):
    return datetime.datetime.fromtimestamp(unix_ms // 1000, SHANGHAI).date()


def months_of(period):
    if len(period) == 4:
        return int(period), range(1, 13)
    quarter = int(period[5])
    return int(period[:4]), range(quarter * 3 - 2, quarter * 3 + 1)


def wilson(handled, opportunities):
    if opportunities == 0:
        return 0, 1000
    k, n = handled, opportunities
    spread = 2 * math.isqrt((k * (n - k) + n) * 1_000_000 // n)
    low = max(0, (k + 2) * 1000 - spread) // (n + 4)
    high = min(1000, ((k + 2) * 1000 + spread + n + 3) // (n + 4))
    return low, high


def total_of(entries, books, period):
    year, months = months_of(period)
    last_month = months[-1]

    def book_on(day):
        found = books[0]
        for book in books:
            if book.effective_day <= day:
                found = book
        return found

    def book_of(month):
        return book_on(datetime.date(year, month, 1))

    void = {(e.item, e.source_type, e.source) for e in entries if e.withdraws}
    live = [e for e in entries if not e.withdraws and (e.item, e.source_type, e.source) not in void]
    handled_sources = {(e.item, e.source_type, e.source) for e in live if not e.template}

    month_points = collections.defaultdict(lambda: collections.Counter())
    received, handled = collections.Counter(), collections.Counter()
    of_day, of_partner = collections.Counter(), collections.Counter()
    for entry in sorted(live, key=lambda e: (e.performed, e.item.encode(), e.source_type.encode(), e.source)):
        day = day_of(entry.performed)
        if day.year != year or day.month > last_month:
            continue
        item = book_on(day).items.get(entry.item)
        if item is None:
            continue
        pair = (item.key, entry.partner)
        pair_full = entry.partner and item.partner_limit and of_partner[pair] >= item.partner_limit
        if item.kind == "opportunity":
            if pair_full:
                continue
            of_partner[pair] += 1
            received[day.month] += 1
            if (item.for_item, entry.source_type, entry.source) in handled_sources:
                handled[day.month] += 1
            continue
        if entry.template or (item.day_limit and of_day[item.key, day] >= item.day_limit) or pair_full:
            continue
        of_day[item.key, day] += 1
        of_partner[pair] += 1
        month_points[item.key][day.month] += item.points * entry.quantity

    points = other = 0
    exposed = book_of(last_month).exposed
    for key, by_month in month_points.items():
        of_year = of_period = 0
        for month in range(1, last_month + 1):
            value = by_month[month]
            item = book_of(month).items.get(key)
            if item is not None and item.kind == "act":
                if item.month_cap:
                    value = min(value, item.month_cap)
                if item.year_cap:
                    value = min(value, max(0, item.year_cap - of_year))
            of_year += value
            of_period += value if month in months else 0
        points += of_period
        other += of_period if key not in exposed else 0

    budget = sum(book_of(month).items[key].year_cap // 12 for month in months for key in book_of(month).exposed)
    n, k = sum(received[month] for month in months), sum(handled[month] for month in months)
    low, high = wilson(k, n)
    book = book_of(last_month)
    rated = n >= (book.minimum * len(months) + 11) // 12
    ranking = other + (budget * k // n if n else 0)
    stars = 0
    if rated:
        for star, least in book.stars:
            if ranking >= least * len(months) // 12:
                stars = star
    return Total(points, ranking, other + budget * low // 1000, other + budget * high // 1000, n, k, int(rated), stars,
                 book.version)
