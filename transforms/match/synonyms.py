"""Words that two reports of one event exchange for each other: one outlet writes "killed", the next "died".

Opposites never share a line, nor do words whose change alone would make another claim (offices, countries, amounts).
"""

from __future__ import annotations

from functools import cache

from transforms.match.text import stem_word

_SETS = """
kill killed killing die died dies dying dead death deaths fatal fatality fatalities perish perished slain
injure injured injuring injury injuries hurt wound wounded wounds
missing unaccounted
arrest arrested detain detained detention apprehend apprehended custody
resign resigned resignation quit quits
buy bought purchase purchased acquire acquired acquisition takeover
layoff layoffs laid sack sacked redundancy redundancies dismissed
rise rises risen rose rising increase increased climb climbed grow grew grown growth surge surged soar soared
fall fell fallen falling drop dropped decrease decreased shrink shrunk shrank slump slumped plunge plunged
back backed backing backs support supported supports endorse endorsed endorsement favor favour favors favours
oppose opposed opposes opposition object objected
reject rejected rejects rejection refuse refused refuses refusal spurned rebuff rebuffed
demand demanded demands urge urged urges call calling called calls request requested pressed
announce announced announces announcement declare declared declares declaration unveil unveiled unveils
reveal revealed reveals disclose disclosed disclosure
begin began begun beginning start started starting starts launch launched commence
end ended ending ends finish finished conclude concluded halt halted stop stopped stops cease ceased
agree agreed agreement deal accord pact
meet met meeting meetings talks summit
plan planned plans intend intends intended propose proposed proposes proposal proposals
attack attacked attacks assault assaults assaulted
shoot shot shooting gunman gunmen gunfire
gun guns firearm firearms
protest protests protested protester protesters demonstrate demonstrated demonstration demonstrations demonstrators
ship ships vessel vessels boat boats ferry ferries
car cars vehicle vehicles
plane planes aircraft jet jets airliner
police officer officers cop cops
lawmaker lawmakers legislator legislators congressman congresswoman
bill legislation law laws
money cash fund funds funding funded
worker workers employee employees staff staffer staffers aide aides
company companies firm firms corporation
student students pupil pupils
child children kid kids
send sends sent mail mailed mails
postpone postponed delay delayed delays defer deferred
cancel cancelled canceled scrap scrapped axed
accuse accused accuses accusation accusations allege alleged alleges allegation allegations
criticize criticized criticise criticised criticism blast blasted slam slammed condemn condemned denounce denounced
praise praised hail hailed laud lauded applaud applauded
apologize apologized apologizes apologise apologised apology apologies sorry
warn warned warns warning caution cautioned
promise promised promises vow vowed vows pledge pledged pledges
visit visited visits trip travel travelled traveled journey
win won wins winning victory
lose lost loses loss losses
sue sued sues lawsuit lawsuits suit
ban banned bans prohibit prohibited prohibits outlaw outlawed forbid forbidden illegal unlawful
allow allowed allows permit permitted
defend defended defends defense defence
email emails
barrier wall fence fencing
immigrant immigrants migrant migrants
huge massive enormous large larger big bigger
gay gays homosexual homosexuals
photo photos photograph photographs picture pictures image images
help helped helps aid assist assisted assistance
happen happened happens occur occurred
try tried tries attempt attempted attempts seek sought seeks effort efforts
build built building construct constructed construction
destroy destroyed ruin ruined wreck wrecked
hide hid hidden conceal concealed
steal stole stolen theft
pick picked picks choose chose chosen appoint appointed appointment appoints nominate nominated select selected
evacuate evacuated displace displaced
blaze fire fires wildfire wildfires
bomb bombs explosive explosives
flood flooded flooding floods
price prices cost costs
salary salaries wage wages
inquiry investigation investigations probe probes investigate investigated investigator investigators
jail jailed prison imprisoned imprisonment
hearing hearings testimony testify testified
remarks remark comments comment
candidate candidates contender contenders nominee
poll polls survey surveys
kidnap kidnapped abduct abducted
soldier soldiers troops troop
weapon weapons arms weaponry
rocket rockets missile missiles
truce ceasefire armistice
border frontier
doctor doctors physician physicians
vaccine vaccines vaccination jab jabs
quake earthquake tremor
factory factories plant plants
debt debts owe owes owed
""".strip()


@cache
def load_synonyms() -> dict[str, str]:
    """Return, for each stem that has synonyms, the first stem of its set; a stem in two sets belongs to the first."""
    heads: dict[str, str] = {}
    for line in _SETS.splitlines():
        stems = [stem_word(word) for word in line.split()]
        for stem in stems:
            heads.setdefault(stem, stems[0])
    return heads
