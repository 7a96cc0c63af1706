"""The language of directions: units, dose forms, routes, frequencies. None of these words is ever a medicine's name."""

import re
from collections.abc import Mapping

from medcheck.records import Route

UNITS = frozenset(
    "mg mgs milligram milligrams milligramme milligrammes g gm gms gram grams gramme grammes kg mcg mcgs mc mic "
    "mics microg "
    "microgram micrograms microgramme microgrammes ug µg μg ng nanogram nanograms ml mls millilitre millilitres "
    "milliliter milliliters milliequivalent milliequivalents millimole millimoles "
    "cc l litre litres liter liters dl meq meqs mmol mmols mol iu unit units unt u miu million mu mega kcal cal "
    "cfu pfu puff puffs "
    "actuation actuations actuat act dose doses drop drops gtt gtts dps spray sprays tsp teaspoon teaspoons "
    "teaspoonful tbsp tablespoon "
    "tablespoons spoonful spoonfuls percent pct hr hrs hour hours h min mins minute minutes sec second seconds "
    "day days week "
    "weeks wk wks month months mth mths year years yr yrs inch inches cm mm m fl oz ounce ounces lb lbs gauge fr "
    "vol w v wt mgml mcgml".split()
)

# Form or route word -> the route it settles; None where the word is a form of several routes.
FORMS: Mapping[str, Route | None] = {
    **dict.fromkeys(
        "tablet tablets tab tabs tabl tbl caplet caplets cap caps capsule capsules capsul softgel softgels "
        "gelcap gelcaps "
        "lozenge lozenges loz pastille pastilles chewable chewables chew chble wafer lyophilisate "
        "orodispersible orodisper "
        "odt dispersible disp effervescent eff sublingual sl subling buccal oral orals orally po mouth peroral ngt "
        "syrup syr elixir elix linctus "
        "sachet sachets sach granules gran pill pills drink pellet pellets oromucosal perle perles pulvule gum "
        "film lollipop "
        "sprinkle sprinkles udcup melt melts milk".split(),
        "oral",
    ),
    **dict.fromkeys(
        "inhaler inhalers inhal inha inh inhaled inhalation inhalations inhale nebuliser nebulisers nebulizer "
        "nebulizers "
        "nebulised nebulized nebules nebule neb nebs respule respules respimat accuhaler diskus diskhaler "
        "rotacaps rotacap rotahaler "
        "turbuhaler turbohaler evohaler easyhaler handihaler ellipta flexhaler hfa mdi pmdi dpi cfc cff "
        "cyclocaps spiromax nexthaler "
        "autohaler aerolizer easibreathe clickhaler novolizer breezhaler genuair zonda pressair redihaler "
        "aerochamber nebulizations".split(),
        "inhaled",
    ),
    **dict.fromkeys(
        "injection injections inj injectable injected inject infusion infusions inf iv ivpb ivp im sc sq subcut "
        "subcutaneous subcutaneously "
        "subq subcu intravenous intravenously intramuscular intramuscularly ampoule ampoules ampule ampules amp "
        "amps vial vials "
        "syringe syringes prefilled pref pfs pen pens flexpen kwikpen solostar flextouch penfill cartridge cartridges "
        "autoinjector depot "
        "intrathecal epidural bolus drip premix pca bag implant intraarticular intradermal".split(),
        "injection",
    ),
    **dict.fromkeys(
        "cream creams crm creme ointment ointments oint lotion lotions lot gel gels paste shampoo scalp patch "
        "patches ptch transdermal tts "
        "topical topicals topically skin foam mousse emollient emulgel applic bath shower dusting varnish lacquer "
        "paint liniment plaster rub "
        "cutaneous external".split(),
        "topical",
    ),
    **dict.fromkeys(
        "eye eyes ophthalmic ophthalmically ophth opth opht ophthalm minims intraocular conjunctival eyedrops".split(),
        "ophthalmic",
    ),
    **dict.fromkeys("nasal nasally nose nostril nostrils intranasal nas nsl".split(), "nasal"),
    **dict.fromkeys("ear ears otic aural eardrops".split(), "otic"),
    **dict.fromkeys(
        "suppository suppositories suppos supp supps rectal rectally enema enemas rect pr retention".split(), "rectal"
    ),
    **dict.fromkeys("vaginal vaginally vag pessary pessaries pess intravaginal pv ovule ovules".split(), "vaginal"),
    **dict.fromkeys(
        "solution solutions soln sol susp suspension suspensions liquid liq powder powders pdr drop drops spray "
        "sprays spy pump "
        "device kit pack packs aerosol mouthwash wash emulsion emul ring rings ud bottle bottles bot tube can "
        "container ampul stick swab swabs pad "
        "supplement supplements bulk concentrate conc mixture mix preparation formulation vl".split(),
        None,
    ),
}

