"""Runs the cases of cases/ through one client. The client only makes calls; all judging is done here."""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import secrets
import subprocess
import threading
import time
import urllib.request

from . import ledger

HERE = pathlib.Path(__file__).resolve().parent.parent
CACHE = HERE / ".cache"

# Where Debian's Node is too old, ours comes first. Programs are looked for in this process's own path.
os.environ["PATH"] = f"{CACHE / 'node/bin'}:{os.environ['PATH']}"
COMMANDS = {
    "python": [CACHE / "venv/bin/python", HERE / "clients/python_client.py"],
    "node": ["node", HERE / "clients/node_client.js"],
    "typescript": ["node", HERE / "clients/browser_client.js"],
}
MATCHERS = {"$about", "$match"}
BETWEEN = 0.2  # seconds between two steps that something goes on beside
SLACK = 120  # seconds that clocks and a slow machine may take from `$about`


class Mismatch(Exception):
    """The answer is not the expected one."""


class Client:
    """One client as a process: a JSON request a line in, a JSON answer a line out."""

    def __init__(self, name, url):
        environment = {**os.environ, "NODE_PATH": str(CACHE / "npm/node_modules")}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen([*map(str, COMMANDS[name]), url], env=environment, **pipes)

    def ask(self, request):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the client ended with status {self.process.wait()}; is conformance/install up to date?")
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(timeout=60)


def run(name, url, account):
    """The outcome of every case: `pass`, why it is not for this client, or what went wrong."""
    known = {**account, "widgetId": f"_{account['partnerId']}", "run": secrets.token_hex(4)}
    outcomes = {}
    # Offline sessions are made by the Python client: the JavaScript ones have no builder for them.
    with Client(name, url) as client, Client("python", url) as minter:
        runner = Runner(name, url, client, minter)
        for case in read_cases(runner, known):
            text = json.dumps(case)
            if ("$other" in text and "otherPartnerId" not in known) or ('"mail"' in text and "cli" not in known):
                outcomes[case["name"]] = ledger.LEFT_OUT
                continue
            if name in case.get("not", {}):
                outcomes[case["name"]] = f"not for this client: {case['not'][name]}"
                continue
            values = dict(known)
            try:
                for step in case.get("steps", [case]):
                    runner.step(step, values)
                outcomes[case["name"]] = "pass"
            except Mismatch as mismatch:
                outcomes[case["name"]] = str(mismatch)
    return outcomes


def read_cases(runner, known):
    """The cases of every file, each file's setup carried out before its first case; what a setup saves is for all."""
    for file in sorted((HERE / "cases").glob("*.json")):
        content = json.loads(file.read_text())
        for step in content.get("setup", []):
            runner.step(step, known)
        yield from content["cases"]


class Runner:
    """Carries out steps. `values` holds what `$name` stands for, and takes what a step saves."""

    def __init__(self, name, url, client, minter):
        self.name = name
        self.url = url
        self.client = client
        self.minter = minter

    def step(self, step, values):
        if "mint" in step:
            values[step["save"]] = self.mint(step, values)
        elif "hash" in step:
            digest = hashlib.new(step["hash"].lower(), fill(step["of"], values).encode())
            values[step["save"]] = digest.hexdigest()
        elif "multi" in step:
            self.multi(step, values)
        elif "own" in step:
            judge({**step, "call": step["own"]}, self.own(step, values), values)
        elif "mail" in step:
            values[step["save"]] = mailed_key(values["cli"], fill(step["mail"], values))
        elif "meanwhile" in step:
            self.meanwhile(step, values)
        else:
            answer = self.client.ask(request_of(step, values))
            judge(step, answer, values)

    def mint(self, step, values):
        defaults = {"secret": "$adminSecret", "partnerId": "$partnerId", "userId": "", "expiry": 3600, "privileges": ""}
        answer = self.minter.ask(fill({**defaults, **step}, values))
        if "result" not in answer:
            raise Mismatch(f"no session could be made: {answer}")
        return answer["result"]

    def own(self, step, values):
        """Calls an action of this server's own, for which the client has no class, as plain HTTP."""
        service, action = step["own"].split(".")
        parameters = {**fill(step.get("with", {}), values), "ks": fill(step.get("ks", ""), values), "format": 1}
        address = f"{self.url}/api_v3/service/{service}/action/{action}"
        request = urllib.request.Request(address, json.dumps(parameters).encode(), {"Content-Type": "application/json"})
        answer = json.load(urllib.request.urlopen(request, timeout=60))
        refused = isinstance(answer, dict) and answer.get("objectType") == "KalturaAPIException"
        return {"error": {"code": answer["code"], "args": dict(answer["args"])}} if refused else {"result": answer}

    def meanwhile(self, step, values):
        """Carries out `steps` while a second client repeats those of `meanwhile`; none of either may fail."""
        done, repeated, wrong = threading.Event(), 0, []

        def repeat():
            nonlocal repeated
            with Client(self.name, self.url) as client:
                other = Runner(self.name, self.url, client, self.minter)
                while not done.is_set() or not repeated:
                    try:
                        own = dict(values)
                        for part in step["meanwhile"]:
                            other.step(part, own)
                    except Mismatch as mismatch:
                        wrong.append(mismatch)
                        return
                    repeated += 1

        thread = threading.Thread(target=repeat)
        thread.start()
        try:
            for part in step["steps"]:
                self.step(part, values)
                # So that every state is met by some calls.
                time.sleep(BETWEEN)
        finally:
            done.set()
            thread.join()
        if wrong:
            raise wrong[0]

    def multi(self, step, values):
        request = {"multi": [request_of(part, values) for part in step["multi"]]}
        if "ks" in step:
            request["ks"] = fill(step["ks"], values)
        results = self.client.ask(request)
        if len(results.get("results", [])) != len(step["multi"]):
            raise Mismatch(f"{len(step['multi'])} calls, and the answer {results}")
        for part, answer in zip(step["multi"], results["results"]):
            judge(part, answer, values)


