"""Puts the OpenAPI document into words that Specmatic has, and judges what it found.

specmatic.py prepare IN OUT    a list in the address becomes a list of one, since Specmatic would repeat the parameter; an operation keeps a few
                               parameters, since all combinations of all of them are more than can be asked; a text is short and plain, and
                               an id in a path is the one that the document has as its example
specmatic.py judge LOG         counts the tests, and tells each failure that README.md does not explain. Its report in JUnit's form tells with
                               each failure all that was refused before, and grows to gigabytes
"""
import json
import re
import sys

MOST_PARAMETERS = 3
PLAIN = "^[a-z]{1,20}$"
RULE = "-" * 20 # Between the tests, in its log.
# What no document can say: which parameters go together, which texts are dates, and which words are ids.
EXPLAINED = {"unknown_reference", "unknown_version", "not_applicable", "invalid_cursor", "invalid_value", "unknown_field", "out_of_range", "missing_parameter"}


def prepare(source, target):
    document = json.load(open(source))
    for parameter in document["components"]["parameters"].values():
        simplify(parameter)
    for path, operations in list(document["paths"].items()):
        get = operations["get"]
        media = get["responses"]["200"].get("content", {})
        if path.endswith(".{format}") or next(iter(media), None) != "application/json":
            del document["paths"][path]  # Tables, citations and files: Specmatic reads JSON, and takes whatever comes for the first form.
            continue
        for name in [name for name in media if name != "application/json"]:
            del media[name]
        given = get.get("parameters", [])
        for parameter in given:
            if "$ref" not in parameter:
                simplify(parameter)
        fixed = [one for one in given if resolve(document, one)["in"] == "path" or resolve(document, one).get("required")]
        free = [one for one in given if one not in fixed and resolve(document, one)["name"] != "cursor"]
        step = max(1, len(free) // MOST_PARAMETERS)
        get["parameters"] = fixed + free[::step][:MOST_PARAMETERS]
    json.dump(document, open(target, "w"))


def simplify(parameter):
    schema = parameter["schema"]
    if schema.get("type") == "array":
        schema = parameter["schema"] = schema["items"]
        parameter.pop("explode", None)
        parameter.pop("style", None)
    if parameter["in"] == "path" and "example" in parameter:
        parameter["schema"] = {"type": "string", "enum": [parameter["example"]]}
    elif schema.get("type") == "string" and not schema.keys() & {"enum", "format"} and schema.get("maxLength", 0) > 100:
        schema.update(minLength=1, maxLength=20, pattern=PLAIN)


def resolve(document, node):
    return document["components"]["parameters"][node["$ref"].split("/")[-1]] if "$ref" in node else node


def judge(log):
    text = open(log, encoding="utf-8", errors="replace").read()
    parts = re.split(r"^([+-]ve)  Scenario: (.*?) has (FAILED|SUCCEEDED)\s*$", text, flags=re.M)
    tests = failed = explained = 0
    for before, sign, name, verdict, after in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], parts[4::4]):
        tests += 1
        if verdict == "SUCCEEDED":
            continue
        failed += 1
        exchange, reason = before.rsplit(RULE, 1)[-1], after.split(RULE, 1)[0] # What was asked and answered comes before the verdict.
        codes = set(re.findall(r'"code": "([a-z_]+)"', exchange))
        is_refused = "response contained status 400" in reason and codes and codes <= EXPLAINED
        is_too_long = "response contained status 414" in reason
        # In an address a number is a text too; the bounds of a plain text are ours, and an empty one means that there is none.
        is_good = "received 200" in reason and re.search("is mutated from string to|than maxLength '20'|than minLength '1'", name)
        if sign == "+ve" and (is_refused or is_too_long) or sign == "-ve" and is_good:
            explained += 1
        else:
            print(f"  FOUND: {name}: {' '.join(reason.split())[:400]}: {' '.join(exchange.split())[:300]}")
    print(f"  {tests} tests, {tests - failed} passed, {explained} explained, {failed - explained} found")


{"prepare": prepare, "judge": judge}[sys.argv[1]](*sys.argv[2:])
