"""The text format of OpenMetrics 1.0, as far as gauges need it: what a reader would refuse, as complaints.

Written from the ABNF and the prose of the specification; where Prometheus' text format 0.0.4 is stricter (no units, no
timestamps in node_exporter's textfile collector), the stricter rule is kept.
"""
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"'
NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
DESCRIPTOR = re.compile(rf"# (TYPE|HELP) ({NAME}) (.+)")
SAMPLE = re.compile(rf"({NAME})(?:\{{((?:{LABEL}(?:,(?={LABEL}))?)*)\}})? ({NUMBER})")
# Suffixes that belong to other types of metric.
TAKEN = ("_total", "_created", "_count", "_sum", "_bucket", "_info", "_gcount", "_gsum")


def complaints(text):
    if not text.endswith("# EOF\n"):
        return ["does not end with # EOF"]
    out = []
    family, types, helps, seen = None, {}, set(), set()
    for number, line in enumerate(text.removesuffix("# EOF\n").split("\n")[:-1], 1):
        def complain(what):
            out.append(f"line {number}: {what}: {line[:100]!r}")

        if descriptor := DESCRIPTOR.fullmatch(line):
            kind, name, rest = descriptor.groups()
            if name != family and name in types:
                complain("the family comes again")
            family = name
            if kind == "TYPE":
                if name in types or rest != "gauge":
                    complain("a second type, or not a gauge")
                types[name] = rest
            else:
                if name in helps or "\\" in rest or '"' in rest:
                    complain("a second help, or one that the formats escape differently")
                helps.add(name)
            if name.endswith(TAKEN):
                complain("a suffix of another type")
            continue
        sample = SAMPLE.fullmatch(line)
        if not sample:
            complain("no sample")
            continue
        name, labels = sample.group(1), re.findall(LABEL, sample.group(2) or "")
        if name != family or name not in types or name not in helps:
            complain("outside of its family")
        names = [label for label, _ in labels]
        if len(set(names)) != len(names) or any(label.startswith("__") for label in names):
            complain("a label comes twice, or is reserved")
        if (name, tuple(sorted(labels))) in seen:
            complain("the sample comes again")
        seen.add((name, tuple(sorted(labels))))
    return out
