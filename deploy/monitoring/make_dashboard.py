#!/usr/bin/python3
"""Writes deputies-dashboard.json, the Grafana dashboard, next to itself; --check only compares.

One line a panel here, hundreds there: edit here, run, commit both.
"""

import json
import pathlib
import sys

TARGET = pathlib.Path(__file__).with_name("deputies-dashboard.json")

RATE = "$__rate_interval"

# Row -> panels: (title, unit, [(expression, legend)]).
ROWS = {
    "Clients": [
        ("Requests by outcome", "reqps", [
            (f"sum by (code) (rate(deputies_gateway_calls_total[{RATE}]))", "{{code}}")]),
        ("Errors of ours, share", "percentunit", [
            (f'sum(rate(deputies_gateway_calls_total{{code=~"INTERNAL|UNKNOWN|UNAVAILABLE|DEADLINE_EXCEEDED"}}[{RATE}]))'
             f" / sum(rate(deputies_gateway_calls_total[{RATE}]))", "errors")]),
        ("Latency", "s", [
            (f"histogram_quantile({q}, sum by (le) (rate(deputies_gateway_call_seconds_bucket[{RATE}])))", f"p{q * 100:g}")
            for q in (0.5, 0.9, 0.99)]),
        ("p99 by method", "s", [
            (f"topk(10, histogram_quantile(0.99, sum by (le, method) (rate(deputies_gateway_call_seconds_bucket[{RATE}]))))",
             "{{method}}")]),
        ("Open connections", "short", [("deputies_gateway_connections", "{{instance}}")]),
        ("Public pages from memory", "percentunit", [
            (f'sum(rate(deputies_gateway_public_cache_total{{outcome=~"hit|follow"}}[{RATE}]))'
             f" / sum(rate(deputies_gateway_public_cache_total[{RATE}]))", "share")]),
    ],
    "Limits": [
        ("Refused by a rate limit", "reqps", [
            (f"sum by (by) (rate(deputies_gateway_rate_limited_total[{RATE}]))", "{{by}}")]),
        ("Calls under way and their limit", "short", [
            ("deputies_gateway_backend_running", "running {{backend}}"),
            ("deputies_gateway_backend_limit", "limit {{backend}}")]),
        ("Calls that wait for their turn", "short", [("deputies_gateway_backend_waiting", "{{backend}}")]),
        ("Turned away by admission", "reqps", [
            (f"sum by (backend) (rate(deputies_gateway_backend_refused[{RATE}]))", "{{backend}}")]),
        ("Breaker open", "short", [("deputies_gateway_backend_breaker_open", "{{backend}}")]),
        ("Retries, sessions not checked", "reqps", [
            (f"sum(rate(deputies_gateway_retries_total[{RATE}]))", "retries"),
            (f"sum(rate(deputies_gateway_unchecked_sessions_total[{RATE}]))", "unchecked sessions")]),
    ],
    "Services": [
        ("Calls", "reqps", [(f"sum by (job) (rate(deputies_rpc_calls_total[{RATE}]))", "{{job}}")]),
        ("Latency p99", "s", [
            (f"histogram_quantile(0.99, sum by (le, job) (rate(deputies_rpc_call_seconds_bucket[{RATE}])))", "{{job}}")]),
        ("Wait for a worker p99", "s", [
            (f"histogram_quantile(0.99, sum by (le, job) (rate(deputies_rpc_queue_seconds_bucket[{RATE}])))", "{{job}}")]),
        ("Wait for a database connection p99", "s", [
            (f"histogram_quantile(0.99, sum by (le, job) (rate(deputies_db_checkout_seconds_bucket[{RATE}])))", "{{job}}")]),
        ("Database connections in use", "short", [("deputies_db_connections_in_use", "{{job}}")]),
        ("Transactions run again", "reqps", [(f"sum by (job) (rate(deputies_db_retries_total[{RATE}]))", "{{job}}")]),
        ("Memory", "bytes", [("process_resident_memory_bytes", "{{job}}")]),
        ("CPU", "short", [(f"rate(process_cpu_seconds_total[{RATE}])", "{{job}}")]),
    ],
}

PANEL_WIDTH, PANEL_HEIGHT, GRID_WIDTH = 8, 7, 24


def dashboard():
    panels, y = [], 0
    for row, members in ROWS.items():
        panels.append({"type": "row", "title": row, "collapsed": False, "panels": [], "id": len(panels) + 1,
                       "gridPos": {"x": 0, "y": y, "w": GRID_WIDTH, "h": 1}})
        y += 1
        for index, (title, unit, targets) in enumerate(members):
            column = index * PANEL_WIDTH % GRID_WIDTH
            if column == 0 and index:
                y += PANEL_HEIGHT
            panels.append(panel(len(panels) + 1, title, unit, targets, column, y))
        y += PANEL_HEIGHT
    return {
        "title": "Deputies' Home",
        "uid": "deputies-home",
        "schemaVersion": 38,
        "tags": ["deputies"],
        "timezone": "Asia/Shanghai",
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Prometheus"}]},
        "panels": panels,
    }


def panel(number, title, unit, targets, x, y):
    source = {"type": "prometheus", "uid": "${datasource}"}
    return {
        "id": number, "type": "timeseries", "title": title, "datasource": source,
        "gridPos": {"x": x, "y": y, "w": PANEL_WIDTH, "h": PANEL_HEIGHT},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [{"refId": chr(ord("A") + i), "datasource": source, "expr": expression, "legendFormat": legend}
                    for i, (expression, legend) in enumerate(targets)],
    }


def main():
    text = json.dumps(dashboard(), indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
