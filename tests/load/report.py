"""The results of tests/load/run as a table and as JSON."""

import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "tests" / "load" / "results"
_UNITS = {"gateway": "us CPU, gateway", "system": "us CPU, all", "rate": "requests/s"}


def _middle(samples, *path):
    values = []
    for sample in samples:
        for key in path:
            sample = sample.get(key) if sample else None
        if sample is not None:
            values.append(sample)
    return statistics.median(values) if values else None


def _side(case, side):
    summary = {"name": side.name, "figure": statistics.median(case.figure(side, one) for one in side.samples)}
    for key in ("requestsPerSecond", "p50Ms", "p99Ms", "cpuMicrosInAll"):
        summary[key] = _middle(side.samples, key)
    for key in ("cpuMicros", "contextSwitches", "rssMb"):
        names = side.samples[0].get(key, {})
        summary[key] = {name: round(_middle(side.samples, key, name), 2) for name in names}
    return summary


def summary_of(cases, paced, flatness, memory, stack):
    return {
        "date": str(datetime.date.today()),
        "commit": commit(),
        "machine": machine(),
        "build": stack.build.name,
        "cases": {
            key: {"title": case.name, "compares": case.compares, "target": case.target,
                  "ratio": round(case.ratio, 3), "ratios": [round(one, 3) for one in case.ratios], "met": case.met,
                  "sides": [_side(case, side) for side in case.sides]}
            for key, case in cases.items()
        },
        "at70Percent": paced,
        "flatness": flatness,
        "memory": memory,
    }  # fmt: skip


def table(summary):
    lines = [
        f"{summary['date']}, commit {summary['commit']}, {summary['build']} build, {summary['machine']}. "
        "Load generator, peers and database share the machine.",
        "",
        "| case | figure | ours | peers | ratio | target | |",
        "|---|---|---|---|---|---|---|",
    ]
    for case in summary["cases"].values():
        ours, *peers = case["sides"]
        told = ", ".join(f"{peer['name']} {peer['figure']:,.0f}" for peer in peers)
        sign = "≥" if case["compares"] == "rate" else "≤"
        met = "–" if case["target"] == 0 else "met" if case["met"] else "not met"
        lines.append(f"| {case['title']} | {_UNITS[case['compares']]} | {ours['figure']:,.0f} | {told} | "
                     f"{case['ratio']:.3g} | {sign} {case['target']:g} | {met} |")  # fmt: skip
    lines += ["", "| ours, per request | requests/s | p50 ms | p99 ms | CPU us | context switches |", "|---|---|---|---|---|---|"]
    seen = set()
    for key, case in summary["cases"].items():
        ours = case["sides"][0]
        if key.startswith("gateway-") and key != "gateway-cache" and key[len("gateway-"):] in summary["cases"]:
            continue
        if key in seen:
            continue
        seen.add(key)
        parts = " + ".join(f"{name} {micros:.0f}" for name, micros in ours["cpuMicros"].items() if micros >= 1)
        switches = ", ".join(f"{name} {count:.1f}" for name, count in ours["contextSwitches"].items() if count >= 0.1)
        lines.append(f"| {case['title']} | {ours['requestsPerSecond']:,.0f} | {ours['p50Ms']:.2f} | {ours['p99Ms']:.2f} | "
                     f"{ours['cpuMicrosInAll']:.0f} = {parts} | {switches} |")  # fmt: skip
    if summary["at70Percent"]:
        lines += ["", "| at 70 % of peak | requests/s | p50 ms | p99 ms | p99/p50 (target ≤ 10) |", "|---|---|---|---|---|"]
        for name, one in summary["at70Percent"].items():
            lines.append(f"| {name} | {one['requestsPerSecond']:,.0f} | {one['p50Ms']:.2f} | {one['p99Ms']:.2f} | "
                         f"{one['p99Ms'] / one['p50Ms']:.1f} |")  # fmt: skip
    if summary["flatness"]:
        lines += ["", "| as data grows, CPU us of all processes | 10,000 messages | 1,000,000 | ratio (target ≤ 1.2) |", "|---|---|---|---|"]
        for name, one in summary["flatness"].items():
            lines.append(f"| {name} | {one['small']:.0f} | {one['large']:.0f} | {one['ratio']:.2f} |")
    if summary["memory"]:
        told = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in summary["memory"].items())
        lines += ["", f"RSS in MB with 1,000 idle connections after all this (target ≤ 40 each): {told}."]
    return "\n".join(lines) + "\n"


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="ascii")
                  if line.startswith("model name")), platform.machine())  # fmt: skip
    return f"{os.cpu_count()} x {model}, Linux {platform.release()}"


def commit():
    done = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def save(summary):
    """Writes <machine>-<commit>.json and .md; says where."""
    RESULTS.mkdir(exist_ok=True)
    machine_name = f"{os.cpu_count()}-core-{platform.machine()}"
    base = RESULTS / f"{machine_name}-{summary['commit']}"
    base.with_suffix(".json").write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    base.with_suffix(".md").write_text(table(summary), encoding="utf-8")
    return base.with_suffix(".md")
