"""Lines of a page that are not the article's: credits, links, calls to subscribe, clocks.

Every rule is about a whole line, so that no sentence of an article is ever cut into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.text.calendar_words import MONTH_PATTERN

_LONGEST = 600
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
_DAY = rf"(?:{_WEEKDAY}(?:{MONTH_PATTERN} \d{{1,2}},? \d{{4}}|\d{{1,2}} {MONTH_PATTERN},? \d{{4}}|\d{{4}}-\d\d-\d\d))"
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?\(?(?:[a-z]{2,4}|utc ?[+-]\d{1,2})\)?)?"
_TIME = rf"(?:(?:,|\s[|/·•–-])?(?: at)? {_CLOCK})"
_MOMENT = rf"(?:{_DAY}{_TIME}?)"
_AGO = r"(?:(?:\d{1,3}|an?) (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?) ago)"
_AGENCY = r"(?:getty(?: images)?|afp|ap|epa|reuters|bloomberg|shutterstock|istock|alamy|unsplash)"
_SHARE = (
    r"(?:facebook|twitter|x|e-?mail|linkedin|whats ?app|pinterest|reddit|telegram|tumblr|flipboard"
    r"|messenger|bluesky|threads|copy link|copy url|print|share|tweet|save|post|gift|bookmark)"
)
_JOB = (
    r"(?:reporter|writer|editor|correspondent|columnist|journalist|producer|intern|contributor|"
    r"covers|writes|reports)"
)
_CONTACT = r"(?:@\w|\w@\w|\bon (?:x|twitter|bluesky|instagram|facebook)\b)"

# What a link leads to is one headline; a line that goes on behind a full stop is the article's.
_HEADLINE = r"(?:(?![.!?][”\"’']? [A-Z]).){0,250}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of boilerplate: its name in a report, and what a whole line of it looks like."""

    one: str
    many: str
    line: re.Pattern[str]


def _kind(one: str, many: str, *forms: str) -> Kind:
    return Kind(one=one, many=many, line=re.compile("|".join(forms), re.IGNORECASE))