# A word that makes the form before or after it a particular route ("eye drops", "nasal spray", "1 cap inhaled").
STRONG_ROUTES = frozenset(
    word for word, route in FORMS.items() if route in ("ophthalmic", "nasal", "otic", "rectal", "vaginal")
) | {"inhaled", "inhalation", "inhale"}

FREQUENCY = frozenset(
    "od bd bid tds tid tid qds qid qd qod qam qpm qhs hs ac pc prn sos stat nocte mane om on noct nightly night "
    "nights daily "
    "dly dy bdpc tdspc once twice thrice times x every each alternate other qh qw biw tiw weekly monthly yearly "
    "annually wkly fortnightly fortnight morning mornings "
    "evening evenings noon midday afternoon bedtime bed breakfast lunch dinner supper tea meal meals food "
    "stomach empty before "
    "after am pm ante cibum post ter die quaque hora somni as needed required reqd req when if necessary regular "
    "regularly continuous continuously today tonight tomorrow yesterday now another only total further additional "
    "asd asdir ud mdu tabs hourly q qq po bedtimes qday qdaily qweek qmonth qshift ad lib".split()
)

_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty "
    "ninety hundred "
    "thousand half quarter third single double triple first second third fourth i ii iii iv vi".split()
)
_MODIFIERS = frozenset(
    "xl sr mr la cr xr er dr ec pr ir cd xt retard slow slo release released modified sustained extended delayed "
    "immediate prolonged "
    "controlled enteric coated coat film gastro resistant long acting short rapid low high dose strength extra "
    "maximum double strong "
    "sugar free sf s f p n preservative gluten flavour flavor flavoured flavored orange lemon lime strawberry "
    "cherry mint vanilla usp bp nf "
    "ip eur ph gen generic brand ds plus forte hd pf ltd inc new max min ptch unspecified nos preparation "
    "preparations".split()
)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun mwf "
    "january february "
    "march april may june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec".split()
)
_INSTRUCTIONS = frozenset(
    "take takes taken taking taper tapering apply applied applying use uses used using give gives given giving "
    "insert instil instill "
    "place dissolve swallow start started starting stop stopped begin began increase increased decrease "
    "decreased continue continued "
    "continues titrate titrated hold held refill refills rx disp qty quantity sig dispense repeat total per to "
    "the a an and or with by in of for at from "
    "until up then plus minus via into onto under over both left right affected area each side route oral".split()
)

SIG_WORDS = UNITS | FORMS.keys() | FREQUENCY | _NUMBERS | _MODIFIERS | DAYS | _INSTRUCTIONS

# Salts and esters: they follow an ingredient's name and say nothing about which medicine it is.
SALTS = frozenset(
    "hcl hydrochloride hydrochlor dihydrochloride hydrobromide hydrobrom hbr sulfate sulphate sulf sulph sul "
    "bisulfate bisulphate sodium sod na "
    "disodium trisodium potassium pot calcium cal ca magnesium mg zinc acetate acet acetonide succinate succ suc "
    "hemisuccinate tartrate "
    "tart bitartrate maleate mal malate fumarate fumar fum hemifumarate citrate cit dihydrate monohydrate "
    "trihydrate hemihydrate anhydrous anhyd "
    "phosphate phos phosph diphosphate besylate besilate besy mesylate mesilate mesil tosylate tosilate nitrate "
    "nit mononitrate propionate prop "
    "dipropionate diprop valerate val furoate fur butyrate benzoate benz decanoate decan enanthate enantate "
    "enant cypionate cipionate undecanoate "
    "palmitate palm pamoate embonate lactate gluconate glucon hyclate hycl napsylate napsilate edisylate axetil "
    "cilexetil medoxomil proxetil "
    "pivoxil mofetil dipivoxil disoproxil alafenamide etexilate marboxil bromide brom iodide chloride chlor "
    "carbonate bicarbonate oxide hydroxide "
    "oxalate malonate erbumine arginine lysine trometamol tromethamine olamine diolamine meglumine xinafoate "
    "hexanoate pivalate aceponate "
    "acistrate stearate estolate ethylsuccinate butylbromide butylbrom methylsulfate methylsulphate "
    "methylbromide isethionate bismesylate ditosylate "
    "camsylate esylate saccharate aspartate aspart adipate orotate glycinate picolinate malonate stinoprate anhydrate "
    "buteprate teoclate theoclate etabonate mag df ala alafen".split()
)

