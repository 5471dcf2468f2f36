"""The statement of every metric: the clause for many and for one, word for word."""

from datetime import date

import pytest

from datasets.claims.periods import period_in_sentence
from datasets.claims.statement import UNIT_SYMBOLS, Question, clause_of, question_text
from datasets.model.period import parse
from datasets.release.compiler.rows import references_of

CLAIMED_ON = date(2024, 8, 19)

# metric, subject, place, period, the clause for 1,250, the clause for 1
CLAUSES = [
    ("advance-depth", "ua-armed-forces", "ru-kursk", "2024-08-19",
     "the armed forces of Ukraine were 1,250 km inside Kursk Oblast on 19 August 2024",
     "the armed forces of Ukraine were 1 km inside Kursk Oblast on 19 August 2024"),
    ("aircraft-hit", "ru-armed-forces", "ru", "2025-06-01",
     "1,250 aircraft of the armed forces of Russia had been hit in Russia on 1 June 2025",
     "1 aircraft of the armed forces of Russia had been hit in Russia on 1 June 2025"),
    ("area-controlled", "ua-armed-forces", "ru-kursk", "2024-08-19",
     "the armed forces of Ukraine controlled 1,250 km² in Kursk Oblast on 19 August 2024",
     "the armed forces of Ukraine controlled 1 km² in Kursk Oblast on 19 August 2024"),
    ("area-gained", "ru-armed-forces", "ua", "2024-01-01/2024-12-31",
     "the armed forces of Russia had gained 1,250 km² in Ukraine in 2024",
     "the armed forces of Russia had gained 1 km² in Ukraine in 2024"),
    ("area-retaken", "ru-armed-forces", "ru-kursk", "2024-08-06/2024-08-19",
     "the armed forces of Russia had retaken 1,250 km² in Kursk Oblast since 6 August 2024",
     "the armed forces of Russia had retaken 1 km² in Kursk Oblast since 6 August 2024"),
    ("area-under-evacuation-order", "lb-population", "lb", "2026-03-26",
     "evacuation orders for people covered 1,250 km² in Lebanon on 26 March 2026",
     "evacuation orders for people covered 1 km² in Lebanon on 26 March 2026"),
    ("asylum-seekers", "sy-people", "de", "2016-12-31",
     "1,250 asylum seekers from Syria were in Germany at the end of 2016",
     "1 asylum seeker from Syria was in Germany at the end of 2016"),
    ("bodies-recovered", "gaza-population", "ps-gaza-strip", "2025-10-10/2025-12-01",
     "1,250 dead people had been recovered in the Gaza Strip between 10 October and 1 "
     "December 2025",
     "1 dead person had been recovered in the Gaza Strip between 10 October and 1 "
     "December 2025"),
    ("bodies-repatriated", "ua-armed-forces", "ua", "2025-04-18",
     "1,250 dead members of the armed forces of Ukraine had been handed over in Ukraine on "
     "18 April 2025",
     "1 dead member of the armed forces of Ukraine had been handed over in Ukraine on 18 "
     "April 2025"),
    ("border-crossings", "ua-civilians", "ua", "2024-08",
     "1,250 border crossings by civilians had been made in Ukraine in August 2024",
     "1 border crossing by civilians had been made in Ukraine in August 2024"),
    ("border-crossings-in", "ua-civilians", "ua", "2024-08",
     "1,250 border crossings into Ukraine by civilians had been made in August 2024",
     "1 border crossing into Ukraine by civilians had been made in August 2024"),
    ("border-crossings-out", "ua-civilians", "ua", "2022-02-24/2024-08-19",
     "1,250 border crossings out of Ukraine by civilians had been made since 24 February 2022",
     "1 border crossing out of Ukraine by civilians had been made since 24 February 2022"),
    ("captured", "ru-armed-forces", "ru-kursk", "2024-08-06/2024-08-26",
     "1,250 members of the armed forces of Russia had been captured in Kursk Oblast between 6 "
     "and 26 August 2024",
     "1 member of the armed forces of Russia had been captured in Kursk Oblast between 6 and 26"
     " August 2024"),
    ("children-remaining", "ua-children", "ua-pokrovsk", "2024-08-19",
     "1,250 children remained in Pokrovsk on 19 August 2024",
     "1 child remained in Pokrovsk on 19 August 2024"),
    ("confirmed-by-name", "ru-armed-forces", "theatre-ru-ua", "2022-02-24/2024-08-19",
     "1,250 members of the armed forces of Russia had been confirmed by name to have died in "
     "the Russo-Ukrainian war since 24 February 2022",
     "1 member of the armed forces of Russia had been confirmed by name to have died in the "
     "Russo-Ukrainian war since 24 February 2022"),
    ("crossed-into", "lb-population", "sy", "2024-09-23/2024-11-26",
     "1,250 people of Lebanon had crossed the border into Syria between 23 September "
     "and 26 November 2024",
     "1 person of Lebanon had crossed the border into Syria between 23 September and 26"
     " November 2024"),
    ("died-of-malnutrition", "gaza-children", "ps-gaza-strip", "2023-10-07/2025-08-03",
     "1,250 children had died of hunger or malnutrition in the Gaza Strip between 7 October "
     "2023 and 3 August 2025",
     "1 child had died of hunger or malnutrition in the Gaza Strip between 7 October 2023 "
     "and 3 August 2025"),
    ("displaced", "ua-civilians", "ua-cherkasy", "2024-08-31",
     "1,250 civilians were internally displaced in Cherkasy Oblast on 31 August 2024",
     "1 civilian was internally displaced in Cherkasy Oblast on 31 August 2024"),
    ("displaced-abroad", "sy-people", "lb", "2023-05-01",
     "1,250 displaced people from Syria were in Lebanon on 1 May 2023",
     "1 displaced person from Syria was in Lebanon on 1 May 2023"),
    ("displaced-by-conflict", "et-civilians", "et", "2023-01-31",
     "1,250 civilians were internally displaced by conflict in Ethiopia on 31 January 2023",
     "1 civilian was internally displaced by conflict in Ethiopia on 31 January 2023"),
    ("displaced-protected-or-assisted", "ci-civilians", "ci", "2020-12-31",
     "1,250 internally displaced civilians were protected or assisted in Côte d'Ivoire at the "
     "end of 2020",
     "1 internally displaced civilian was protected or assisted in Côte d'Ivoire at the end of "
     "2020"),
    ("displaced-since-outbreak", "sd-civilians", "sd", "2024-06-11",
     "1,250 civilians displaced since the outbreak of the present conflict were still "
     "internally displaced in Sudan on 11 June 2024",
     "1 civilian displaced since the outbreak of the present conflict was still internally "
     "displaced in Sudan on 11 June 2024"),
    ("evacuated", "ru-civilians", "ru-kursk", "2024-08-06/2024-08-19",
     "1,250 civilians had left or been evacuated from Kursk Oblast since 6 August 2024",
     "1 civilian had left or been evacuated from Kursk Oblast since 6 August 2024"),
    ("evacuated-per-day", "ua-civilians", "ua-pokrovsk", "2024-08-19~",
     "1,250 civilians a day were leaving or being evacuated from Pokrovsk around 19 August 2024",
     "1 civilian a day was leaving or being evacuated from Pokrovsk around 19 August 2024"),
    ("evacuation-orders", "ua-families-with-children", "ua-pokrovsk", "2024-08-19",
     "1,250 evacuation orders for families with children in Pokrovsk had been issued on 19 "
     "August 2024",
     "1 evacuation order for families with children in Pokrovsk had been issued on 19 August "
     "2024"),
    ("fled-abroad", "ua-people", "ua-neighbours", "2022-02-24/2022-03-23",
     "1,250 people from Ukraine had fled abroad to countries neighbouring Ukraine between 24 "
     "February and 23 March 2022",
     "1 person from Ukraine had fled abroad to countries neighbouring Ukraine between 24 "
     "February and 23 March 2022"),
    ("front-distance", "ru-armed-forces", "ua-pokrovsk", "2024-08-12/2024-08-18",
     "the nearest troops of the armed forces of Russia were 1,250 km from Pokrovsk between 12 "
     "and 18 August 2024",
     "the nearest troops of the armed forces of Russia were 1 km from Pokrovsk between 12 and "
     "18 August 2024"),
    ("front-width", "ua-armed-forces", "ru-kursk", "2024-08-12",
     "the front of the armed forces of Ukraine measured 1,250 km in Kursk Oblast on 12 August "
     "2024",
     "the front of the armed forces of Ukraine measured 1 km in Kursk Oblast on 12 August 2024"),
    ("hostages", "il-residents", "ps-gaza-strip", "2023-10-16",
     "1,250 residents of Israel were held hostage in the Gaza Strip on 16 October 2023",
     "1 resident of Israel was held hostage in the Gaza Strip on 16 October 2023"),
    ("hostages-dead", "il-residents", "ps-gaza-strip", "2025-02-01",
     "1,250 residents of Israel held hostage in the Gaza Strip were dead on 1 February 2025",
     "1 resident of Israel held hostage in the Gaza Strip was dead on 1 February 2025"),
    ("households-displaced", "ir-residents", "ir", "2026-03-12",
     "1,250 households were internally displaced in Iran on 12 March 2026",
     "1 household was internally displaced in Iran on 12 March 2026"),
    ("households-in-temporary-accommodation", "kh-civilians", "kh", "2025-07-31",
     "1,250 households were in temporary accommodation in Cambodia on 31 July 2025",
     "1 household was in temporary accommodation in Cambodia on 31 July 2025"),
    ("households-newly-displaced", "sd-civilians", "sd", "2025-04-13/2025-04-14",
     "1,250 households had been newly displaced in Sudan between 13 and 14 April 2025",
     "1 household had been newly displaced in Sudan between 13 and 14 April 2025"),
    ("households-ordered-to-evacuate", "ua-residents", "ua-kharkiv", "2024-10-15",
     "1,250 households in Kharkiv Oblast were covered by evacuation orders on 15 October "
     "2024",
     "1 household in Kharkiv Oblast was covered by evacuation orders on 15 October 2024"),
    ("in-temporary-accommodation", "ru-children", "ru", "2024-08-14",
     "1,250 children were in temporary accommodation in Russia on 14 August 2024",
     "1 child was in temporary accommodation in Russia on 14 August 2024"),
    ("internal-displacements", "sd-civilians", "sd", "2024",
     "1,250 internal displacements had been counted in Sudan in 2024",
     "1 internal displacement had been counted in Sudan in 2024"),
    ("irretrievable-losses", "ru-armed-forces", "ru-kursk", "2024-08-06/2024-08-19",
     "the armed forces of Russia had irretrievably lost 1,250 personnel in Kursk Oblast since 6"
     " August 2024",
     "the armed forces of Russia had irretrievably lost 1 member in Kursk Oblast since 6 August"
     " 2024"),
    ("kidnapped", "ng-civilians", "ng", "2025-11",
     "1,250 civilians had been kidnapped in Nigeria in November 2025",
     "1 civilian had been kidnapped in Nigeria in November 2025"),
    ("killed", "gaza-women", "ps-gaza-strip", "2023-10-07/2024-08-19",
     "1,250 women had been killed in the Gaza Strip since 7 October 2023",
     "1 woman had been killed in the Gaza Strip since 7 October 2023"),
    ("killed-approved-later", "gaza-population", "ps-gaza-strip", "2025-10-11/2025-10-17",
     "1,250 earlier deaths of people in the Gaza Strip had been added to the total between "
     "11 and 17 October 2025",
     "1 earlier death of people in the Gaza Strip had been added to the total between 11 and"
     " 17 October 2025"),
    ("killed-in-attacks-on-health-care", "sd-population", "sd", "2024-01-01/2024-08-19",
     "1,250 people had been killed in attacks on health care in Sudan since 1 January 2024",
     "1 person had been killed in attacks on health care in Sudan since 1 January 2024"),
    ("killed-in-violence", "sd-health-workers", "sd", "2023-01-01/2023-12-31",
     "1,250 health workers had been killed in violence in Sudan in 2023",
     "1 health worker had been killed in violence in Sudan in 2023"),
    ("killed-non-state", "all-parties-and-civilians", "sd", "2022-01-01/2022-12-31",
     "1,250 combatants and civilians of any side had been killed in non-state conflict in Sudan"
     " in 2022",
     "1 combatant or civilian of any side had been killed in non-state conflict in Sudan in 2022"),
    ("killed-one-sided", "sd-civilians", "sd", "2022",
     "1,250 civilians had been killed in one-sided violence in Sudan in 2022",
     "1 civilian had been killed in one-sided violence in Sudan in 2022"),
    ("killed-or-wounded", "ru-armed-forces", "theatre-ru-ua", "2022-02-24/2024-08-19~",
     "1,250 members of the armed forces of Russia had been killed or wounded in the Russo-"
     "Ukrainian war since 24 February 2022",
     "1 member of the armed forces of Russia had been killed or wounded in the Russo-Ukrainian "
     "war since 24 February 2022"),
    ("killed-or-wounded-per-day", "ru-armed-forces", "theatre-ru-ua", "2024-09-01/2024-09-30",
     "1,250 members of the armed forces of Russia had been killed or wounded each day on "
     "average in the Russo-Ukrainian war in September 2024",
     "1 member of the armed forces of Russia had been killed or wounded each day on average in "
     "the Russo-Ukrainian war in September 2024"),
    ("killed-organized-violence", "all-parties-and-civilians", "cd", "2022-01-01/2022-12-31",
     "1,250 combatants and civilians of any side had been killed in organized violence in DR "
     "Congo in 2022",
     "1 combatant or civilian of any side had been killed in organized violence in DR Congo in "
     "2022"),
    ("killed-state-based", "all-parties-and-civilians", "nl", "2022-01-01/2022-12-31",
     "1,250 combatants and civilians of any side had been killed in state-based conflict in the"
     " Netherlands in 2022",
     "1 combatant or civilian of any side had been killed in state-based conflict in the "
     "Netherlands in 2022"),
    ("missing", "ru-civilians", "ru-kursk", "2025-05-31",
     "1,250 civilians were missing in Kursk Oblast on 31 May 2025",
     "1 civilian was missing in Kursk Oblast on 31 May 2025"),
    ("missing-found", "ru-civilians", "ru-kursk", "/2024-09-04",
     "1,250 missing civilians had been found in Kursk Oblast by 4 September 2024",
     "1 missing civilian had been found in Kursk Oblast by 4 September 2024"),
    ("missing-found-dead", "ru-civilians", "ru-kursk", "2024-08-06/2025-08-30",
     "1,250 missing civilians had been found dead in Kursk Oblast between 6 August 2024 and 30 "
     "August 2025",
     "1 missing civilian had been found dead in Kursk Oblast between 6 August 2024 and 30 "
     "August 2025"),
    ("newly-displaced", "sd-civilians", "sd", "2024",
     "1,250 civilians had been newly displaced in Sudan in 2024",
     "1 civilian had been newly displaced in Sudan in 2024"),
    ("ordered-to-evacuate", "ru-civilians", "ru-kursk", "2024-08-12",
     "1,250 civilians in Kursk Oblast were covered by evacuation orders on 12 August 2024",
     "1 civilian in Kursk Oblast was covered by evacuation orders on 12 August 2024"),
    ("permanent-casualties", "ru-armed-forces", "theatre-ru-ua", "2022-02-24/2024-08-19",
     "1,250 members of the armed forces of Russia had been killed or put permanently out of "
     "action in the Russo-Ukrainian war since 24 February 2022",
     "1 member of the armed forces of Russia had been killed or put permanently out of action "
     "in the Russo-Ukrainian war since 24 February 2022"),
    ("personnel-losses", "ru-armed-forces", "theatre-ru-ua", "2022-02-24/2024-08-19",
     "the armed forces of Russia had lost 1,250 personnel in the Russo-Ukrainian war since 24 "
     "February 2022",
     "the armed forces of Russia had lost 1 member in the Russo-Ukrainian war since 24 February"
     " 2022"),
    ("personnel-losses-per-day", "ua-armed-forces", "theatre-ru-ua", "2024-01-01/2024-02-27",
     "the armed forces of Ukraine had lost 1,250 personnel each day on average in the Russo-"
     "Ukrainian war between 1 January and 27 February 2024",
     "the armed forces of Ukraine had lost 1 member each day on average in the Russo-Ukrainian "
     "war between 1 January and 27 February 2024"),
    ("prisoners-held", "ua-armed-forces", "ru", "2025-10-01",
     "1,250 members of the armed forces of Ukraine were held as prisoners in Russia on 1 "
     "October 2025",
     "1 member of the armed forces of Ukraine was held as a prisoner in Russia on 1 October "
     "2025"),
    ("refugee-and-asylum-seeker-arrivals", "sd-people", "eg", "2023-04-15/2024-08-19",
     "1,250 refugees and asylum seekers from Sudan had arrived in Egypt since 15 April 2023",
     "1 refugee or asylum seeker from Sudan had arrived in Egypt since 15 April 2023"),
    ("refugee-arrivals", "cd-people", "ug", "2024-07",
     "1,250 refugees from DR Congo had arrived in Uganda in July 2024",
     "1 refugee from DR Congo had arrived in Uganda in July 2024"),
    ("refugee-children", "ss-people", "sd", "2022-12-31",
     "1,250 refugee children from South Sudan were in Sudan at the end of 2022",
     "1 refugee child from South Sudan was in Sudan at the end of 2022"),
    ("refugees", "ir-people", "af", "2016-12-31",
     "1,250 refugees from Iran were in Afghanistan at the end of 2016",
     "1 refugee from Iran was in Afghanistan at the end of 2016"),
    ("refugees-and-asylum-seekers", "so-people", "ke", "2023-03-31",
     "1,250 refugees and asylum seekers from Somalia were in Kenya on 31 March 2023",
     "1 refugee or asylum seeker from Somalia was in Kenya on 31 March 2023"),
    ("refugees-perhaps-with-asylum-seekers", "sd-people", "eg", "2023-05-31",
     "1,250 refugees from Sudan, perhaps with asylum seekers, were in Egypt on 31 May 2023",
     "1 refugee from Sudan, perhaps with asylum seekers, was in Egypt on 31 May 2023"),
    ("refusing-evacuation", "ua-residents", "ua-sumy", "2024-08-09",
     "1,250 people were refusing to leave Sumy Oblast on 9 August 2024",
     "1 person was refusing to leave Sumy Oblast on 9 August 2024"),
    ("released", "ua-armed-forces", "theatre-ru-ua", "2024-12-30",
     "1,250 members of the armed forces of Ukraine had been released from captivity in the "
     "Russo-Ukrainian war on 30 December 2024",
     "1 member of the armed forces of Ukraine had been released from captivity in the Russo-"
     "Ukrainian war on 30 December 2024"),
    ("remaining-residents", "ua-residents", "ua-pokrovsk", "2024-08-19~",
     "1,250 people remained in Pokrovsk around 19 August 2024",
     "1 person remained in Pokrovsk around 19 August 2024"),
    ("reported-missing", "ru-civilians", "ru-kursk", "2024-08-06/2024-08-19",
     "1,250 civilians had been reported missing in Kursk Oblast since 6 August 2024",
     "1 civilian had been reported missing in Kursk Oblast since 6 August 2024"),
    ("rescued", "ng-civilians", "ng", "2025-06",
     "1,250 civilians had been rescued in Nigeria in June 2025",
     "1 civilian had been rescued in Nigeria in June 2025"),
    ("residents", "om-residents", "om", "2018",
     "1,250 people lived in Oman in 2018",
     "1 person lived in Oman in 2018"),
    ("returned", "ua-people", "ua", "2024",
     "1,250 people from Ukraine had returned to Ukraine in 2024",
     "1 person from Ukraine had returned to Ukraine in 2024"),
    ("returned-displaced", "cm-civilians", "cm", "2016-01-01/2016-12-31",
     "1,250 internally displaced civilians had returned to their homes in Cameroon in 2016",
     "1 internally displaced civilian had returned to their home in Cameroon in 2016"),
    ("returned-refugees", "iq-people", "az", "2016-01-01/2016-12-31",
     "1,250 refugees from Iraq had returned to their own country from Azerbaijan in 2016",
     "1 refugee from Iraq had returned to their own country from Azerbaijan in 2016"),
    ("returnees", "ua-civilians", "ua-cherkasy", "2024-08-31",
     "1,250 formerly displaced civilians were back in their home areas in Cherkasy Oblast "
     "on 31 August 2024",
     "1 formerly displaced civilian was back in their home area in Cherkasy Oblast "
     "on 31 August 2024"),
    ("settlements-controlled", "ua-armed-forces", "ru-kursk", "2024-08-19",
     "the armed forces of Ukraine controlled 1,250 settlements in Kursk Oblast on 19 August 2024",
     "the armed forces of Ukraine controlled 1 settlement in Kursk Oblast on 19 August 2024"),
    ("settlements-gained", "ru-armed-forces", "ua", "2025",
     "the armed forces of Russia had gained 1,250 settlements in Ukraine in 2025",
     "the armed forces of Russia had gained 1 settlement in Ukraine in 2025"),
    ("settlements-retaken", "ru-armed-forces", "ru-kursk", "2025-03-07/2025-03-12",
     "the armed forces of Russia had retaken 1,250 settlements in Kursk Oblast between 7 and 12"
     " March 2025",
     "the armed forces of Russia had retaken 1 settlement in Kursk Oblast between 7 and 12 "
     "March 2025"),
    ("settlements-under-evacuation-order", "ua-civilians", "ua-sumy", "2024-08-09",
     "1,250 settlements in Sumy Oblast were covered by evacuation orders for civilians on 9 "
     "August 2024",
     "1 settlement in Sumy Oblast was covered by evacuation orders for civilians on 9 August "
     "2024"),
    ("share-controlled", "ru-armed-forces", "ua", "2025-10-12",
     "1,250% of the territory of Ukraine was controlled by the armed forces of Russia on 12 "
     "October 2025",
     "1% of the territory of Ukraine was controlled by the armed forces of Russia on 12 "
     "October 2025"),
    ("share-lost", "ru-armed-forces", "ru-kursk", "2024-08-06/2024-08-19",
     "1,250% of the ground once held by the armed forces of Russia in Kursk Oblast had been "
     "lost between 6 and 19 August 2024",
     "1% of the ground once held by the armed forces of Russia in Kursk Oblast had been lost"
     " between 6 and 19 August 2024"),
    ("stateless", "stateless-people", "sk", "2016-12-31",
     "1,250 stateless people were in Slovakia at the end of 2016",
     "1 stateless person was in Slovakia at the end of 2016"),
    ("surrendered", "ru-armed-forces", "ru-kursk", "2024-08-06/2024-08-19",
     "1,250 members of the armed forces of Russia had surrendered in Kursk Oblast since 6 "
     "August 2024",
     "1 member of the armed forces of Russia had surrendered in Kursk Oblast since 6 August "
     "2024"),
    ("under-siege", "ua-residents", "ua-pokrovsk", "2024-08-19",
     "1,250 people were under siege in Pokrovsk on 19 August 2024",
     "1 person was under siege in Pokrovsk on 19 August 2024"),
    ("wounded", "lb-population", "lb", "2023-10-08/2023-11-14",
     "1,250 people had been wounded in Lebanon between 8 October and 14 November 2023",
     "1 person had been wounded in Lebanon between 8 October and 14 November 2023"),
    ("wounded-aid-cases", "ua-armed-forces", "theatre-ru-ua", "2022-02-24/2024-08-19",
     "1,250 cases of aid to the wounded of the armed forces of Ukraine had been counted in the "
     "Russo-Ukrainian war since 24 February 2022",
     "1 case of aid to the wounded of the armed forces of Ukraine had been counted in the "
     "Russo-Ukrainian war since 24 February 2022"),
    ("wounded-in-attacks-on-health-care", "sd-population", "sd", "2024-01-01/2024-08-19",
     "1,250 people had been wounded in attacks on health care in Sudan since 1 January 2024",
     "1 person had been wounded in attacks on health care in Sudan since 1 January 2024"),
    ("wounded-in-violence", "sd-health-workers", "sd", "2024-01-01/2024-08-19",
     "1,250 health workers had been wounded in violence in Sudan since 1 January 2024",
     "1 health worker had been wounded in violence in Sudan since 1 January 2024"),
]  # fmt: skip

