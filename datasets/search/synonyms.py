"""Words of one meaning, each with the words by which names have it: demonyms, people, spellings."""

from collections.abc import Mapping
from types import MappingProxyType

# The name of a country or territory, as its row has it, by the words for its people and language.
_DEMONYMS = """
afghan afghans: afghanistan
albanian albanians: albania
algerian algerians: algeria
american americans: united states
angolan angolans: angola
arabian saudi saudis: saudi arabia
argentine argentinian: argentina
armenian armenians: armenia
australian australians: australia
austrian austrians: austria
azerbaijani azerbaijanis azeri azeris: azerbaijan
bangladeshi bangladeshis: bangladesh
belarusian belarusians belarussian: belarus
belgian belgians: belgium
beninese: benin
bosnian bosnians: bosnia herzegovina
brazilian brazilians: brazil
british briton britons: united kingdom
bulgarian bulgarians: bulgaria
burkinabe burkinabè: burkina faso
burmese: myanmar
burundian burundians: burundi
cambodian cambodians: cambodia
cameroonian cameroonians: cameroon
canadian canadians: canada
chadian chadians: chad
chinese: china
colombian colombians: colombia
congolese: dr congo
croatian croatians croat croats: croatia
cuban cubans: cuba
cypriot cypriots: cyprus
czech czechs: czechia
dutch: netherlands
ecuadorian ecuadorians: ecuador
egyptian egyptians: egypt
eritrean eritreans: eritrea
estonian estonians: estonia
ethiopian ethiopians: ethiopia
finnish finns: finland
french: france
gambian gambians: gambia
gazan gazans: gaza
georgian georgians: georgia
german germans: germany
ghanaian ghanaians: ghana
greek greeks: greece
guatemalan guatemalans: guatemala
haitian haitians: haiti
honduran hondurans: honduras
hungarian hungarians: hungary
indian indians: india
indonesian indonesians: indonesia
iranian iranians persian: iran
iraqi iraqis: iraq
irish: ireland
israeli israelis: israel
italian italians: italy
ivorian ivorians: cote divoire
japanese: japan
jordanian jordanians: jordan
kazakh kazakhs: kazakhstan
kenyan kenyans: kenya
korean koreans: korea
kosovar kosovars: kosovo
kuwaiti kuwaitis: kuwait
kyrgyz: kyrgyzstan
laotian laotians: laos
latvian latvians: latvia
lebanese: lebanon
liberian liberians: liberia
libyan libyans: libya
lithuanian lithuanians: lithuania
malaysian malaysians: malaysia
malian malians: mali
mauritanian mauritanians: mauritania
mexican mexicans: mexico
moldovan moldovans: moldova
mongolian mongolians: mongolia
moroccan moroccans: morocco
mozambican mozambicans: mozambique
nepalese nepali nepalis: nepal
nicaraguan nicaraguans: nicaragua
nigerian nigerians: nigeria
nigerien nigeriens: niger
norwegian norwegians: norway
pakistani pakistanis: pakistan
palestinian palestinians: palestine
panamanian panamanians: panama
peruvian peruvians: peru
philippine filipino filipinos: philippines
polish poles: poland
portuguese: portugal
qatari qataris: qatar
romanian romanians: romania
russian russians: russia
rwandan rwandans: rwanda
salvadoran salvadorans: el salvador
senegalese: senegal
serbian serbians serb serbs: serbia
slovak slovaks: slovakia
somali somalis somalian: somalia
spanish spaniards: spain
sudanese: sudan
swedish swedes: sweden
swiss: switzerland
syrian syrians: syria
taiwanese: taiwan
tajik tajiks: tajikistan
tanzanian tanzanians: tanzania
thai thais: thailand
tigrayan tigrayans: tigray
tunisian tunisians: tunisia
turkish turks: türkiye
turkmen: turkmenistan
ugandan ugandans: uganda
ukrainian ukrainians: ukraine
uzbek uzbeks: uzbekistan
venezuelan venezuelans: venezuela
vietnamese: vietnam
yemeni yemenis: yemen
zambian zambians: zambia
zimbabwean zimbabweans: zimbabwe
"""

# Soldiers are members of armed forces; the names of subjects say so.
_PEOPLE = """
soldier soldiers troop troops serviceman servicemen servicewomen military army armies: armed forces
airforce: air force
childs kids minors: children
reporters reporter press journalist: journalists
medic medics doctors nurses paramedics: health workers
aidworkers humanitarians: aid workers
"""

_SPELLINGS = """
uk britain england: united kingdom
turkey: türkiye
us usa: united states
defense: defence
armored: armoured
center: centre
labor: labour
organization: organisation
organizations: organisations
organized: organised
kilometer kilometers: kilometre
percentage percent: share
idp idps: internally displaced
minister ministers: ministry
pow pows: prisoners
mod: ministry defence
moh: ministry health
hq: headquarters
gov govt: government
"""


def _by_form(table: str) -> dict[str, tuple[str, ...]]:
    lines = (line.partition(":") for line in table.strip().split("\n"))
    return {form: tuple(names.split()) for forms, _, names in lines for form in forms.split()}


DEMONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(_by_form(_DEMONYMS))
SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {**DEMONYMS, **_by_form(_PEOPLE), **_by_form(_SPELLINGS)}
)
