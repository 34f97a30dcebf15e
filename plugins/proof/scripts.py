"""Scripts: a page may hold none but those that the theme is known to have, and none of these may keep or tell anything.

A list of what is forbidden stops nobody who means harm; it stops a hasty change of the theme. What stops the others is
that only scripts are published whose every sign is known, and the policy that each page bears.
"""

import re
from collections.abc import Iterable

# What a script would use to do harm, by the harm it does.
_HARM = {
    # HTML (WHATWG), 12 (Web storage); Indexed Database API; Cookie Store API; Service Workers; File System Access.
    "keeps something": """cookie cookieStore localStorage sessionStorage indexedDB openDatabase caches storage
        serviceWorker showSaveFilePicker""",
    # Beacon; XMLHttpRequest, WebSockets and HTML (WHATWG); WebTransport; Reporting API; WebRTC, which no policy holds
    # back. `fetch` is not among them: a policy says where it may lead.
    "sends something": r"""sendBeacon XMLHttpRequest WebSocket EventSource WebTransport RTC\w+ webkitRTC\w+
        ReportingObserver BroadcastChannel postMessage""",
    # Laperdrix et al., Browser Fingerprinting: A Survey (ACM TWEB 14.2, 2020), table 1; W3C, Mitigating Browser
    # Fingerprinting in Web Specifications.
    "asks which device this is": r"""navigator screen devicePixelRatio getContext toDataURL toBlob OffscreenCanvas
        \w*AudioContext getBattery mediaDevices speechSynthesis geolocation deviceMemory hardwareConcurrency
        userAgent\w* DateTimeFormat getTimezoneOffset performance matchMedia FontFace Device\w+Event""",
    # HTML (WHATWG), 8: what is run must be what was looked at.
    "runs what nobody has looked at": r"""eval Function import importScripts Worker SharedWorker WebAssembly innerHTML
        outerHTML insertAdjacentHTML createContextualFragment document\.write\w*""",
}
_SIGNS = {harm: re.compile(rf"(?<![\w$])(?:{'|'.join(signs.split())})(?![\w$])") for harm, signs in _HARM.items()}
_SIGNS["hides a name"] = re.compile(r"\\[ux]\w*")  # `navigator` can be written without one of its letters


class Scripts:
    """The scripts that a site may hold, by their texts; each is looked at once."""

    def __init__(self, known: Iterable[str]) -> None:
        self._wrong = {script: tuple(_wrong(script)) for script in known}

    def wrong(self, script: str) -> tuple[str, ...]:
        """Return what is wrong with a script that a page holds."""
        return self._wrong.get(script, ("that is none of the theme's",))


def _wrong(script: str) -> Iterable[str]:
    for harm, signs in _SIGNS.items():
        if found := signs.search(script):
            yield f"that {harm}: {found[0]}"


NONE = Scripts(())