# metric, one, many: "the armed forces of Russia had lost … in the Russo-Ukrainian war since …"
LOST = [
    ("air-defence-systems-lost", "1 air defence system", "1,250 air defence systems"),
    ("aircraft-lost", "1 aircraft", "1,250 aircraft"),
    ("anti-aircraft-guns-lost", "1 anti-aircraft gun", "1,250 anti-aircraft guns"),
    ("anti-tank-missile-vehicles-lost", "1 anti-tank missile vehicle",
     "1,250 anti-tank missile vehicles"),
    ("armoured-combat-vehicles-lost", "1 armoured combat vehicle",
     "1,250 armoured combat vehicles"),
    ("armoured-fighting-vehicles-lost", "1 armoured fighting vehicle",
     "1,250 armoured fighting vehicles"),
    ("armoured-personnel-carriers-lost", "1 armoured personnel carrier",
     "1,250 armoured personnel carriers"),
    ("armoured-vehicles-lost", "1 armoured vehicle", "1,250 armoured vehicles"),
    ("artillery-support-equipment-lost", "1 item of artillery support equipment",
     "1,250 items of artillery support equipment"),
    ("artillery-systems-lost", "1 artillery system", "1,250 artillery systems"),
    ("ballistic-missile-systems-lost", "1 ballistic missile system",
     "1,250 ballistic missile systems"),
    ("combat-drones-lost", "1 combat drone", "1,250 combat drones"),
    ("command-posts-lost", "1 command post or communications station",
     "1,250 command posts and communications stations"),
    ("cruise-missiles-lost", "1 cruise missile", "1,250 cruise missiles"),
    ("drones-lost", "1 drone", "1,250 drones"),
    ("engineering-equipment-lost", "1 item of engineering equipment",
     "1,250 items of engineering equipment"),
    ("equipment-lost", "1 item of equipment", "1,250 items of equipment"),
    ("equipment-without-recon-drones-and-trucks-lost",
     "1 item of equipment other than reconnaissance drones and trucks",
     "1,250 items of equipment other than reconnaissance drones and trucks"),
    ("fuel-tanks-lost", "1 fuel tanker", "1,250 fuel tankers"),
    ("ground-robots-lost", "1 ground robot", "1,250 ground robots"),
    ("helicopters-lost", "1 helicopter", "1,250 helicopters"),
    ("infantry-fighting-vehicles-lost", "1 infantry fighting vehicle",
     "1,250 infantry fighting vehicles"),
    ("infantry-mobility-vehicles-lost", "1 infantry mobility vehicle",
     "1,250 infantry mobility vehicles"),
    ("jammers-lost", "1 jammer or deception system", "1,250 jammers and deception systems"),
    ("military-vehicles-lost", "1 military vehicle", "1,250 military vehicles"),
    ("mine-resistant-vehicles-lost", "1 mine-resistant vehicle", "1,250 mine-resistant vehicles"),
    ("radars-and-communications-equipment-lost", "1 radar or item of communications equipment",
     "1,250 radars and items of communications equipment"),
    ("radars-lost", "1 radar", "1,250 radars"),
    ("recon-drones-lost", "1 reconnaissance drone", "1,250 reconnaissance drones"),
    ("rocket-and-missile-artillery-lost", "1 rocket or missile launcher",
     "1,250 rocket and missile launchers"),
    ("rocket-launchers-lost", "1 rocket launcher", "1,250 rocket launchers"),
    ("self-propelled-anti-aircraft-guns-lost", "1 self-propelled anti-aircraft gun",
     "1,250 self-propelled anti-aircraft guns"),
    ("self-propelled-artillery-lost", "1 self-propelled gun", "1,250 self-propelled guns"),
    ("ships-lost", "1 ship", "1,250 ships"),
    ("ships-or-submarines-lost", "1 ship or submarine", "1,250 ships and submarines"),
    ("special-equipment-lost", "1 item of special equipment", "1,250 items of special equipment"),
    ("submarines-lost", "1 submarine", "1,250 submarines"),
    ("surface-to-air-missile-systems-lost", "1 surface-to-air missile system",
     "1,250 surface-to-air missile systems"),
    ("tanks-and-armoured-vehicles-lost", "1 tank or armoured combat vehicle",
     "1,250 tanks and armoured combat vehicles"),
    ("tanks-lost", "1 tank", "1,250 tanks"),
    ("towed-artillery-lost", "1 towed gun", "1,250 towed guns"),
    ("vehicles-lost", "1 vehicle", "1,250 vehicles"),
    ("vehicles-or-trains-lost", "1 vehicle or train", "1,250 vehicles and trains"),
]  # fmt: skip
LOSS = "the armed forces of Russia had lost {} in the Russo-Ukrainian war since 24 February 2022"

