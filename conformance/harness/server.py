"""A server of our own for one run, and the accounts on it."""

import contextlib
import json
import pathlib
import secrets
import socket
import subprocess
import tempfile
import time
import urllib.request

READY_WITHIN = 60  # seconds


@contextlib.contextmanager
def running(binary, database_url):
    """Starts the binary on a free loopback port and an empty data folder, open for registrations; yields its address, a
    maker of accounts, and what the command line needs in its environment to find the installation."""
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        store = ["--data", folder] + (["--database-url", database_url] if database_url else [])
        address = f"127.0.0.1:{free_port()}"
        log = pathlib.Path(folder, "server.log")
        with log.open("wb") as output:
            command = [binary, "serve", "--listen", address, "--registration", "open", *store]
            process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            wait_until_ready(process, f"http://{address}/health/ready", log)
            environment = {"BOXOFFICE_DATA": folder} | ({"BOXOFFICE_DATABASE_URL": database_url} if database_url else {})
            yield f"http://{address}", lambda group=False: new_account(binary, store, group), environment
        finally:
            process.terminate()
            process.wait(timeout=60)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(process, url, log):
    end = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.1)
    raise SystemExit(f"the server did not become ready:\n{log.read_text(errors='replace')}")


def new_account(binary, store, group):
    """An account as the cases name its values; other accounts may belong to a group account."""
    name, password = secrets.token_hex(4), secrets.token_urlsafe(18)
    command = [binary, "account", "create", "--name", name, "--email", f"{name}@example.test", "--password-stdin", "--json"]
    made = subprocess.run([*command, *store], input=password, capture_output=True, text=True)
    if made.returncode != 0:
        raise SystemExit(f"no account could be made: {made.stderr}")
    account = {**json.loads(made.stdout), "password": password}
    if group:
        limits = [binary, "account", "limits", str(account["partnerId"]), "--publishers", "-1"]
        subprocess.run([*limits, *store], capture_output=True, check=True)
    return account
