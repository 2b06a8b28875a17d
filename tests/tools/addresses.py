"""Addresses for the tools, told by the service's own OpenAPI document.

addresses.py ADDRESS                   an address of every operation, with some of its parameters
addresses.py ADDRESS words FILE        the words of a file, but for those that are paths of the service
addresses.py ADDRESS parameters FILE   the words of a file, but for those that are parameters of /v1/visits
"""
import json
import sys
import urllib.parse
import urllib.request

# What is tried with the parameters, where an operation has them.
values = {"q": "energy", "title__contains": "a", "country": "CHN", "date_from": "2022", "sort": "-id", "limit": "3", "by": "dyads", "dataset_version": "1"}
document = json.load(urllib.request.urlopen(sys.argv[1] + "/swagger/v1/swagger.json"))


def target(node):
    if "$ref" not in node:
        return node
    found = document
    for name in node["$ref"].split("/")[1:]:
        found = found[name]
    return found


def parameters(path):
    return [target(parameter) for parameter in document["paths"][path]["get"].get("parameters", [])]


def words():
    return [word for word in (line.strip() for line in open(sys.argv[3], errors="replace")) if word and word[0] != "#"]


if len(sys.argv) == 2:
    for path in document["paths"]:
        query = []
        for parameter in parameters(path):
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(str(parameter["example"])))
            elif parameter["name"] in values:
                query.append(f"{parameter['name']}={values[parameter['name']]}")
        print(path + ("?" + "&".join(query) if query else ""))
elif sys.argv[2] == "words":
    known = {path.strip("/").split("/")[0] for path in document["paths"]} | {"swagger", ""} # Paths are taken in any case.
    print("\n".join(sorted({word for word in (urllib.parse.quote(word.lstrip("/")) for word in words()) if word.strip("/").split("/")[0].lower() not in known})))
else:
    known = {parameter["name"] for parameter in parameters("/v1/visits")}
    print("\n".join(sorted({urllib.parse.quote(word) for word in words() if word not in known})))