# metric, subject, place, the question without a period
QUESTIONS = [
    ("area-controlled", "ua-armed-forces", "ru-kursk",
     "how many km² the armed forces of Ukraine controlled in Kursk Oblast"),
    ("evacuation-orders", "ua-families-with-children", "ua-pokrovsk",
     "how many evacuation orders for families with children in Pokrovsk had been issued"),
    ("front-distance", "ru-armed-forces", "ua-pokrovsk",
     "how many km the nearest troops of the armed forces of Russia were from Pokrovsk"),
    ("front-width", "ua-armed-forces", "ru-kursk",
     "how many km the front of the armed forces of Ukraine measured in Kursk Oblast"),
    ("killed", "gaza-population", "ps-gaza-strip",
     "how many people had been killed in the Gaza Strip"),
    ("personnel-losses", "ru-armed-forces", "theatre-ru-ua",
     "how many personnel the armed forces of Russia had lost in the Russo-Ukrainian war"),
    ("refugees", "ir-people", "nl", "how many refugees from Iran were in the Netherlands"),
    ("residents", "om-residents", "om", "how many people lived in Oman"),
    ("stateless", "stateless-people", "sk", "how many stateless people were in Slovakia"),
    ("tanks-lost", "ru-armed-forces", "ru-kursk",
     "how many tanks the armed forces of Russia had lost in Kursk Oblast"),
]  # fmt: skip


