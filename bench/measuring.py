"""What every benchmark here needs: nginx as a fast server, a clock around several processes at once, an empty destination."""
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests/integration"))
from servers import Server, free_port, wait_until_open  # noqa: E402  (the path comes first)

HOME = HERE.parent / "build/bench"
TIME = "/usr/bin/time"
# Nothing but loopback here: no proxy stands between.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


class FastNginx(Server):
    """nginx set up for speed, serving `tree` at its root. `log` gets a line "STATUS BODY-BYTES PATH" for each request.
    `delay` is added to every answer, in milliseconds."""

    def __init__(self, home, tree, log=None, delay=0):
        home.mkdir(parents=True, exist_ok=True)
        port = free_port()
        text = (HERE / "nginx.conf.in").read_text()
        values = {"HOME": home, "TREE": tree, "PORT": port, "USER": "user root;" if os.getuid() == 0 else "",
                  "MODULES": "", "LOCATION": "", "LOG": f"access_log {log} short" if log else "access_log off"}
        if delay:
            values["MODULES"] = "load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;"
            values["LOCATION"] = f"location / {{ echo_sleep {delay / 1000}; echo_exec @file; }} location @file {{ }}"
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        (home / "nginx.conf").write_text(text)
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-p", home, "-c", home / "nginx.conf"],
                                        stderr=subprocess.DEVNULL)
        wait_until_open(port, self.process)
        self.url = f"http://127.0.0.1:{port}"


class Run:
    """One run of commands side by side: seconds until the last one ended, the sum of their peak memory in MiB, and the
    codes they ended with. GNU time measures the memory: a child of this process would begin with this process's peak."""

    def __init__(self, commands, folder):
        with tempfile.TemporaryDirectory() as notes:
            files = [pathlib.Path(notes) / str(number) for number in range(len(commands))]
            begin = time.perf_counter()
            processes = [subprocess.Popen([TIME, "-q", "-f", "%M", "-o", file, *command], cwd=folder, env=ENVIRONMENT,
                                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                         for file, command in zip(files, commands)]
            self.errors = [process.communicate()[1].decode(errors="replace") for process in processes]
            self.seconds = time.perf_counter() - begin
            self.codes = [process.returncode for process in processes]
            self.memory = sum(int(file.read_text().split()[-1]) for file in files) / 1024

    def must_be_right(self, what):
        if any(self.codes):
            raise SystemExit(f"{what}: exit {self.codes}\n" + "".join(self.errors)[-2000:])
        return self


@contextlib.contextmanager
def empty_folder():
    """An empty folder in memory, removed at the end."""
    memory = pathlib.Path("/dev/shm")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="webcid-bench-", dir=memory if memory.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def holds(folder, sums):
    """How many files and bytes of a list [(digest, path)] the folder holds; a cheap proof that a run did its work."""
    sizes = [(folder / path).stat().st_size for _, path in sums if (folder / path).is_file()]
    return len(sizes), sum(sizes)


def must_hold(folder, listed, whole, what):
    if holds(folder, listed) != whole:
        raise SystemExit(f"{what}: exit 0, but files are missing")
