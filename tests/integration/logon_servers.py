"""Servers that let an account in by the schemes of Windows: Apache with mod_auth_gssapi, and a Kerberos realm of its own.

Loopback, free ports, stopped by exit; nothing outside of their folder is read or written.
"""
import base64
import hashlib
import os
import subprocess

from servers import Apache, Haproxy, Server, free_port, wait_until_open

DOMAIN, USER, PASSWORD = "CORP", "updater", "Pa55-of-the-share"
REALM = "CORP.EXAMPLE"
# What the tests do without, on the way to a server of their own.
PROXIES = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}


def without_accounts(home, **more):
    """This environment with no ticket, no realm and no password of whoever runs the tests; `more` is added."""
    kept = {name: value for name, value in os.environ.items() if name not in PROXIES and not name.startswith("KRB5")}
    kept.pop("NTLM_USER_FILE", None)
    return dict(kept, KRB5_CONFIG="/dev/null", KRB5CCNAME=f"FILE:{home}/no-tickets", **more)


def published_tree(webcid, tree):
    """A few files and their catalogue, by webcid; the folder."""
    for name in ("setup.exe", "data/a.dat", "data/b.dat"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(name.encode() * 100)
    subprocess.run([webcid, "catalogue", tree, "--output", tree / "webcid-catalogue.txt"], check=True)
    return tree


class LogonApache(Apache):
    """Apache that lets in USER with PASSWORD by what `settings` say. `messages()`: what came to log on."""

    MODULES = ("authn_core", "authz_user")

    def __init__(self, home, tree, settings, modules=(), environment=None):
        self.access = home / "access"
        home.mkdir(parents=True, exist_ok=True)
        self.access.write_text("")
        extra = (f'LogFormat "%>s %{{Authorization}}i" logon\nCustomLog {self.access} logon\n'
                 f"<Directory {tree}>\nAuthName share\n{settings}\nRequire valid-user\n</Directory>\n")
        super().__init__(home, tree, extra, (*self.MODULES, *modules), environment)

    def messages(self):
        """(status, scheme, message) of each request that had an Authorization header; message: the number of the one of
        NTLM, "SPNEGO" of another token, "" of a name and password."""
        out = []
        for line in self.access.read_text().splitlines():
            status, scheme, *token = line.split(" ")
            if scheme != "-":
                out.append((int(status), scheme, "" if scheme == "Basic" else message_of(token[0])))
        return out


def message_of(token):
    """The number of the NTLM message in the token, alone or within SPNEGO ([MS-NLMP] 2.2.1)."""
    bytes_of = base64.b64decode(token)
    at = bytes_of.find(b"NTLMSSP\0")
    return "SPNEGO" if at < 0 else int.from_bytes(bytes_of[at + 8:at + 12], "little")


def basic_apache(home, tree):
    home.mkdir(parents=True, exist_ok=True)
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    (home / "users").write_text(f"{USER}:{{SHA}}{digest}\n")
    return LogonApache(home, tree, f"AuthType Basic\nAuthUserFile {home}/users", ("auth_basic", "authn_file"))


def ntlm_apache(home, tree):
    """By gss-ntlmssp; offers Negotiate and NTLM."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "accounts").write_text(f"{DOMAIN}:{USER}:{PASSWORD}\n")
    settings = "AuthType GSSAPI\nGssapiConnectionBound On\nGssapiAllowedMech ntlmssp"
    environment = without_accounts(home, NTLM_USER_FILE=str(home / "accounts"))
    return LogonApache(home, tree, settings, ("auth_gssapi",), environment)


class NtlmAlone(Haproxy):
    """In front of such an Apache, and offers NTLM alone: mod_auth_gssapi always offers both, and adds them so late that
    no other module takes one away. HAProxy keeps a connection that logs on by NTLM to itself."""

    def __init__(self, home, server):
        self.messages = server.messages
        upstream = server.url.removeprefix("http://").rstrip("/")
        super().__init__(home, upstream, "http-response replace-header WWW-Authenticate ^Negotiate$ none")


def kerberos_apache(home, tree, kdc):
    settings = f"AuthType GSSAPI\nGssapiAllowedMech krb5\nGssapiCredStore keytab:{kdc.keytab}"
    server = LogonApache(home, tree, settings, ("auth_gssapi",), dict(os.environ, KRB5_CONFIG=str(kdc.config)))
    server.url = server.url.replace("127.0.0.1", "localhost")  # the name that its tickets are for
    return server


class Kdc(Server):
    """A Kerberos realm with USER and the service HTTP/localhost. `environment`: of whoever is logged on as USER."""

    def __init__(self, home):
        home.mkdir(parents=True, exist_ok=True)
        port = free_port()
        self.config, self.keytab = home / "krb5.conf", home / "keytab"
        self.config.write_text(
            f"[libdefaults]\ndefault_realm = {REALM}\ndns_lookup_kdc = false\ndns_lookup_realm = false\n"
            f"dns_canonicalize_hostname = false\nrdns = false\n"
            f"[realms]\n{REALM} = {{\nkdc = 127.0.0.1:{port}\n}}\n[domain_realm]\nlocalhost = {REALM}\n")
        (home / "kdc.conf").write_text(
            f"[kdcdefaults]\nkdc_listen = 127.0.0.1:{port}\nkdc_tcp_listen = 127.0.0.1:{port}\n"
            f"[realms]\n{REALM} = {{\ndatabase_name = {home}/principal\nkey_stash_file = {home}/stash\n"
            f"acl_file = {home}/acl\n}}\n")
        self.environment = without_accounts(home)
        self.environment.update(KRB5_CONFIG=str(self.config), KRB5_KDC_PROFILE=str(home / "kdc.conf"),
                                KRB5CCNAME=f"FILE:{home}/tickets")
        self.run("kdb5_util", "create", "-s", "-P", "master", "-r", REALM)
        self.run("kadmin.local", "addprinc", "-pw", PASSWORD, USER)
        self.run("kadmin.local", "addprinc", "-randkey", "HTTP/localhost")
        self.run("kadmin.local", "ktadd", "-k", self.keytab, "HTTP/localhost")
        self.process = subprocess.Popen(["/usr/sbin/krb5kdc", "-n"], env=self.environment, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        wait_until_open(port, self.process)
        self.log_on()

    def run(self, *command):
        subprocess.run(command, env=dict(self.environment, PATH=os.environ["PATH"] + ":/usr/sbin"), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)

    def log_on(self):
        """A ticket for USER."""
        subprocess.run(["kinit", USER], input=PASSWORD + "\n", text=True, env=self.environment, check=True, timeout=60,
                       stdout=subprocess.DEVNULL)
