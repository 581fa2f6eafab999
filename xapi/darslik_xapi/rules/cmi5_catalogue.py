"""The rules of cmi5 by name, with the requirements they check."""

from __future__ import annotations

from .catalogue import Rule


def _rule(asks: str, requirement: str, help: str) -> Rule:  # noqa: A002 - the word of all our messages
    return Rule(asks, f"cmi5 {requirement}", f"cmi5 {requirement}", help)


CMI5_RULES = {
    "S1": _rule("An AU gives every statement an id.", "9.1.0.0-1", "send an id, a UUID"),
    "S2": _rule("An AU gives every statement a timestamp in UTC.", "9.7.0.0-1", "write the time with Z"),
    "S4": _rule(
        "Every context contains the context template of the launch.",
        "10.2.1.0-6",
        "copy contextTemplate of LMS.LaunchData into the context, then add to it",
    ),
    "S5": _rule(
        "Every context has the registration of the launch.", "9.6.1.0-1", "send the registration of the launch"
    ),
    "S7": _rule("An AU does not void statements.", "6.3.0.0-1", "leave voiding to the LMS"),
    "S8": _rule(
        "The first statement of a session is initialized.",
        "9.3.0.0-4",
        "send initialized, and wait for the answer, before anything else",
    ),
    "S9": _rule(
        "The last statement of a session is terminated.",
        "9.3.0.0-5",
        "send terminated when the session ends, and nothing after it",
    ),
    "S10": _rule(
        "The category moveon is for cmi5 defined statements with success or completion.",
        "9.6.2.2-2",
        "leave the category out",
    ),
    "L7": _rule(
        "The actor is the one of the launch, in every statement.", "8.1.3.0-3", "send the actor as it was given"
    ),
    "L9": _rule(
        "In the launch modes Browse and Review only initialized and terminated are sent.",
        "10.2.2.0",
        "ask launchMode of LMS.LaunchData",
    ),
    "D1": _rule(
        "The object of a cmi5 defined statement is the AU by the id of the launch.",
        "8.1.5.0-6",
        "send the activityId of the launch, not the id of cmi5.xml",
    ),
    "D2": _rule("The actor of a cmi5 defined statement has an account.", "9.2.0.0-2", "send the actor as it was given"),
    "D3": _rule(
        "The cmi5 category goes with the verbs that cmi5 defines, and only with them.",
        "9.3.0.0-1",
        "add the category, or leave it out",
    ),
    "D4": _rule("A verb that cmi5 defines occurs once in a session.", "9.3.0.0-2", "remember what was sent"),
    "D5": _rule("A session has passed or failed, not both.", "9.3.0.0-3", "send the verdict once"),
    "D6": _rule(
        "A registration has at most one completed and one passed of an AU, and no failed after passed.",
        "9.3.0.0-6",
        "keep in the State what was sent",
    ),
    "D7": _rule("completed has completion true, a duration, and no success.", "9.5.3.0-1", "set the result as asked"),
    "D8": _rule(
        "passed has success true, failed false; both a duration and no completion.",
        "9.5.2.0-1",
        "set the result as asked",
    ),
    "D9": _rule(
        "terminated has a duration; it and initialized have no success and no completion.",
        "9.5.4.1-1",
        "set the result as asked",
    ),
    "D10": _rule(
        "A cmi5 defined statement with success or completion has the category moveon.", "9.6.2.2-1", "add the category"
    ),
    "D11": _rule(
        "A score is on passed and failed only, scaled from 0 to 1, raw with min and max.",
        "9.5.1.0-2",
        "leave the score out, or give all of it",
    ),
    "D12": _rule(
        "passed reaches the mastery score, failed does not.", "9.3.4.0-2", "compare with masteryScore of LMS.LaunchData"
    ),
    "D13": _rule(
        "passed and failed repeat the mastery score in the context.", "9.6.3.2-2", "add the extension masteryscore"
    ),
    "D14": _rule(
        "Progress is a whole number from 0 to 100, and not sent with or after completed.",
        "9.5.5.1",
        "leave it out, or round it",
    ),
    "D16": _rule("The duration of terminated is the time since initialized.", "9.5.4.1", "measure it again"),
}
