"""Word lists that the grammar of quotations needs: who can speak, what announces speech.

Lists only, no rules. Verbs stand in every form that a news text uses them in.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _forms(bases: str) -> dict[str, str]:
    """Return base → base, third person, past and participle for regular verbs."""
    return {form: base for base in bases.split() for form in _inflected(base)}


def _inflected(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return base, third, base + "ed", base + "ing"


# Verbs that report what somebody said or wrote; their object is the words themselves.
_REPORTING = _forms(
    """add note state announce confirm warn argue claim explain insist stress emphasize emphasise
    declare predict acknowledge suggest urge pledge vow promise complain recall reveal reiterate
    reaffirm quip joke continue echo caution lament maintain contend assert estimate respond
    remark observe conclude tweet post testify opine signal indicate proclaim boast exclaim
    chant shout interject elaborate report answer retort recount allege affirm muse wonder counter
    interpret fume vent snipe yell repeat protest charge assure concede demand ask inquire believe
    hope expect fear guarantee brag gripe grouse scoff deadpan bark conclude offer
    volunteer advise instruct inform remind reply admit deny forecast cite express reason figure
    gush plead confess agree press beam boom retaliate intone crow thunder mutter whisper enthuse
    scold implore specify clarify rebut bellow deadpan hedge bristle underscore outline allow
    venture decide recommend intimate promote pronounce summarize summarise scream cry holler
    chime chuckle laugh smile sigh object offer"""
) | {
    form: base
    for base, forms in {
        "say": "say says said saying",
        "tell": "tell tells told telling",
        "write": "write writes wrote written writing",
        "think": "think thinks thought thinking",
        "read": "read reads reading",
        "admit": "admitted admitting",
        "quip": "quipped quipping",
        "refer": "refer refers referred referring",
        "begin": "began begins",
        "find": "found finds",
        "go": "went goes",
        "speak": "spoke speaks speaking",
        "put": "put puts putting",
        "sing": "sang sings",
        "know": "knows knew",
        "feel": "feels felt",
        "swear": "swore swears",
        "brag": "bragged bragging",
        "blog": "blogged blogs",
        "shoot": "shot",
        "point": "pointed points pointing",
        "forecast": "forecast",
        "talk": "talk talks talked talking",
    }.items()
    for form in forms.split()
}
# Verbs that judge somebody or something in the speaker's words ("called the deal “…”").
_JUDGING = _forms(
    """call describe criticize criticise condemn accuse blame denounce slam hail praise welcome
    reject dismiss threaten characterize characterise label dub blast mock deride decry bemoan
    credit question tout thank compare liken term portray paint brand attack chide deem lambaste
    lambast rip propose defend celebrate endorse mention rail disavow ridicule taunt berate
    rebuke assail champion apologize apologise voice support highlight invoke
    reference coin entitle lecture pronounce champion oppose advocate consider view see vent
    focus list insult applaud embrace commend laud"""
) | {
    form: base
    for base, forms in {
        "dub": "dubbed dubbing",
        "slam": "slammed slamming",
        "rip": "ripped ripping",
        "quote": "quoted quotes quoting",
        "decry": "decried decries decrying",
    }.items()
    for form in forms.split()
}
JUDGING_BASES = frozenset(_JUDGING.values())
SPEECH = _REPORTING | _JUDGING
"""Every form of every verb that announces words → its base."""

# Only these tell of a statement when no words stand in quotation marks.
STATING = _set(
    """said says say told tells added adds noted notes stated states announced announces confirmed
    confirms warned warns argued argues claimed claims explained explains insisted insists stressed
    stresses emphasized emphasised declared predicted predicts acknowledged admitted denied suggested
    suggests urged urges pledged vowed promised criticized criticised condemned condemns accused
    accuses blamed blames denounced rejected rejects threatened echoed described describes expects
    expected believes believed reiterated maintained estimated estimates complained demanded
    demands welcomed welcomes hailed wrote writes responded replied reported conceded cautioned
    concluded contended asserted testified indicated recalled revealed tweeted posted saying adding
    warning noting arguing claiming telling"""
)
INVERTING = frozenset(
    form
    for form, base in _REPORTING.items()
    if base
    not in {
        "go",
        "know",
        "feel",
        "put",
        "point",
        "refer",
        "tell",
        "remind",
        "inform",
        "assure",
        "urge",
        "advise",
        "instruct",
    }
    and not form.endswith("ing")
)
"""Verbs that may stand before their speaker after the words: “…,” said Li."""
PASSIVE = frozenset(
    form
    for form, base in SPEECH.items()
    if base in JUDGING_BASES | {"ask", "tell", "urge", "quote", "advise", "inform",
                                        "remind", "expect", "believe", "report", "offer", "assure"}
    and not form.endswith("ing")
)  # fmt: skip
"""Verbs whose subject after "was" is spoken to or about and does not speak."""
ANSWERING = _set(
    "said says say asked asks added adds replied responded wrote told tells answered continued"
)

BE = _set("is was are were be been being ’s 's")
SHOWING = _set(
    """accuse accuses accused accusing suspected quote quotes quoted quoting cite cites cited citing
    show shows showed shown showing depict depicts depicted portray portrays portrayed hear hears
    heard caught film filmed record recorded remember remembers remembered recall recalls recalled"""
)
"""Verbs whose object may be somebody speaking ("a clip shows Li saying")."""
RECORDS = _set("video clip film footage recording audio tape image picture photo parody impression")
"""What may show somebody speaking."""
AUXILIARIES = BE | _set(
    """has have had will would can could may might must should do does did don’t don't didn’t didn't
    won’t won't wouldn’t wouldn't doesn’t doesn't isn’t isn't wasn’t wasn't hasn’t hasn't haven’t
    haven't couldn’t couldn't can’t can't cannot not never"""
)
ADVERBS = _set(
    """also later then once already further just still again both now often even only earlier
    instead thus meanwhile himself herself themselves itself first soon always twice too
    reportedly recently publicly repeatedly previously simply quickly immediately apparently
    finally eventually initially famously likewise nonetheless nevertheless therefore yesterday
    today tomorrow back out so there here ever far"""
)
CONTRACTED = _set("he she it they we i you who that there what")
PERSONAL = _set("he she they it i we you who him her them us me")
PREPOSITIONS = _set(
    """of for at from with in on to by about against over under between among during after before
    since until till through into onto across behind near outside inside despite without within
    toward towards via per than like as amid around above below beyond off up down upon alongside
    including regarding concerning following"""
)
NP_PREPOSITIONS = _set("of for at from with in on to against about de")
DETERMINERS = _set(
    """the a an this that these those his her its their our my your some any no every each another
    one two three four five several many most all both few other such"""
)
CONJUNCTIONS = _set(
    """and but or nor so yet if when while because although though unless whether where which who
    whom whose what how why that than as since after before until once even plus"""
)
FUNCTION_WORDS = (
    PERSONAL
    | PREPOSITIONS
    | DETERMINERS
    | CONJUNCTIONS
    | AUXILIARIES
    | ADVERBS
    | _set(
        """however moreover furthermore additionally indeed perhaps maybe according yes no there here
        well still despite during just asked speaking writing responding standing sitting appearing
        overall separately similarly besides otherwise hence ironically interestingly notably
        according not never only sometimes elsewhere imagine suppose supposing"""
    )
)
TIMES = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december today yesterday tomorrow morning evening
    afternoon night week month year years months weeks days day noon midnight hour hours minutes
    ago now then time weekend spring summer autumn winter"""
)
CORE = _set(
    """say tell add write note state argue claim ask tweet declare explain insist reply respond
    continue warn conclude describe call post boast assert acknowledge joke recall quip
    emphasize accuse admit"""
)
"""The plainest verbs of speech: almost anything that is their subject speaks."""
NOUNLIKE = _set(
    """states reports claims notes calls charges questions promises comments remarks demands answers
    forecasts estimates views vows hopes fears figures mentions labels attacks tweets posts echoes
    credits quotes brands mocks focuses signals repeats protests offers cautions figures rails
    insults lists supports references reasons slams claim call comment question promise report state
    estimate forecast answer demand remark reply charge hope fear view quote post tweet offer
    support list advise pledge vow protest joke jokes cries cry laugh laughs smile press
    objects object note praise"""
)
"""Forms that are as often nouns; they count as verbs only before what was said."""
OFFICES = frozenset(
    """secretary minister president representative ambassador envoy spokesman spokeswoman
    spokesperson chairman chairwoman chairperson chair chief director commissioner premier chancellor senator
    governor congressman congresswoman mayor judge justice general economist analyst professor
    negotiator official adviser advisor counsel attorney lawyer officer ceo cfo founder owner
    farmer researcher strategist manager executive leader speaker king queen prince pope master
    vice-president president-elect billionaire deputy head treasurer candidate nominee historian author editor
    partner scholar expert dean fellow diplomat lawmaker""".split()
)
TITLES = frozenset(
    """mr mrs ms miss dr sir lord lady prof rep sen gov gen lt col sgt capt hon rev mx madam
    reps sens messrs""".split()
)
PEOPLE_NOUNS = OFFICES | _set(
    """man woman boy girl person people voter voters supporter supporters critic critics aide aides
    advisor advisors adviser advisers official officials officer officers student students teacher
    worker workers resident residents friend friends source sources reporter reporters journalist
    journalists columnist correspondent anchor host hosts pundit commentator commentators observer
    observers expert experts analyst analysts economist economists lawmaker lawmakers senators
    governors democrat democrats republican republicans conservative conservatives liberal
    liberals activist activists protester protesters organizer organizers pollster strategist
    strategists consultant consultants operative operatives pastor priest rabbi bishop veteran
    mother father wife husband son daughter brother sister parents widow singer actor actress
    comedian businessman businesswoman mogul tycoon magnate investor investors trader traders
    executive executives farmers producer producers manufacturer manufacturers buyer buyers
    importer importers exporter exporters retailer retailers ministers presidents leaders
    rival rivals candidate candidates nominee opponent opponents delegate delegates member members
    staffer staffers surrogate author authors writer writers blogger scholar scholars professor
    professors historian scientist scientists doctor physician lawyer lawyers prosecutor
    prosecutors plaintiff judge judges justices witness victim agent agents detective sheriff
    soldier general diplomat diplomats negotiator negotiators bosses boss shopper driver customers
    billionaire neurosurgeon pontiff monarch spokesmen backers allies ally foe foes colleague
    colleagues crowd audience panel participant participants others someone somebody everyone"""
)
BODIES = _set(
    """ministry statement report reports department government administration company companies union
    association group groups agency bank office commission committee council court letter editorial
    board study survey poll polls newspaper paper magazine article journal outlet website site body
    organisation organization firm party side state nation country campaign team industry
    authorities army police parliament congress senate house embassy memo document documents
    complaint filing lawsuit email emails message tweet post release transcript script ad video
    banner sign headline text caption book chapter passage law bill order ruling opinion brief
    foundation network institute university federation chamber coalition alliance delegation
    court regulator watchdog factory mill newsletter blog account summary resolution petition
    communique communiqué declaration treaty agreement platform constitution page press story pact
    """
)
