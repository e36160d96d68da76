"""Reads blocks and views, a line of JSON each, and says what Slack's own models for Python find wrong with them."""

import json
import logging
import sys

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

found = []


class Keep(logging.Handler):
    """What the models only log, such as a block or an element of an unknown type."""

    def emit(self, record):
        found.append(record.getMessage())


logging.getLogger().addHandler(Keep())
logging.getLogger().setLevel(logging.WARNING)


def check_blocks(blocks):
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None or type(parsed) is Block:
            found.append(f"unknown block: {json.dumps(block)[:200]}")
            continue
        check_element(parsed)


def check_element(element, seen=None):
    """Validates it and everything in it: `to_dict` checks only what it is called on."""
    seen = set() if seen is None else seen
    if id(element) in seen:
        return
    seen.add(id(element))
    if hasattr(element, "to_dict"):
        element.to_dict()
    values = vars(element).values() if hasattr(element, "__dict__") else []
    for value in values:
        for inner in value if isinstance(value, (list, tuple)) else [value]:
            if hasattr(inner, "to_dict"):
                check_element(inner, seen)


for line in sys.stdin:
    given = json.loads(line)
    try:
        if "view" in given:
            check_element(View(**given["view"]))
            check_blocks(given["view"]["blocks"])
        else:
            check_blocks(given["blocks"])
    except Exception as error:
        found.append(f"{type(error).__name__}: {error}")
    if found:
        print(json.dumps({"name": given["name"], "found": found[:3]}))
        found.clear()
