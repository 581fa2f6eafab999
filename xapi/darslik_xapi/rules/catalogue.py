"""The rules by name: what each asks, and the clause of each version of the standard that asks it.

Clauses of 1.0.3 are of its part two (Data); those of 2.0 are of IEEE 9274.1.1-2023.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes:
        asks: what the standard asks, in a sentence.
        clause_1_0: of xAPI 1.0.3.
        clause_2_0: of IEEE 9274.1.1.
        help: what to change where it is broken.
    """

    asks: str
    clause_1_0: str
    clause_2_0: str
    help: str = ""

    def clause(self, *, later: bool) -> str:
        """The clause of 2.0 (`later`) or 1.0.3."""
        return self.clause_2_0 if later else self.clause_1_0


RULES = {
    "json": Rule(
        "A statement is JSON text in UTF-8.",
        "Data 2.2.s4",
        "4.2",
        "write the file with a JSON library, one statement a line",
    ),
    "json-duplicate": Rule(
        "A property occurs once in an object.", "Data 2.2.s2.b2", "4.2", "keep one of the two; a reader sees only one"
    ),
    "json-number": Rule(
        "Numbers are finite, and within the range of a double.",
        "Data 2.2.s4.b3",
        "4.2",
        "leave the value out where it is not known",
    ),
    "json-depth": Rule("Objects are not nested without end.", "Data 2.2.s4", "4.2", "flatten the extension"),
    "json-text": Rule(
        "Texts are Unicode: surrogates come in pairs.", "Data 2.2.s4", "4.2", "do not cut texts inside a character"
    ),
    "type": Rule("A value has the type its property asks for.", "Data 2.2.s4.b2", "4.2", "send the type named"),
    "null": Rule("No property is null, except inside extensions.", "Data 2.2.s4.b1", "4.2", "leave the property out"),
    "missing": Rule("What is required is there.", "Data 2.2.s2.b3", "4.2", "add the property"),
    "unknown-property": Rule(
        "An object has only the properties the standard gives it.",
        "Data 2.2.s4.b1.b7",
        "4.2",
        "put it into the extensions of the activity, the result or the context",
    ),
    "key-case": Rule(
        "Properties are written with the letter case of the standard.",
        "Data 2.2.s4.b1.b5",
        "4.2",
        "write it as named",
    ),
    "object-type": Rule(
        "objectType has a value the standard names, in its letter case.",
        "Data 2.4.4",
        "4.2.2.3",
        "write one of the values named",
    ),
    "uuid": Rule("Identifiers of statements and registrations are UUIDs.", "Data 4.4", "4.2.7", "make one with uuid4"),
    "iri": Rule(
        "Identifiers are IRIs with a scheme.",
        "Data 2.2.s4.b1.b8",
        "4.2.7",
        "write the whole address, https://… or urn:…",
    ),
    "timestamp": Rule(
        "Times are ISO 8601 (1.0.3) or RFC 3339 (2.0).", "Data 4.5", "4.2.7", "write it like 2026-01-31T09:05:00.000Z"
    ),
    "duration": Rule(
        "Durations are ISO 8601 with designators, without a sign; weeks stand alone.",
        "Data 4.6",
        "4.2.7",
        "write it like PT1M2.5S",
    ),
    "language-tag": Rule(
        "Language tags follow RFC 5646.", "Data 2.2.s4.b2", "4.2.7", "write a tag like en, uz-Latn or ru-RU"
    ),
    "language-map": Rule(
        "A language map has at least one language, and texts.", "Data 4.2", "4.2.7", "give a text, or leave it out"
    ),
    "extension-key": Rule("Keys of extensions are IRIs.", "Data 4.1.s3.b1", "4.2.7", "write the whole address as key"),
    "statement-version": Rule(
        "version is 1.0 or 1.0.x; where 2.0 is spoken, also 2.0.x.",
        "Data 2.4.10",
        "4.2.4.3",
        "leave it to the LRS",
    ),
    "actor-identifier": Rule(
        "An Agent or identified Group has exactly one of mbox, mbox_sha1sum, openid and account.",
        "Data 2.4.2.3",
        "4.2.2.1",
        "keep one of the four, an account if there is one",
    ),
    "mbox": Rule("mbox is a mailto IRI of an address.", "Data 2.4.2.3.s3", "4.2.2.1", "write mailto:name@example.org"),
    "mbox-sha1sum": Rule(
        "mbox_sha1sum is the SHA-1 of a mailto IRI, in 40 hexadecimal digits.",
        "Data 2.4.2.3.s3",
        "4.2.2.1",
        "hash the whole mailto IRI",
    ),
    "group-members": Rule(
        "An anonymous Group has members; members are Agents.",
        "Data 2.4.2.2",
        "4.2.2.1",
        "list the Agents in member",
    ),
    "member-of-agent": Rule("Only a Group has members.", "Data 2.4.2.2", "4.2.2.1", 'write "objectType": "Group"'),
    "authority": Rule(
        "authority is an Agent, or an anonymous Group of two (OAuth).",
        "Data 2.4.9",
        "4.2.4",
        "leave it to the LRS",
    ),
    "voiding-object": Rule(
        "The object of a voiding statement is a StatementRef.",
        "Data 2.3.2.s2.b1",
        "4.2.2.3",
        'write {"objectType": "StatementRef", "id": …}',
    ),
    "substatement-nested": Rule(
        "A SubStatement holds no SubStatement.", "Data 2.4.4.3", "4.2.2.3", "refer to a statement instead"
    ),
    "substatement-property": Rule(
        "A SubStatement has no id, stored, version or authority.", "Data 2.4.4.3", "4.2.2.3", "leave it out"
    ),
    "interaction-type": Rule(
        "interactionType is one of ten; it is there where other properties of interactions are.",
        "Data 2.4.4.1.s8",
        "4.2.2.3",
        "write one of the values named",
    ),
    "interaction-components": Rule(
        "An interaction has the lists of components of its type only.",
        "Data 2.4.4.1.s16",
        "4.2.2.3",
        "leave the list out, or change interactionType",
    ),
    "component-id": Rule(
        "Ids of components are texts, and unique in their list.",
        "Data 2.4.4.1.s15",
        "4.2.2.3",
        "give each component an id of its own",
    ),
    "score-range": Rule(
        "scaled is from -1 to 1; min is below max, and raw between them.",
        "Data 2.4.5.1",
        "4.2.2.4",
        "compute the score again",
    ),
    "context-of-activity": Rule(
        "revision and platform are used only where the object is an Activity.",
        "Data 2.4.6.s4",
        "4.2.2.5",
        "leave them out",
    ),
    "context-team": Rule("team is a Group.", "Data 2.4.6.s3", "4.2.2.5", 'write "objectType": "Group"'),
    "context-statement": Rule(
        "context.statement is a StatementRef.",
        "Data 2.4.6.s3",
        "4.2.2.5",
        'write {"objectType": "StatementRef", "id": …}',
    ),
    "relevant-types": Rule(
        "relevantTypes is a list of at least one IRI.", "Data 2.4.6", "4.2.2.5", "name a type, or leave it out"
    ),
    "attachment-hash": Rule(
        "sha2 is a SHA-2 in hexadecimal digits.", "Data 2.4.11", "4.2", "hash the bytes of the attachment"
    ),
    "attachment-length": Rule("length is a whole number of bytes.", "Data 2.4.11", "4.2", "count the bytes"),
    "media-type": Rule("contentType is a media type.", "Data 2.4.11", "4.2", "write it like text/plain"),
    "signature": Rule(
        "A signature is a JWS (RS256, RS384 or RS512) of the statement, of type application/octet-stream.",
        "Data 2.6",
        "4.2",
        "sign the statement again",
    ),
}