@pytest.fixture(scope="module")
def references(curated_folder):
    return references_of(curated_folder)


def question_of(references, metric, subject, place):
    row = references.metrics[metric]
    return Question(
        row.phrase,
        row.unit,
        references.actors[subject],
        references.places[place],
        references.place_names[place],
    )


def clauses(references, metric, subject, place, period):
    """The clause for 1,250 and the clause for 1."""
    row = references.metrics[metric]
    nature = "total" if row.kind == "flow" else row.kind
    text = period_in_sentence(parse(period), nature, CLAIMED_ON)
    question = question_of(references, metric, subject, place)
    unit = UNIT_SYMBOLS.get(row.unit, "")
    return tuple(clause_of(question, f"{number}{unit}", text) for number in ("1,250", "1"))


@pytest.mark.parametrize(("metric", "subject", "place", "period", "many", "one"), CLAUSES)
def test_the_clause_of_a_metric_reads_one_way(
    references, metric, subject, place, period, many, one
):
    assert clauses(references, metric, subject, place, period) == (many, one)


@pytest.mark.parametrize(("metric", "one", "many"), LOST)
def test_the_clause_of_lost_equipment_says_who_lost_it(references, metric, one, many):
    period = "2022-02-24/2024-08-19"
    pair = clauses(references, metric, "ru-armed-forces", "theatre-ru-ua", period)
    assert pair == (LOSS.format(many), LOSS.format(one))


def test_every_metric_is_in_one_of_the_tables(references):
    assert sorted([row[0] for row in CLAUSES] + [row[0] for row in LOST]) == sorted(
        references.metrics
    )


@pytest.mark.parametrize(("metric", "subject", "place", "text"), QUESTIONS)
def test_a_question_is_the_phrase_without_number_and_period(
    references, metric, subject, place, text
):
    assert question_text(question_of(references, metric, subject, place)) == text