_KINDS = (
    _kind(
        "line of page navigation",
        "lines of page navigation",
        r"(?:top|bottom) of page|back to (?:the )?top|skip to (?:main )?content|menu|search|home",
        r"(?:\d\. )?how relevant is this ad to you\?|video player was slow to load.{0,400}",
        r"continue reading|loading\W*|prev(?:ious)? next|next article|previous article",
        r"(?:story continues below )?advertise?ments?(?: - .{1,40})?|sponsored(?: content)?",
        r"article continues (?:below|after)(?: this)?(?: advertise?ment)?|scroll to continue.{0,40}",
        r"(?:.{0,80}[.|] ?)?all rights reserved\.?(?: .{0,200})?|log ?in|sign in|register",
        r"(?:©|\(c\)|copyright(?: ©)?) ?\d{4}.{0,160}",
        r"[\s_=*♦•·~—–-]{1,80}",
    ),
    _kind(
        "line of a share bar",
        "lines of share bars",
        r"share(?: (?:this|on|via|to) .{1,40}| this|)|print(?: this)?(?: article)?|copy link",
        rf"(?:share(?: (?:this|on|via))?:? )?{_SHARE}(?:[ |/·•,]{{1,4}}{_SHARE})+",
        r"(?:tweet|email) this|save (?:this )?article|(?:listen|listen to (?:this )?(?:article|story))"
        r"(?: ?[(·|-]? ?\d{1,2}(?::\d\d)? ?(?:min(?:ute)?s?)?\)?)?|\d{1,3}[ -]min(?:ute)?s?(?: read)?",
    ),
    _kind(
        "prompt to comment",
        "prompts to comment",
        r"comments?(?: ?\(\d+\))?|\d+ comments?|(?:show|view|hide|load|see|read)(?: more| all)? comments?",
        r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\.?|be the first to comment\.?",
        r"join the (?:conversation|discussion)\.?|(?:log|sign) in to (?:leave a )?comment\.?",
        r"(?:have your say|what do you think\?)(?: .{0,80}comments?.{0,40})?",
    ),
    _kind(
        "image credit",
        "image credits",
        r"(?:image|photo|picture|video)s? ?(?:source|credit|courtesy)s?"
        r"(?:: ?.{0,120}| (?:of|by) .{1,80})?",
        r"(?:image|photo|picture|credit|file photo|photograph)s?(?: by)?: ?.{1,160}",
        r"\(?(?:photo|image|picture)s? by [^.]{1,80}\)?",
        rf"[^.!?“”\"]{{0,160}}(?:/ ?|\bvia ){_AGENCY}\)?",
        r"video ad feedback\b.{0,400}",
    ),
    _kind(
        "link to other stories",
        "links to other stories",
        rf"(?:read )?more ?(?:on this|here)?: ?{_HEADLINE}",
        r"(?:read|see|watch|find out) more(?: .{0,60}here)?\.?|read the full story(?: here)?[.:]?.{0,160}",
        r"(?:related|see also|also read|read also|read next|recommended|up next|don[’']t miss"
        rf"|in case you missed it): ?{_HEADLINE}",
        r"you (?:may|might)(?: also)? like(?: [^“”\"]{0,160})?",
        r"more (?:news(?: to know(?: now)?:?)?|stories|from [^.:“”\"]{1,60})",
        r"(?:read more on this story|watch (?:it|the (?:video|trailer|full .{1,30})|.{1,40}[’']s speech)) "
        r"here[.:]?|click here.{0,160}|(?:see|view) the \d{1,3} \w{1,20}",
        r"(?:unable to (?:view|see)|can[’']t see) our (?:graphics?|maps?|charts?)\?.{0,120}",
        r"[^.!?“”\"]{3,80}\? (?:check|click|see|find|get|view) [^.!?“”\"]{0,80}\bhere\.?",
        r"tags?: .{1,200}|filed under:? .{1,200}|topics: .{1,200}",
    ),
    _kind(
        "call to subscribe",
        "calls to subscribe",
        r"subscribe(?: (?:now|today|here|to|for)\b.{0,200})?[.!]?|become a (?:subscriber|member)\.?",
        r"(?:sign up|get|join|register|subscribe)\b.{0,200}"
        r"\b(?:newsletters?|e-?mail alerts|your inbox)\b.{0,380}",
        r"editor[’']?s note: (?:sign up|get inspired|subscribe)\b.{0,400}",
        r"[^.!?:“”\"]{0,120}[?:.!] sign up (?:for|to) [^“”\"]{0,100}newsletters?\b[^“”\"]{0,120}",
        r"(?:already (?:a|have) (?:a )?(?:subscri\w{2,6}|member|account)\?|this (?:article|story|content) "
        r"is (?:only )?(?:for|available to) (?:our )?subscribers?)\b.{0,160}",
        r"(?:please )?(?:enter|confirm) your e-?mail.{0,120}|thank you for (?:subscribing|signing up).{0,80}",
        r"(?:need|looking for) [^.!?]{0,40}(?:break|puzzle)\?.{0,160}",
        r"the [\w ’']{1,30} app gets you .{0,300}|download (?:the|our) [\w ’']{0,30}app\b.{0,120}",
        r"(?:support|thank you for supporting) (?:local|independent|our) journalism\b.{0,240}|"
        r".{0,300}\bsubscribe & save\b.{0,60}|.{0,400}\bcheck out the latest offer\.?",
        r"offer from the motley fool: ?.{0,200}",
    ),
    _kind(
        "notice of the site",
        "notices of the site",
        r"(?:we|this (?:web)?site|our (?:web)?site) (?:use|uses) cookies\b.{0,300}|accept(?: all)?(?: cookies)?",
        r".{0,200}\b(?:affiliate (?:fee|commission)s?|earn (?:a|an affiliate) (?:small )?commission)\b.{0,200}",
        r".{0,160}\bis a usa today content partner\b.{0,300}",
        r"(?:view|read|see) (?:this (?:e-?mail|newsletter) )?(?:in|on)(?: your)? (?:web )?browser\.?",
        r"(?:unsubscribe|manage (?:your )?(?:preferences|subscriptions?)|update (?:your )?preferences"
        r"|privacy policy|terms (?:of (?:use|service)|and conditions))(?: ?[|·•] ?[\w ]{1,40}){0,4}\.?",
        r"you (?:are|[’']re) receiving this (?:e-?mail|newsletter|message) .{0,300}",
    ),
    _kind(
        "time stamp",
        "time stamps",
        rf"(?:(?:first )?(?:published|posted|updated|last updated|last modified|modified)"
        rf"(?: (?:on|at))?:? ?(?:{_MOMENT}|{_AGO}|\d{{1,2}}:\d\d ?[ap]\.?m\.? ?[a-z]{{2,4}}"
        rf"(?:,? {_DAY})?)(?: / [a-z ]{{2,20}})?[ |·•/-]*)+",
        rf"{_DAY}{_TIME}(?: ?(?:\||·|-)? ?updated:? {_MOMENT})?|{_DAY} updated:? {_MOMENT}|{_AGO}",
    ),
    _kind(
        "note of an update",
        "notes of updates",
        r"\((?:this|the) (?:story|article|report|post) (?:was|has been) (?:updated|edited)\b"
        r"[^)]{0,200}\)",
        r"(?:this|the) (?:story|article|report|post) (?:was|has been|will be|is being) updated"
        r"(?: (?:with|to (?:add|include|reflect)) (?:(?:a|an|new|more|additional|further|the latest) ?)+"
        r"(?:information|details?|developments?|comments?|material|reporting|photos?|videos?|gallery)?)?"
        r"(?:\.(?: check back .{0,100})?)?",
        r"this is a (?:developing|breaking)(?: news)? story\.?(?: (?:check|please|it will) .{0,100})?",
    ),
    _kind(
        "reporter's contact line",
        "reporters' contact lines",
        r"(?:contact|reach|follow|e-?mail)\b:?(?= ?[^“”\"]{0,300}@)[^“”\"]{0,390}",
        r"(?:reach|follow) [^“”\".]{1,60} on (?:x|twitter)\b[^“”\".]{0,40}\.?",
        r"[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3}",
        rf"(?=[^“”\"]{{0,580}}{_CONTACT})(?-i:[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|van|von)){{1,3}}),? "
        rf"(?:(?:is|are|was)\b[^“”\"]{{1,120}}\b)?{_JOB}\b[^“”\"]{{0,450}}",
    ),
)
# The captions of a whole gallery in one line, of any length, end with its two buttons.
_GALLERY_END = " Prev Next"
_GALLERY = Kind(one="image gallery", many="image galleries", line=re.compile(r"(?!)"))
# USA Today sets its links with no blank behind the colon; prose has one.
_TIGHT_LINK = Kind(
    one="link to other stories",
    many="links to other stories",
    line=re.compile(
        r"[A-Z][^:.!“”\"]{2,60}[?!]?(?:(?<=\d):(?=[A-Z])|(?<!\d):(?=[A-Z0-9‘']))"
        r"[^:]{12,200}(?<![.!,;:”\"])"
    ),
)


@lru_cache(maxsize=4096)
def kind_of(line: str) -> Kind | None:
    """Return what kind of boilerplate a stripped line is, None for a line of the article."""
    if line.endswith(_GALLERY_END):
        return _GALLERY
    if not line or len(line) > _LONGEST:
        return None
    kinds = (kind for kind in (*_KINDS, _TIGHT_LINK) if kind.line.fullmatch(line))
    return next(kinds, None)


def is_time_stamp(line: str) -> bool:
    """Tell whether a line says no more than when a page was published or changed."""
    kind = kind_of(line.strip())
    return kind is not None and kind.one == "time stamp"
