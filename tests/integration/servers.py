"""Servers that tests check: nginx and Apache on a folder, and webcid-testserver. Loopback, free ports, stopped by exit."""
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port, process):
    """Returns once the port accepts; raises when the server ended or ten seconds went by."""
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise


def wait_until_connected(pid):
    """Returns once the process has a socket; raises when twenty seconds went by."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
            try:
                if os.readlink(link).startswith("socket:"):
                    return
            except OSError:
                continue
    raise AssertionError("no connection was opened")


class Server:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)


class Nginx(Server):
    """nginx with autoindex on; `extra` goes into its server block."""

    def __init__(self, home, tree, extra="location / { autoindex on; }"):
        home.mkdir(parents=True, exist_ok=True)
        port = free_port()
        temporary = "".join(f"{kind}_temp_path {home}/tmp; " for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (home / "nginx.conf").write_text(
            f"worker_processes 1; daemon off; pid {home}/pid; error_log {home}/error.log; "
            f"events {{ worker_connections 512; }} http {{ access_log off; {temporary}"
            f"server {{ listen 127.0.0.1:{port}; root {tree}; {extra} }} }}\n")
        # As root nginx would serve as another user, who may not read the tree.
        user = "user root;" if os.getuid() == 0 else ""
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-p", home, "-c", home / "nginx.conf", "-g", user],
                                        stderr=subprocess.DEVNULL)
        wait_until_open(port, self.process)
        self.url = f"http://127.0.0.1:{port}/"


class Apache(Server):
    """Apache with listings on; `extra` goes behind the rest, `modules` are those that it needs; `environment`: its own."""

    def __init__(self, home, tree, extra="", modules=(), environment=None):
        home.mkdir(parents=True, exist_ok=True)
        port = free_port()
        modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
                          for name in ("mpm_event", "authz_core", "dir", "autoindex", "mime", *modules))
        (home / "types").write_text("text/plain txt\ntext/html html\n")
        (home / "httpd.conf").write_text(
            f"ServerRoot {home}\nServerName localhost\nListen 127.0.0.1:{port}\n{modules}"
            f"PidFile {home}/pid\nErrorLog {home}/error.log\nTypesConfig {home}/types\nDocumentRoot {tree}\n"
            f"<Directory {tree}>\nOptions Indexes\nRequire all granted\n</Directory>\n"
            f"{extra}\n")
        self.process = subprocess.Popen(["/usr/sbin/apache2", "-X", "-f", home / "httpd.conf"],
                                        stderr=subprocess.DEVNULL, env=environment)
        wait_until_open(port, self.process)
        self.url = f"http://127.0.0.1:{port}/"


class Haproxy(Server):
    """HAProxy in front of `upstream` ("127.0.0.1:80"); `extra` goes into its frontend."""

    def __init__(self, home, upstream, extra=""):
        home.mkdir(parents=True, exist_ok=True)
        port = free_port()
        (home / "haproxy.cfg").write_text(
            "defaults\n mode http\n timeout connect 500ms\n timeout client 5s\n timeout server 500ms\n retries 0\n"
            f"frontend front\n bind 127.0.0.1:{port}\n {extra}\n default_backend back\n"
            f"backend back\n server one {upstream}\n")
        self.process = subprocess.Popen(["/usr/sbin/haproxy", "-db", "-f", home / "haproxy.cfg"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until_open(port, self.process)
        self.url = f"http://127.0.0.1:{port}/"


class Squid(Server):
    """squid as a forward proxy that caches in memory; `rules` come before the one that allows everything."""

    def __init__(self, home, rules=""):
        home.mkdir(parents=True, exist_ok=True)
        # squid gives up the rights of root, and then writes here.
        home.chmod(0o777)
        port = free_port()
        (home / "squid.conf").write_text(
            f"http_port 127.0.0.1:{port}\npid_filename {home}/pid\ncache_log {home}/cache.log\naccess_log none\n"
            f"cache_store_log none\ncoredump_dir {home}\nvisible_hostname proxy.example\nshutdown_lifetime 0 seconds\n"
            f"pinger_enable off\nnetdb_filename none\nicp_port 0\ncache_mem 16 MB\nconnect_timeout 2 seconds\n"
            f"{rules}\nhttp_access allow all\n")
        self.process = subprocess.Popen(["/usr/sbin/squid", "-N", "-f", home / "squid.conf"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until_open(port, self.process)
        self.proxy = f"127.0.0.1:{port}"


class Upstream:
    """A server of one behaviour behind a gateway, or alone: `answer` is sent to every request, nothing for None."""

    def __init__(self, answer):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.authority = "127.0.0.1:{}".format(self.listener.getsockname()[1])
        self.answer = answer
        self.open = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                connection.recv(65536)
                if self.answer is None:
                    self.open.append(connection)  # silent: the gateway's patience ends first
                    continue
                connection.sendall(self.answer)
                connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        for connection in self.open:
            connection.close()


class TestServer(Server):
    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("no server: " + self.process.stderr.read())
        self.ready = json.loads(line)
        self.url = self.ready["url"]

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)


def check(webcid, url, *options, environment=None):
    """The report of one check and its exit code."""
    done = subprocess.run([webcid, "check", url, "--report", "json=-", *options], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=600, env=environment)
    if not done.stdout:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout), done.returncode
