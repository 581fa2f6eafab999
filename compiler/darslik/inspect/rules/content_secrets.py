"""Secrets: passwords and keys that everybody who takes the course can read. They are never shown, only counted off."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.diagnostics import Severity
from darslik.inspect.content.findings import content
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_CHANGE = "take it out and change it: whoever had the package knows it"


def _findings(subject: Subject, kind: str, message: str, advice: str) -> Iterator[Finding]:
    for one in content(subject).seen.sightings.get(kind, ()):
        detail = f" ({one.detail})" if one.detail else ""
        yield Finding(f"{message}{detail}", one.span, help=advice, evidence=one.evidence)


@rule(Severity.ERROR, "any")
def lrs_credentials(subject: Subject) -> Iterator[Finding]:
    """A user name and password for an LRS are written into the content.

    Every learner can read them, and with them all statements of all others, and forge their own. An LMS hands a token
    to the content when it launches it (cmi5 8.2; xAPI launch: `auth` in the address).

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        ADL.XAPIWrapper.changeConfig({
          "endpoint": "https://lrs.example/xapi/",
          "user": "reporting",
          "password": "k3Wq-77zLp"
        });
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        ADL.XAPIWrapper.changeConfig({ "endpoint": parameters.endpoint, "auth": parameters.auth });
    """
    yield from _findings(
        subject,
        "lrs-credentials",
        "credentials of a server are in the content",
        f"{_CHANGE}; read them at launch instead",
    )


@rule(Severity.ERROR, "any")
def password_in_address(subject: Subject) -> Iterator[Finding]:
    """An address contains a user name and password.

    Browsers ignore or block such addresses, but everybody can read them.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const source = "https://reporting:k3Wq-77zLp@files.example/data.json";
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const source = "https://files.example/data.json";
    """
    yield from _findings(subject, "password-in-address", "an address contains a password", _CHANGE)


@rule(Severity.ERROR, "any")
def private_key(subject: Subject) -> Iterator[Finding]:
    """A private key is in the package.

    Whoever has it can pretend to be its owner: sign, log in, or read what is meant for them.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        /*
        -----BEGIN PRIVATE KEY-----
        MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3+LQmlQ
        -----END PRIVATE KEY-----
        */
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        /*
        -----BEGIN PUBLIC KEY-----
        MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKuwRVKZBqd/i0JpUAkPPTpaKmKYV3Rz
        -----END PUBLIC KEY-----
        */
    """
    yield from _findings(subject, "private-key", "a private key is in the package", _CHANGE)


@rule(Severity.ERROR, "any")
def access_key(subject: Subject) -> Iterator[Finding]:
    """A key or token of a service is written into the content.

    These forms are secret by design (cloud storage, payment, source code, messages, signed tokens): every learner can
    use the service in the name and at the cost of the owner.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const store = { region: "eu-west-1", id: "AKIAQ7ZLM3WXK5TPRN2V" };
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const store = { region: "eu-west-1" };
    """
    yield from _findings(subject, "access-key", "a key of a service is in the content", _CHANGE)


@rule(Severity.WARNING, "any")
def possible_secret(subject: Subject) -> Iterator[Finding]:
    """A value that looks generated stands under a name like key, token or password.

    Not every key is secret; but whatever is in a package can be read by every learner.

    Bad:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const options = { apiKey: "9fK2mQx7Lw4ZtR8vBn3Yc6Hd" };
    Good:
        === lesson.js
        const api = window.parent.API_1484_11;
        api.Initialize("");
        api.SetValue("cmi.completion_status", "completed");
        api.Commit("");
        api.Terminate("");
        const options = { apiKey: "YOUR-KEY-HERE-00000000" };
    """
    yield from _findings(
        subject, "possible-secret", "this looks like a secret", "if it is one, take it out and change it"
    )
