"""Replays the recorded requests of the management console, and judges the answers by console.json: the fields without
which a page fails or shows a defect. Each capture is a story of its own, on accounts of its own."""

import json
import secrets
import subprocess
import time

from harness import ledger
from harness.cases import mailed_key
from harness.recorded import FOLDER, KS, WAITING, Malformed, actions, call, check_preflight, is_error, requests, send

EXPECTED = json.loads((FOLDER.parent / "console.json").read_text())
SHAPES = EXPECTED["shapes"]
RECORDED_KEY = "MTIzNDU2"
NOT_YET = "the operator's switch for one-time codes"
KINDS = {
    "text": lambda value: isinstance(value, str) and value != "",
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "list": lambda value: isinstance(value, list),
}


def replay(path, url, new_account):
    """`pass`, what the capture waits for, or what went wrong."""
    values = new_account()
    if "cli" not in values:
        return ledger.LEFT_OUT
    story = Story(url, values, new_account)
    expected = iter(EXPECTED["captures"][path.stem])
    waiting, wrong = set(), []
    for method, target, headers, body in requests(path):
        if method == "OPTIONS":
            check_preflight(*send(url, method, target, headers, body, story.replaced))
            continue
        step = next(expected)
        if "fresh" in step:
            story = Story(url, new_account(), new_account)
            if step["fresh"] == "one-time codes" and not story.ask_for_codes():
                waiting.add(NOT_YET)
                continue
        story.read_mail(target + body.decode())
        response, answer = send(url, method, target, headers, body, story.replaced)
        answers = results(response, answer, "/multirequest" in target)
        names = [action for action, _ in actions(target, body)] if "/service/" in target else ["page"]
        if not len(names) == len(answers) == len(step["answers"]):
            raise Malformed(f"{len(names)} calls, {len(answers)} results")
        for name, wanted, result in zip(names, step["answers"], answers):
            if is_error(result) and result["code"] in WAITING:
                waiting.add(name)
            else:
                wrong += [f"{name}: {what}" for what in differences(wanted, result)]
        if not wrong:
            wrong += [f"not so: {rule}" for rule in step.get("rules", []) if not RULES[rule](story, answers)]
    if next(expected, None) is not None:
        raise Malformed("console.json has more requests than were recorded")
    if wrong:
        return "; ".join(wrong)
    return f"waiting: {', '.join(sorted(waiting))}" if waiting else "pass"


class Story:
    """An account whose owner sits at the console, who is an administrator of a second account, too."""

    def __init__(self, url, account, new_account):
        self.url = url
        self.account, self.other = account, new_account()
        self.unique = secrets.token_hex(4)
        self.key = None
        here, there, email = account["partnerId"], self.other["partnerId"], account["email"]
        boss = call(url, "session.start", secret=self.other["adminSecret"], partnerId=there, type=2, userId=self.other["email"])
        self.role = call(url, "user.get", ks=boss)["roleIds"]
        person = {"objectType": "KalturaUser", "isAdmin": True, "roleIds": self.role}
        call(url, "user.add", ks=boss, user={**person, "id": email, "email": email, "firstName": "Ada"})
        login = {"loginId": email, "password": account["password"], "partnerId": here}
        before = call(url, "user.loginByLoginId", **login)
        self.second_ks = call(url, "user.loginByKs", ks=before, requestedPartnerId=there)["ks"]
        # Last, so that whoever names no account gets to the first one.
        self.ks = call(url, "user.loginByLoginId", **login)
        bob = self.bob()
        call(url, "user.add", ks=self.ks, user={**person, "id": bob, "email": bob, "loginEnabled": True, "firstName": "Bob"})
        viewer = {"name": "Viewer", "description": "Looks only", "permissionNames": "KMC_ACCESS,KMC_READ_ONLY", "tags": "kmc"}
        self.viewer = call(url, "userRole.add", ks=self.ks, userRole={"objectType": "KalturaUserRole", **viewer})["id"]
        film = {"objectType": "KalturaMediaEntry", "mediaType": 1, "name": "film", "tags": "demo"}
        self.entry = call(url, "media.add", ks=self.ks, entry=film)["id"]
        category = {"objectType": "KalturaCategory", "name": "course"}
        self.category = call(url, "category.add", ks=self.ks, category=category)["id"]
        place = {"objectType": "KalturaCategoryEntry", "categoryId": self.category, "entryId": self.entry}
        call(url, "categoryEntry.add", ks=self.ks, categoryEntry=place)

    def bob(self):
        return f"bob-{self.unique}@example.test"

    def read_mail(self, request):
        """The key of the mailed link, once a request wants it."""
        if self.key is None and RECORDED_KEY in request:
            self.key = mailed_key(self.account["cli"], self.account["email"])

    def ask_for_codes(self):
        """Whether the account could be made to ask for one-time codes."""
        binary, environment = self.account["cli"]
        account = str(self.account["partnerId"])
        # The mails that this sends have links in them.
        command = [binary, "account", "limits", account, "--two-factor", "on", "--public-url", self.url]
        could = subprocess.run(command, env=environment, capture_output=True).returncode == 0
        # What another process changes in SQLite, a server hears of within a second.
        time.sleep(1.5)
        return could

    def replaced(self, text, escape):
        """A recorded text with the values of this story."""
        pairs = [
            (KS + "2", self.second_ks),
            (KS, self.ks),
            ("admin@example.test", self.account["email"]),
            ("Made-Up-Pass1", self.account["password"]),
            ("bob@example.test", self.bob()),
            ("carol@", f"carol-{self.unique}@"),
            (RECORDED_KEY, self.key or ""),
            ("0_aaa11111", self.entry),
        ]
        for old, new in pairs:
            text = text.replace(old, escape(new))
        text = text.replace('"roleIds":"11"', f'"roleIds":"{self.role}"').replace('"userRoleId":12', f'"userRoleId":{self.viewer}')
        text = text.replace('"idIn":"41"', f'"idIn":"{self.category}"')
        return text.replace('"requestedPartnerId":101', f'"requestedPartnerId":{self.other["partnerId"]}')


