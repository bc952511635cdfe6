"""Sends recorded requests of the official clients byte for byte, but for the account's own values in their place."""

import hashlib
import http.client
import json
import pathlib
import re
import secrets
import socket
import urllib.parse
import urllib.request
from xml.etree import ElementTree

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "captures"
WAITING = {"SERVICE_DOES_NOT_EXISTS", "ACTION_DOES_NOT_EXISTS"}
RECORDED_KS = "djJ8MTAwfEV4YW1wbGVNYWRlVXBTZXNzaW9uU3RyaW5n"


class Malformed(Exception):
    """The answer is not what the client could read."""


def run(url, account):
    """The outcome of every capture: `pass`, the actions that it waits for, or what went wrong."""
    values = own_values(url, account)
    outcomes = {}
    for path in sorted(FOLDER.glob("*.http")):
        try:
            outcomes[path.stem] = replay(path, url, values)
        except Malformed as problem:
            outcomes[path.stem] = f"malformed: {problem}"
    return outcomes


def replay(path, url, values):
    waiting, refused = [], []
    for method, target, headers, body in recorded(path):
        asked = calls(target, body)
        unique = f"{path.stem[:2]}-{values['run']}"
        own = {**values, **{name: f"{name}-{unique}" for name in ("bob", "carol", "editors")}}
        response, answer = send(url, method, target, headers, body, own)
        if method == "OPTIONS":
            check_preflight(response, answer)
            continue
        codes = codes_in(response, answer, "xml" if b'"format": "2"' in body else "json", target)
        if len(codes) != len(asked):
            raise Malformed(f"{len(asked)} calls, {len(codes)} results")
        for (action, expected), code in zip(asked, codes):
            if code in WAITING:
                waiting.append(action)
            elif code != expected:
                refused.append(f"{action}: {code or 'answered'}")
    if refused:
        return "; ".join(refused)
    return f"waiting: {', '.join(sorted(set(waiting)))}" if waiting else "pass"


def recorded(path):
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


def calls(target, body):
    """The actions of a request as sent, each with the code that it must be refused with, or None."""
    if "/action/" in target:
        action = ".".join(re.search(r"/service/(\w+)/action/(\w+)", target).groups())
        return [(action, refusal(body.decode()))]
    found = json.loads(re.search(rb"\{.*\}", body)[0]) if body else {}
    parts = [found[key] for key in sorted(found) if key.isdigit()]
    return [(f"{part['service']}.{part['action']}", refusal(json.dumps(part))) for part in parts]


def refusal(call):
    """The recorded calls that ask for what is not there name it `nosuch`."""
    return "ENTRY_ID_NOT_FOUND" if '"nosuch"' in call else None


def send(url, method, target, headers, body, values):
    """Sends with raw sockets: a client library would order and spell the headers its own way."""
    body = replaced(body.decode(), values, lambda value: json.dumps(value)[1:-1]).encode()
    target = replaced(target, values, urllib.parse.quote)
    host = urllib.parse.urlsplit(url)
    own = {"Host": host.netloc, "Content-Length": str(len(body))}
    lines = [f"{method} {target} HTTP/1.1"] + [f"{name}: {own.get(name, value)}" for name, value in headers]
    with socket.create_connection((host.hostname, host.port or 80), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        return response, response.read()


def replaced(text, values, escape):
    own = {name: escape(str(value)) for name, value in values.items()}
    pairs = [
        (RECORDED_KS + "W", own["widgetKs"]),
        (RECORDED_KS, own["adminKs"]),
        ("2" * 32, own["adminSecret"]),
        ("admin@example.test", own["email"]),
        ("Made-Up-Pass1", own["password"]),
        ("1_tok0001", own["tokenId"]),
        ("d7b6541e454695c37ed86f056251e653b30cdfa8d675fc0c211ce6cf0d54b8f1", own["tokenHash"]),
        ('"_100"', f'"_{own["partnerId"]}"'),
        ('"bob"', f'"{own["bob"]}"'),
        ("bob@", f"{own['bob']}@"),
        ('"Editors"', f'"{own["editors"]}"'),
        ('"EDITORS"', f'"{own["editors"]}"'),
        ("carol@", f"{own['carol']}@"),
    ]
    for old, new in pairs:
        text = text.replace(old, new)
    text = re.sub(r'("partnerId": ?"?)100\b', rf"\g<1>{own['partnerId']}", text)
    return re.sub(r'("roleIds": ?")55"', rf'\g<1>{own["roleId"]}"', text)


def check_preflight(response, answer):
    allowed = response.headers.get("Access-Control-Allow-Headers", "").lower()
    origin = response.headers.get("Access-Control-Allow-Origin")
    if (response.status, answer, origin) != (200, b"", "*") or "content-type" not in allowed:
        raise Malformed(f"preflight: {response.status} {response.headers.items()}")


def codes_in(response, answer, wanted, target):
    """The error code of every result in an answer; None where there is none."""
    kind = response.headers.get_content_type()
    if response.status != 200 or kind != {"xml": "text/xml", "json": "application/json"}[wanted]:
        raise Malformed(f"status {response.status}, {kind}")
    try:
        if wanted == "xml":
            result = ElementTree.fromstring(answer).find("result")
            results = result.findall("item") if target.endswith("multirequest") else [result]
            return [item.findtext("error/code") for item in results]
        decoded = json.loads(answer)
    except (ElementTree.ParseError, ValueError) as problem:
        raise Malformed(f"{problem} in {answer[:200]!r}") from problem
    results = decoded if target.endswith("multirequest") else [decoded]
    return [item["code"] if is_error(item) else None for item in results]


def is_error(item):
    return isinstance(item, dict) and item.get("objectType") == "KalturaAPIException"


def own_values(url, account):
    """Sessions, an application token and a role of the account, for those in the captures."""

    def call(action, **parameters):
        service, action = action.split(".")
        body = json.dumps({**parameters, "format": 1}).encode()
        address = f"{url}/api_v3/service/{service}/action/{action}"
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=60))

    partner_id = account["partnerId"]
    admin = call("session.start", secret=account["adminSecret"], userId=account["email"], type=2, partnerId=partner_id)
    widget = call("session.startWidgetSession", widgetId=f"_{partner_id}")["ks"]
    token = call("appToken.add", ks=admin, appToken={"objectType": "KalturaAppToken", "hashType": "SHA256"})
    return {
        **account,
        "adminKs": admin,
        "widgetKs": widget,
        "tokenId": token["id"],
        "tokenHash": hashlib.sha256((widget + token["token"]).encode()).hexdigest(),
        "roleId": call("user.get", ks=admin)["roleIds"],
        "run": secrets.token_hex(4),
    }
