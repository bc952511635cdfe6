"""Replays the recorded requests of the official clients, and has those of the console replayed."""

import hashlib
import json
import re
import secrets
from functools import partial
from xml.etree import ElementTree

from harness import console
from harness.recorded import FOLDER, KS, WAITING, Malformed, actions, call, check_preflight, is_error, requests, send


def run(url, account, new_account):
    """The outcome of every capture: `pass`, the actions that it waits for, or what went wrong."""
    values = own_values(url, account)
    outcomes = {}
    for path in sorted(FOLDER.glob("*.http")):
        try:
            if "-kmc-" in path.stem:
                outcomes[path.stem] = console.replay(path, url, new_account)
            else:
                outcomes[path.stem] = replay(path, url, values)
        except Malformed as problem:
            outcomes[path.stem] = f"malformed: {problem}"
    return outcomes


def replay(path, url, values):
    waiting, refused = [], []
    for method, target, headers, body in requests(path):
        asked = [(action, refusal(sent)) for action, sent in actions(target, body)]
        unique = f"{path.stem[:2]}-{values['run']}"
        own = {**values, **{name: f"{name}-{unique}" for name in ("bob", "carol", "editors")}}
        if b"0_abc123xy" in body:
            # Some captures delete it.
            entry = {"objectType": "KalturaMediaEntry", "mediaType": 1, "name": "sample"}
            own["entryId"] = call(url, "media.add", ks=values["adminKs"], entry=entry)["id"]
        response, answer = send(url, method, target, headers, body, partial(replaced, own))
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


def refusal(call):
    """The recorded calls that ask for what is not there name it `nosuch`."""
    return "ENTRY_ID_NOT_FOUND" if '"nosuch"' in call else None


def replaced(values, text, escape):
    own = {name: escape(str(value)) for name, value in values.items()}
    pairs = [
        (KS + "W", own["widgetKs"]),
        (KS, own["adminKs"]),
        ("2" * 32, own["adminSecret"]),
        ("admin@example.test", own["email"]),
        ("Made-Up-Pass1", own["password"]),
        ("1_tok0001", own["tokenId"]),
        ("0_abc123xy", own.get("entryId", "0_abc123xy")),
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


def own_values(url, account):
    """Sessions, an application token and a role of the account, for those in the captures."""

    partner_id = account["partnerId"]
    admin = call(url, "session.start", secret=account["adminSecret"], userId=account["email"], type=2, partnerId=partner_id)
    widget = call(url, "session.startWidgetSession", widgetId=f"_{partner_id}")["ks"]
    # An entry that is ready, for lists.
    call(url, "data.add", ks=admin, dataEntry={"objectType": "KalturaDataEntry", "name": "sample"})
    token = call(url, "appToken.add", ks=admin, appToken={"objectType": "KalturaAppToken", "hashType": "SHA256"})
    return {
        **account,
        "adminKs": admin,
        "widgetKs": widget,
        "tokenId": token["id"],
        "tokenHash": hashlib.sha256((widget + token["token"]).encode()).hexdigest(),
        "roleId": call(url, "user.get", ks=admin)["roleIds"],
        "run": secrets.token_hex(4),
    }
