"""Makes calls with the Python client (PyPI KalturaApiClient): one JSON request a line in, one JSON answer a line out."""

import inspect
import json
import keyword
import sys

from lxml import etree
from KalturaClient import KalturaClient, KalturaConfiguration
from KalturaClient.Base import KalturaObjectBase, KalturaObjectFactory, KalturaParams, getXmlNodeText
from KalturaClient.exceptions import KalturaException


class Listener(KalturaClient):
    """The client, and the last answer it read: its exceptions leave out the arguments of an error."""

    def parsePostResult(self, postResult):
        self.answer = postResult
        return super().parsePostResult(postResult)


def to_client(value):
    """A value of the cases as the client's own class."""
    if isinstance(value, list):
        return [to_client(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = KalturaObjectFactory.objectFactories[value["objectType"]]()
    for name, inner in value.items():
        if name != "objectType":
            name = f"{name}_" if keyword.iskeyword(name) else name
            getattr(made, name)  # fails where the client does not know the property
            setattr(made, name, to_client(inner))
    return made


def to_plain(value):
    """What the client returned as JSON; the class is the one that the client made."""
    if isinstance(value, KalturaObjectBase):
        plain = {name: to_plain(inner) for name, inner in vars(value).items() if inner is not NotImplemented}
        return {**plain, "objectType": type(value).__name__}
    if isinstance(value, list):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: to_plain(inner) for name, inner in value.items()}
    return value.getValue() if hasattr(value, "getValue") else value


def call(client, request):
    """Calls the method of the client's service; the client's bare request where it knows no such action."""
    service, action = request["call"].split(".")
    # A plug-in's service is `plugin_service` in the API, and `client.plugin.service` here.
    owner, _, name = service.rpartition("_")
    # Letter case differs: `elasticsearch_eSearch` is `client.elasticSearch.eSearch`.
    holders = (value for known, value in vars(client).items() if known.lower() == owner.lower())
    holder = next(holders, None) if owner else client
    method = getattr(getattr(holder, name, None), action, None)
    if method is None:
        client.queueServiceActionCall(service, action, "None", KalturaParams())
        return None if client.isMultiRequest() else getXmlNodeText(client.doQueue())
    given = {name: to_client(value) for name, value in request.get("with", {}).items()}
    left_out = {
        name: NotImplemented
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.default is parameter.empty and name not in given
    }
    return method(**given, **left_out)


def set_common(client, request):
    client.requestConfiguration.clear()
    if "ks" in request:
        client.setKs(request["ks"])
    if "partnerId" in request:
        client.setPartnerId(request["partnerId"])
    if "responseProfile" in request:
        client.setResponseProfile(to_client(request["responseProfile"]))


def error(exception, node):
    args = {item.findtext("name"): item.findtext("value") or "" for item in node.findall("error/args/item")}
    return {"error": {"code": exception.code, "message": exception.message, "args": args}}


def answer(client, request):
    if "mint" in request:
        mint = client.generateSession if request["mint"] == 1 else client.generateSessionV2
        fields = ("secret", "userId", "type", "partnerId", "expiry", "privileges")
        return {"result": mint(*(request[name] for name in fields)).decode()}
    if "multi" in request:
        common = {"ks": request["ks"]} if "ks" in request else {}
        client.startMultiRequest()
        for part in request["multi"]:
            set_common(client, {**common, **part})
            call(client, part)
        results = client.doMultiRequest()
        nodes = etree.fromstring(client.answer).find("result")
        return {
            "results": [
                error(result, node) if isinstance(result, KalturaException) else {"result": to_plain(result)}
                for result, node in zip(results, nodes)
            ]
        }
    set_common(client, request)
    try:
        return {"result": to_plain(call(client, request))}
    except KalturaException as exception:
        return error(exception, etree.fromstring(client.answer).find("result"))


def main():
    client = Listener(KalturaConfiguration(sys.argv[1]))
    for line in sys.stdin:
        try:
            reply = answer(client, json.loads(line))
        except Exception as problem:
            client = Listener(KalturaConfiguration(sys.argv[1]))
            reply = {"broken": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(reply), flush=True)


main()