def mailed_key(cli, recipient):
    """The key at the end of the link in the newest mail to somebody, read as the operator does who has no mail server."""
    binary, environment = cli

    def said(*command):
        done = subprocess.run([binary, "mail", *command, "--json"], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Mismatch(f"mail {command[0]}: {done.stderr}")
        return json.loads(done.stdout)

    mails = [mail["id"] for mail in said("list") if mail["recipient"] == recipient]
    if not mails:
        raise Mismatch(f"there is no mail to {recipient}")
    links = re.findall(r"https?://\S+", said("show", str(max(mails)))["text"])
    return links[0].rsplit("/", 1)[1]


def request_of(step, values):
    names = ("call", "with", "ks", "partnerId", "responseProfile")
    return {name: fill(step[name], values) for name in names if name in step}


def fill(value, values):
    """Puts values in the place of their names: `$name` alone keeps the type, inside a text it becomes text."""
    if isinstance(value, dict):
        return {key: fill(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, values) for item in value]
    if not isinstance(value, str):
        return value
    if value[:1] == "$" and value[1:] in values:
        return values[value[1:]]
    return re.sub(r"\$([a-zA-Z]+)", lambda found: str(values[found[1]]), value)


def judge(step, answer, values):
    """Compares an answer with what the step expects, and saves what the step asks for."""
    if "broken" in answer:
        raise Mismatch(f"{step['call']}: the client failed: {answer['broken']}")
    if "error" in step:
        [(code, args)] = fill(step["error"], values).items()
        seen = answer.get("error")
        if seen is None:
            raise Mismatch(f"{step['call']}: expected {code}, got {answer['result']!r}")
        wanted = {name: str(value) for name, value in args.items()}
        if (seen["code"], seen["args"]) != (code, wanted):
            raise Mismatch(f"{step['call']}: expected {code} {wanted}, got {seen['code']} {seen['args']}")
        return
    if "error" in answer:
        raise Mismatch(f"{step['call']}: got {answer['error']['code']} {answer['error']['args']}")
    result = answer["result"]
    if "result" in step:
        match(fill(step["result"], values), result, step["call"])
    save = step.get("save", {})
    if isinstance(save, str):
        values[save] = result
    else:
        values.update({name: part(result, path) for name, path in save.items()})


def part(value, path):
    """What is behind a path such as `id` or `objects.0.id`."""
    for name in path.split("."):
        value = value[int(name) if isinstance(value, list) else name]
    return value


def match(wanted, seen, where):
    """Raises where `seen` is not as wanted. Members of an object that are not named may be anything."""
    if isinstance(wanted, dict) and not wanted.keys() & MATCHERS:
        if not isinstance(seen, dict):
            raise Mismatch(f"{where}: expected an object, got {seen!r}")
        for name, value in wanted.items():
            match(value, seen.get(name), f"{where}.{name}")
    elif isinstance(wanted, list):
        if len(wanted) != len(seen or []):
            raise Mismatch(f"{where}: expected {len(wanted)} elements, got {seen!r}")
        for index, value in enumerate(wanted):
            match(value, seen[index], f"{where}[{index}]")
    elif not scalar_matches(wanted, seen):
        raise Mismatch(f"{where}: expected {wanted!r}, got {seen!r}")


def scalar_matches(wanted, seen):
    if isinstance(wanted, dict) and "$about" in wanted:
        return type(seen) is int and abs(time.time() + wanted["$about"] - seen) <= SLACK
    if isinstance(wanted, dict):
        return seen is not None and re.search(wanted["$match"], str(seen)) is not None
    if wanted is None:
        return seen in (None, "")
    return type(wanted) is type(seen) and wanted == seen