# Forms as prescribing systems shorten them: the same word when it is part of a name ("Fucibet_Crm").
SHORT_FORMS: Mapping[str, str] = {
    short: form
    for form, listed in {
        "cream": "crm creme",
        "ointment": "oint ointments",
        "tablet": "tab tabs tablets tabl",
        "capsule": "cap caps capsules",
        "suspension": "susp",
        "solution": "soln sol",
        "suppository": "supp supps suppos suppositories",
        "drops": "dps drop",
        "spray": "spy",
        "injection": "inj",
        "inhaler": "inha inh inhal",
        "liquid": "liq",
        "lotion": "lot",
        "granules": "gran",
        "powder": "pdr powders",
        "syrup": "syr",
        "pessary": "pess pessaries",
        "vaccine": "vac vacc",
        "dressing": "dress",
    }.items()
    for short in listed.split()
}

# Units that a frequency or route is written close behind: "2.5mgOD", "40mgpo".
_RUN_ON_UNITS = ("micrograms", "puffs", "units", "caps", "tabs", "puff", "unit", "mcg", "mg", "ml", "iu", "g", "u")
_RUN_ON = frozenset(
    "od bd bid tds tid qds qid qd om on mane nocte daily weekly hs am pm prn stat po iv im sc tab tabs cap caps".split()
)


def unit_run_on(word: str) -> int:
    """The letters of the unit that begins a word like "mgOD", or 0."""
    lowered = word.lower()
    return next((len(u) for u in _RUN_ON_UNITS if lowered.startswith(u) and lowered[len(u) :] in _RUN_ON), 0)


_STRENGTH = re.compile(
    r"""
    \d[\d,]*(?:\.\d+)?                                                # a number
    (?:\s?(?:/|-|–|to|x|\+)\s?\d[\d,]*(?:\.\d+)?){0,3}                 # 250/50, 10-20
    \s?
    (?:%|per\s?cent\b|(?:mg|mgs|mcg|micrograms?|microg|ug|µg|μg|g|gm|grams?|ng|ml|mls|mmol|meq|iu|units?|unt|mu|u|miu|million\s?units)\b)
    (?:\s?(?:/|per)\s?\d*(?:\.\d+)?\s?(?:ml|mls|mg|g|gm|dose|actuat(?:ion)?|puff|hr|h|hour|day|24h|l|spray|tab(?:let)?)\b)?
    (?:\s?/\s?\d[\d,]*(?:\.\d+)?\s?(?:mg|mcg|micrograms?|g|%))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE_PAIR = re.compile(r"(?<![\d/])\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?){1,2}(?![\d/])")


def strength(text: str, start: int, end: int) -> str | None:
    """The first strength written between two offsets, as written ("40 mg", "250/50 mcg", "1 %"), or None."""
    found = _STRENGTH.search(text, start, end) or _BARE_PAIR.search(text, start, end)
    return found.group().strip() if found else _strength_run_on(text[start:end])


def _strength_run_on(written: str) -> str | None:
    for found in re.finditer(r"(\d[\d.,]*)([a-zA-Z]+)", written):
        letters = unit_run_on(found[2])
        if letters:
            return found[1] + found[2][:letters]
    return None


_MILLIGRAMS = {"g": 1000.0, "gm": 1000.0, "mg": 1.0, "mgs": 1.0, "mcg": 0.001, "microgram": 0.001, "micrograms": 0.001}


def milligrams(written: str | None) -> float | None:
    """The mass of a single strength in milligrams, None for none, a pair ("10/20 mg") or another unit."""
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)\s?([a-z]+)", (written or "").lower())
    if not found or found[2] not in _MILLIGRAMS:
        return None
    return float(found[1].replace(",", "")) * _MILLIGRAMS[found[2]]


def route(words: list[str]) -> Route | None:
    """The route that the words beside a name settle, or None.

    A word for one site (eye, nose, ear, rectum, vagina) outweighs a form ("nasal inhaler" is nasal); among forms the
    first wins.
    """
    for word in words:
        if word in STRONG_ROUTES:
            return FORMS[word]
    for word in words:
        settled = FORMS.get(word)
        if settled:
            return settled
    return None