def results(response, answer, several):
    """What a request got, and every object with its type, without which the console reads none of it."""
    if (response.status, response.headers.get_content_type()) != (200, "application/json"):
        raise Malformed(f"status {response.status}, {response.headers.get_content_type()}")
    decoded = json.loads(answer)
    if decoded != {"errorCode": None}:
        require_types(decoded)
    if several and not isinstance(decoded, list):
        raise Malformed("a multirequest is answered with a list")
    return decoded if several else [decoded]


def require_types(value):
    if isinstance(value, list):
        for item in value:
            require_types(item)
    elif isinstance(value, dict):
        if "objectType" not in value:
            raise Malformed(f"an object without a type: {json.dumps(value)[:200]}")
        if not is_error(value):
            require_types(list(value.values()))


def differences(wanted, result):
    """What of an answer is not as the console needs it."""
    if wanted == "unread":
        return []
    if isinstance(wanted, dict) and "refused" in wanted:
        seen = result["code"] if is_error(result) else "answered"
        return [] if seen == wanted["refused"] else [f"{seen} in the place of {wanted['refused']}"]
    if is_error(result):
        return [f"refused with {result['code']} {result['args']}"]
    return list(misfits(wanted, result))


def misfits(wanted, value, place=""):
    """Where a value has not the wanted shape: a kind, a value, a list of what has a shape, or an object's fields."""
    if isinstance(wanted, str):
        wanted = SHAPES.get(wanted, wanted)
    if isinstance(wanted, str):
        fits = KINDS[wanted](value)
    elif isinstance(wanted, list):
        fits = isinstance(value, list)
        for number, item in enumerate(value if fits else []):
            yield from misfits(wanted[0], item, f"{place}[{number}]")
    elif "is" in wanted:
        fits = value == wanted["is"]
    else:
        fits = isinstance(value, dict)
        for name, of_name in wanted.items() if fits else []:
            yield from misfits(of_name, value.get(name), f"{place}.{name}" if place else name)
    if not fits:
        yield f"{place or 'the answer'} is {json.dumps(value)[:100]}, not {json.dumps(wanted)}"


def of_type(answers, name):
    return next(answer for answer in answers if isinstance(answer, dict) and answer.get("objectType") == name)


def may_enter(_, answers):
    """The list of the role is spelt out, and lets its user in (reference: kmc.md §1.5)."""
    names = of_type(answers, "KalturaUserRole")["permissionNames"].split(",")
    return "KMC_ACCESS" in names and "*" not in names


def one_role(_, answers):
    """A user has one role, and shows its name (reference: kmc.md §1.8)."""
    user, role = of_type(answers, "KalturaUser"), of_type(answers, "KalturaUserRole")
    return (user["roleIds"], user["roleNames"]) == (str(role["id"]), role["name"])


def named_roles(_, answers):
    """So does every user of a list; at least one is there and has a name (reference: kmc.md §8.1, §9)."""
    roles = {str(role["id"]): role["name"] for role in of_type(answers, "KalturaUserRoleListResponse")["objects"]}
    users = of_type(answers, "KalturaUserListResponse")["objects"]
    return bool(users) and all(roles.get(user["roleIds"]) == user["roleNames"] for user in users)


def both_accounts(story, answers):
    """All accounts of the person are offered (reference: kmc.md §4.6)."""
    offered = {account["id"] for account in answers[0]["objects"]}
    return offered == {story.account["partnerId"], story.other["partnerId"]}


def session_of_the_other(story, answers):
    """The session is one of the account that was chosen (reference: kmc.md §4.6)."""
    return answers[0]["partnerId"] == story.other["partnerId"] and answers[0]["ks"] != story.ks


RULES = {
    "KMC_ACCESS": may_enter,
    "one role": one_role,
    "named roles": named_roles,
    "both accounts": both_accounts,
    "a session of the other account": session_of_the_other,
}
