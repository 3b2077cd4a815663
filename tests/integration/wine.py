"""Deaths of Wine's server, under which every program of Windows ends at once and without a word.

Wine 8's has an assertion about sockets (server/sock.c, sock_get_poll_events) that many programs with sockets meet now
and then; wine-run.sh writes down what it said at its end.
"""
import os
import pathlib
import subprocess

PREFIX = os.environ.get("WINEPREFIX") or str(pathlib.Path(__file__).resolve().parents[2] / "build/wine")
LOG = pathlib.Path(PREFIX + ".log")


def deaths():
    try:
        return LOG.read_text(errors="replace").count("Assertion")
    except FileNotFoundError:
        return 0


def once_more_if_it_died(function):
    """`function` of an item, and again where Wine's server died meanwhile and the first outcome is an error or `wrongs`."""
    def run(item):
        before = deaths()
        try:
            outcome = function(item)
        except (RuntimeError, subprocess.TimeoutExpired):
            if deaths() == before:
                raise
            return function(item)
        return function(item) if getattr(outcome, "wrongs", None) and deaths() > before else outcome
    return run
