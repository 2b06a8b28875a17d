"""Puts the OpenAPI document into words that Specmatic has, and judges what it found.

specmatic.py prepare IN OUT    a list in the address becomes a list of one, since Specmatic would repeat the parameter; an operation keeps a few
                               parameters, since all combinations of all of them are more than can be asked; a text is short and plain
specmatic.py judge JUNIT       counts the tests, and tells each failure that README.md does not explain
"""
import json
import re
import sys
import xml.etree.ElementTree

MOST_PARAMETERS = 3
# What no document can say: which ids and versions there are, which parameters go together, and which texts are dates.
EXPLAINED = {"unknown_reference", "unknown_version", "not_applicable", "invalid_cursor", "invalid_value", "unknown_field", "out_of_range"}


def prepare(source, target):
    document = json.load(open(source))
    parameters = document["components"]["parameters"]
    for parameter in parameters.values():
        schema = parameter["schema"]
        if schema.get("type") == "array":
            parameter["schema"] = schema["items"]
            parameter.pop("explode", None)
            parameter.pop("style", None)
        schema = parameter["schema"]
        if schema.get("type") == "string" and not schema.keys() & {"enum", "format", "pattern"}:
            schema.update(minLength=1, maxLength=20, pattern="^[a-z]{1,20}$")
    for path, operations in list(document["paths"].items()):
        get = operations["get"]
        media = get["responses"]["200"].get("content", {})
        if path.endswith(".{format}") or not any(name.endswith(("/json", "+json")) for name in media):
            del document["paths"][path]  # Tables and files: Specmatic reads JSON.
            continue
        for name in [name for name in media if name != "application/json"]:
            if "application/json" in media:
                del media[name]
        given = get.get("parameters", [])
        fixed = [one for one in given if resolve(document, one)["in"] == "path" or resolve(document, one).get("required")]
        free = [one for one in given if one not in fixed and resolve(document, one)["name"] != "cursor"]
        step = max(1, len(free) // MOST_PARAMETERS)
        get["parameters"] = fixed + free[::step][:MOST_PARAMETERS]
    json.dump(document, open(target, "w"))


def resolve(document, node):
    return document["components"]["parameters"][node["$ref"].split("/")[-1]] if "$ref" in node else node


def judge(report):
    tests = failed = explained = 0
    for case in xml.etree.ElementTree.parse(report).iter("testcase"):
        tests += 1
        failure = case.find("failure")
        if failure is None:
            continue
        failed += 1
        text = (failure.get("message") or "") + (failure.text or "") + "".join(out.text or "" for out in case.iter("system-out"))
        codes = set(re.findall(r'"code": "([a-z_]+)"', text))
        is_refused = "response contained status 400" in text and codes and codes <= EXPLAINED
        is_too_long = "response contained status 414" in text
        if "expected status 200" in text and (is_refused or is_too_long):
            explained += 1
        else:
            print(f"  FOUND: {case.get('name')}: {' '.join(text.split())[:600]}")
    print(f"  {tests} tests, {tests - failed} passed, {explained} explained, {failed - explained} found")


{"prepare": prepare, "judge": judge}[sys.argv[1]](*sys.argv[2:])
