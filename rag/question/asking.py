"""Words that ask rather than name: an article need not hold them to answer."""

from __future__ import annotations

ASKING = frozenset(
    """
    said say says tell told comment comments statement statements quote quotes article
    articles mention mentioned happen happened report reports reported reporting news
    according account view views exact exactly words word outcome characterise characterize
    characterised describe described description refer referred reference spoke speak speaks
    call called kind sort type way ways thing things name named list trace compare contrast
    explain summarize summarise summary detail details latest recent recently currently
    current still yet already now today ever actually really specifically firmly precisely
    besides apart addition else since concern concerning regarding regards respect long many much
    far high low big large great level amount number figure rate size total value day days
    date month year years week weekday time period moment first second last person people
    man woman official officials side sides party parties country countries nation
    government governments thought think thinks believe believes opinion mood sum put give
    gave given make made take took taken come came go went get got want wanted need needs
    use used using mean means meant become became keep kept let seem show shows set hold
    held bring brought answer answered respond react reaction comeback remark remarks
    message stance position asked ask question questions reason reasons cause causes effect
    effects result results goal aim purpose role part point points issue issues topic
    subject matter story suggest suggests discuss discusses indicate indicates
    considering information case claim claims claimed expect expected plan plans planned happen
    same different difference differ each both either new old good bad main key major
    important top range press reporters journalists media audience
    """.split()
)
