"""Recorded requests of clients, and how they are sent byte for byte, but for the account's own values in their place."""

import http.client
import json
import pathlib
import re
import socket
import urllib.parse
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "captures"
WAITING = {"SERVICE_DOES_NOT_EXISTS", "ACTION_DOES_NOT_EXISTS"}
KS = "djJ8MTAwfEV4YW1wbGVNYWRlVXBTZXNzaW9uU3RyaW5n"


class Malformed(Exception):
    """The answer is not what the client could read."""


def requests(path):
    """The requests of a file with their bytes as they were on the wire."""
    for part in path.read_bytes().split(b"# ---------- request ----------\n")[1:]:
        request = part.split(b"# ---------- reply")[0]
        head, _, body = request.partition(b"\n\n")
        first, *lines = head.decode().split("\n")
        method, target, _ = first.split(" ")
        headers = [tuple(line.split(": ", 1)) for line in lines]
        length = int(dict(headers).get("Content-Length", 0))
        if b"multipart/form-data" in head:
            body = body.replace(b"\n", b"\r\n")
        if len(body) < length or body[length:].strip():
            raise SystemExit(f"{path.name}: the body has not the recorded length")
        yield method, target, headers, body[:length]


def actions(target, body):
    """The actions of a request as sent, each with its parameters as text."""
    if "/action/" in target:
        return [(".".join(re.search(r"/service/(\w+)/action/(\w+)", target).groups()), body.decode())]
    found = json.loads(re.search(rb"\{.*\}", body)[0]) if body else {}
    parts = [found[key] for key in sorted(found) if key.isdigit()]
    return [(f"{part['service']}.{part['action']}", json.dumps(part)) for part in parts]


def send(url, method, target, headers, body, own_values):
    """Sends with raw sockets: a client library would order and spell the headers its own way. `own_values`
    puts the account's values into a text."""
    body = own_values(body.decode(), lambda value: json.dumps(value)[1:-1]).encode()
    target = own_values(target, urllib.parse.quote)
    host = urllib.parse.urlsplit(url)
    own = {"Host": host.netloc, "Content-Length": str(len(body))}
    lines = [f"{method} {target} HTTP/1.1"] + [f"{name}: {own.get(name, value)}" for name, value in headers]
    with socket.create_connection((host.hostname, host.port or 80), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        return response, response.read()


def check_preflight(response, answer):
    allowed = response.headers.get("Access-Control-Allow-Headers", "").lower()
    origin = response.headers.get("Access-Control-Allow-Origin")
    if (response.status, answer, origin) != (200, b"", "*") or "content-type" not in allowed:
        raise Malformed(f"preflight: {response.status} {response.headers.items()}")


def is_error(item):
    return isinstance(item, dict) and item.get("objectType") == "KalturaAPIException"


def call(url, action, **parameters):
    """An ordinary call, to prepare what the recorded ones ask for."""
    service, action = action.split(".")
    body = json.dumps({**parameters, "format": 1}).encode()
    address = f"{url}/api_v3/service/{service}/action/{action}"
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    answer = json.load(urllib.request.urlopen(request, timeout=60))
    if is_error(answer):
        raise SystemExit(f"{service}.{action}: {answer['code']} {answer['args']}")
    return answer
