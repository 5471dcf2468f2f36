"""A search lists the series that a reader means among its first three results."""

import pytest

# A search, and what one of the first three series is about: metric, subject, place, and the
# claimant where the words name one. `*` stands for any code.
_TABLE = """
russian soldiers killed | killed ru-armed-forces theatre-ru-ua
ukraine soldiers killed | killed ua-armed-forces theatre-ru-ua
Ukrainian troops dead | killed ua-armed-forces theatre-ru-ua
russian casualties | killed-or-wounded ru-armed-forces theatre-ru-ua
Russian military casualties | killed-or-wounded ru-armed-forces theatre-ru-ua
Ukrainian casualties | killed-or-wounded ua-armed-forces theatre-ru-ua
russian losses | personnel-losses ru-armed-forces theatre-ru-ua
Russian losses General Staff | personnel-losses ru-armed-forces theatre-ru-ua ua-general-staff
Russian tanks lost | tanks-lost ru-armed-forces theatre-ru-ua
Oryx tanks | tanks-lost ru-armed-forces theatre-ru-ua oryx
Ukrainian tanks destroyed Oryx | tanks-lost ua-armed-forces theatre-ru-ua oryx
Russian helicopters | helicopters-lost ru-armed-forces theatre-ru-ua
Russian planes lost | aircraft-lost ru-armed-forces theatre-ru-ua
Russian drones | drones-lost ru-armed-forces theatre-ru-ua
Russian ships | ships-lost ru-armed-forces theatre-ru-ua
North Korean soldiers | killed kp-armed-forces *
North Korea troops killed Kursk | killed kp-armed-forces ru-kursk
wagner killed | killed wagner-group *
Mediazona | * ru-armed-forces theatre-ru-ua
BBC Russian killed | killed ru-armed-forces theatre-ru-ua bbc-russian
civilians killed in Ukraine | killed ua-civilians ua un-ohchr
Ukraine civilian deaths | killed ua-civilians ua un-ohchr
injured civilians Ukraine | wounded ua-civilians ua un-ohchr
OHCHR Ukraine civilians | killed ua-civilians ua un-ohchr
how many people remain in Pokrovsk | remaining-residents ua-residents ua-pokrovsk
people remaining Pokrovsk | remaining-residents ua-residents ua-pokrovsk
Pokrovks residents | remaining-residents ua-residents ua-pokrovsk
Покровськ | remaining-residents ua-residents ua-pokrovsk
Покровск | remaining-residents ua-residents ua-pokrovsk
Pokrovsk evacuated | evacuated ua-civilians ua-pokrovsk
Pokrovsk August 2024 | remaining-residents ua-residents ua-pokrovsk
children in Pokrovsk | children-remaining ua-children ua-pokrovsk
Bakhmut people remaining | remaining-residents ua-residents ua-bakhmut
Avdiivka | remaining-residents ua-residents ua-avdiivka
Харків | residents ua-residents ua-kharkiv-city
Kiev population | residents ua-residents ua-kyiv-city
Mariupol population | residents ua-residents ua-mariupol
Kursk evacuation | evacuated ru-civilians ru-kursk
Kursk evacuated | evacuated ru-civilians ru-kursk
evacuations Kursk Sumy | evacuated ua-civilians ua-sumy
Sumy evacuations | evacuated ua-civilians ua-sumy
IDPs Ukraine | displaced * ua
internally displaced Ukraine | displaced * ua
Ukrainian refugees in Poland | refugees ua-people pl
Ukrainian refugees Germany | refugees ua-people de
territory controlled by Russia | area-controlled ru-armed-forces ua
Russian-held territory | area-controlled ru-armed-forces ua
DeepState | * * ua deepstate
area gained by Russia | area-gained ru-armed-forces ua
distance to Pokrovsk | front-distance ru-armed-forces ua-pokrovsk
Russia's defence ministry | * * * ru-ministry-of-defence
Russian defense ministry | * * * ru-ministry-of-defence
MoD Russia | * * * ru-ministry-of-defence
UK MoD | killed-or-wounded ru-armed-forces theatre-ru-ua uk-ministry-of-defence
British defence ministry | killed-or-wounded ru-armed-forces theatre-ru-ua uk-ministry-of-defence
Pentagon | * * * us-department-of-defense
prisoners of war exchanged Ukraine | released * theatre-ru-ua
bodies repatriated | bodies-repatriated ua-armed-forces theatre-ru-ua
missing people Ukraine | missing ua-residents ua
Gaza deaths | killed gaza-population ps-gaza-strip gaza-health-ministry
gaza death toll | killed gaza-population ps-gaza-strip gaza-health-ministry
Palestinians killed in Gaza | killed gaza-population ps-gaza-strip
Gaza deaths July 2025 | killed gaza-population ps-gaza-strip gaza-health-ministry
Gaza injured | wounded gaza-population ps-gaza-strip gaza-health-ministry
Gaza wounded | wounded gaza-population ps-gaza-strip gaza-health-ministry
Gaza ministry of health | killed gaza-population ps-gaza-strip gaza-health-ministry
Gaza children killed | killed gaza-children ps-gaza-strip
kids killed Gaza | killed gaza-children ps-gaza-strip
women killed in Gaza | killed gaza-women ps-gaza-strip
journalists killed Gaza | killed gaza-journalists ps-gaza-strip
Gaza famine deaths | died-of-malnutrition * ps-gaza-strip
Gaza malnutrition deaths | died-of-malnutrition * ps-gaza-strip
UNRWA staff killed | killed gaza-unrwa-staff ps-gaza-strip
West Bank Palestinians killed | killed west-bank-population ps-west-bank un-ocha
West Bank injured | wounded west-bank-population ps-west-bank
Israeli soldiers killed | killed il-armed-forces *
IDF soldiers killed | killed il-armed-forces *
Israeli hostages | hostages il-abducted ps-gaza-strip
hostages in Gaza | hostages il-abducted ps-gaza-strip
Hamas fighters killed | killed hamas ps-gaza-strip
Hamas | killed hamas ps-gaza-strip
Lebanon killed | killed lb-population lb lb-health-ministry
Lebanese killed | killed lb-population lb lb-health-ministry
Lebanon injured | wounded lb-population lb lb-health-ministry
Hezbollah killed | killed hezbollah *
Iran killed | killed ir-population ir
Iranians killed | killed ir-population ir
Israelis killed in Israel | killed il-population il
Sudan deaths | killed sd-population sd
Sudan killed | killed sd-population sd
Sudan | killed * sd
Sudan IDPs | displaced * sd
IDPs Sudan | displaced * sd
displaced people in Sudan | displaced * sd
Sudanese refugees | refugees sd-people td unhcr
refugees from Sudan | refugees sd-people td unhcr
Sudanese refugees in Egypt | refugees sd-people eg unhcr
Sudanese refugees Chad | refugees sd-people td unhcr
refugees in Chad | refugees sd-people td unhcr
El Fasher killed | killed * sd-el-fasher
El Fasher displaced | newly-displaced sd-population sd-el-fasher
Al Fashir | killed * sd-el-fasher
South Sudan refugees in Uganda | refugees ss-people ug unhcr
refugees from South Sudan | refugees ss-people ug unhcr
Myanmar | killed mm-population mm aapp
Burma killed | killed mm-population mm aapp
Myanmar displaced | displaced * mm
Rohingya refugees | refugees mm-rohingya *
stateless Myanmar | stateless stateless-people mm
refugees in Bangladesh | refugees mm-people bd
Haiti deaths | killed ht-population ht binuh
Haiti displaced | displaced * ht
Haiti | killed ht-population ht
DR Congo displaced | displaced * cd
Congolese refugees Uganda | refugees cd-people ug
Goma | killed cd-population cd-goma
Syrian refugees in Germany | refugees sy-people de unhcr
Syrian refugees in Turkey | refugees sy-people tr unhcr
Syrian refugees Lebanon | refugees sy-people lb unhcr
Syria IDPs | displaced * sy
Afghan refugees in Pakistan | refugees af-people pk unhcr
Afghan refugees Iran | refugees af-people ir unhcr
Afghans returned | returned af-people af
Venezuelan refugees | refugees ve-people es unhcr
Yemen Houthis killed | killed ye-population ye
Yemen IDPs | displaced * ye
Nigeria IDPs | displaced * ng
Colombia displaced | displaced * co idmc
Ethiopia displaced | displaced * et
Tigray deaths | killed et-population et-north
Fano | killed fano et-amhara
al-Shabaab killed | killed al-shabaab *
Nagorno-Karabakh killed | killed * az-nagorno-karabakh
Armenian soldiers killed | killed am-armed-forces az-nagorno-karabakh
fled Nagorno-Karabakh | crossed-into nagorno-karabakh-people am
Thailand Cambodia evacuated | evacuated th-population th-border-areas-seven-provinces
Cambodians evacuated | evacuated kh-population *
India Pakistan aircraft | aircraft-lost in-air-force in
Pakistan jets shot down | aircraft-lost pk-air-force pk
Kashmir | killed in-jk-militants in-jammu-and-kashmir
UCDP Nigeria | killed-organized-violence all-parties-and-civilians ng ucdp
UCDP Mexico | killed-organized-violence all-parties-and-civilians mx ucdp
battle deaths Ukraine | killed-state-based all-parties-and-civilians ua ucdp
battle deaths 2023 Ethiopia | killed-state-based all-parties-and-civilians et ucdp
one-sided violence DR Congo | killed-one-sided civilians cd ucdp
population of Oman | residents om-residents om world-bank
population Ukraine | residents ua-residents ua
stateless people | stateless stateless-people bd unhcr
600,000 | killed-or-wounded ru-armed-forces theatre-ru-ua
46,000 Pokrovsk | remaining-residents ua-residents ua-pokrovsk
"""
SEARCHES = [tuple(part.strip() for part in line.split("|")) for line in _TABLE.strip().split("\n")]


def test_there_are_a_hundred_and_fifty_searches():
    assert len(set(SEARCHES)) == 150


@pytest.mark.parametrize(("text", "expected"), SEARCHES)
def test_a_search_finds_what_is_meant_among_the_first_three(curated_client, text, expected):
    codes = (*expected.split(), "*")[:4]
    columns = ("metric", "subject", "place", "claimant")
    answer = curated_client.get("/v1/search", query_string={"q": text, "limit": 3}).json
    series = [tuple(row[column] for column in columns) for row in answer["data"]]
    assert any(
        all(code in ("*", actual) for code, actual in zip(codes, row, strict=True))
        for row in series
    ), (answer["meta"]["total"], series)
