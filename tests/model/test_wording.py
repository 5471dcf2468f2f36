import pytest

from datasets.model.wording import hedges_in, mentions, numbers_in

STATED = [
    (600000, "more than 600,000 killed"),
    (600000, "600 000"),
    (600000, "600\u00a0000"),
    (600000, "600.000 Soldaten"),
    (600000, "600’000"),
    (600000, "600 thousand"),
    (600000, "600k"),
    (600000, "0.6 million"),
    (600000, "0,6 млн"),
    (600000, "600 тысяч"),
    (600000, "600000"),
    (53000, "понад 53 тисячі"),
    (1250000, "1,25 mln"),
    (9.5, "about 9.5 kilometers"),
    (1270, "personnel 625260 (+1270)"),
    (300000, "כ־300 אלף תושבים"),
    (16700, "تجاوز 16 ألفاً و700 جريح"),
    (1332, "۱ هزار و ۳۳۲ شهروند"),
    (16700, "16 thousand and 700"),
    (1468000, "a total of 1 million 468 thousand civilians"),
    (81958, "81 тысяча 958 человек"),
    (68386, "68 ألف و386 شخصا"),
    (6, "six people"),
    (0, "no children remain"),
    (0, "детей нет"),
]

NOT_STATED = [
    (600000, "60,127 killed"),
    (600000, "60 thousand"),
    (600000, "dozens"),
    (16700, "16 thousand, 700 of them children"),
    (0, "100 killed"),
    (6, "sixty"),
]

HEDGES = [
    ("600,000 killed", set()),
    ("more than 600,000", {"more-than"}),
    ("over 1,250 square kilometers", {"more-than"}),
    ("over the past day 40 were lost", set()),
    ("at least 5", {"at-least"}),
    ("no fewer than 5", {"at-least"}),
    ("fewer than 5", {"less-than"}),
    ("as many as 121,000", {"up-to"}),
    ("no more than 5", {"up-to"}),
    ("About 10 km", {"approximately"}),
    ("about (10)", {"approximately"}),
    ("nearly some 4,000", {"approximately"}),
    ("between 5 and 7", {"between"}),
    ("≥ 5", {"at-least"}),
    ("~10", {"approximately"}),
    ("overall 5", set()),
    ("pelo menos 55 pessoas", {"at-least"}),
    ("até 20 de agosto, 55 pessoas", set()),
    ("minst 40 drepte", {"at-least"}),
    ("mer enn 40 drepte", {"more-than"}),
    ("mindst 40 dræbte", {"at-least"}),
    ("aproape 32.000 de persoane", {"approximately"}),
    ("cel puțin 1.500", {"at-least"}),
    ("legalább 161 halottról", {"at-least"}),
    ("több mint 300 civil", {"more-than"}),
    ("oko 900.000", {"approximately"}),
    ("више од 900.000", {"more-than"}),
    ("najmenej 12 vojakov", {"at-least"}),
    ("daugiau nei 1 314 000 civilių", {"more-than"}),
    ("més de 35.000 persones", {"more-than"}),
    ("כ־300 אלף תושבים", {"approximately"}),
    ("כ-650 אלף תושבים", {"approximately"}),
    ("יותר מ-300 הרוגים", {"more-than"}),
    ("לפחות 12 הרוגים", {"at-least"}),
    ("قُتل أكثر من 370 من زملائنا", {"more-than"}),
    ("من بين حوالي 1200 قتيل", {"approximately"}),
    ("ما لا يقل عن 40 مدنيا", {"at-least"}),
    ("من بين 40 مدنيا", set()),
    ("تاکنون دستکم ۱ هزار و ۳۳۲ شهروند", {"at-least"}),
    ("بیش از ۴۰ تن", {"more-than"}),
    ("कम से कम 40 लोग", {"at-least"}),
    ("लगभग 40 लोग", {"approximately"}),
    ("under-18", set()),
]

MENTIONS = [
    ("Russian losses exceeded the 600,000 mark", "more-than", True),
    ("600,000 and over", "more-than", True),
    ("600,000 overall", "more-than", False),
    ("600,000", "more-than", False),
    ("> 600,000", "more-than", True),
    ("about 10", "more-than", False),
    ("5 to 7", "between", False),
    ("40 से अधिक लोग", "more-than", True),
    ("כ־300 אלף תושבים", "approximately", True),
    ("כל 300 התושבים", "approximately", False),
]


@pytest.mark.parametrize(("number", "wording"), STATED)
def test_a_number_is_recognized_in_any_usual_spelling(number, wording):
    assert number in numbers_in(wording)


@pytest.mark.parametrize(
    ("wording", "numbers"),
    [
        ("5 people", {5}),
        ("1.250 killed", {1250, 1, 250, 1.25}),
        ("1.250,5 km", {12505, 1, 250, 5, 1250.5}),
        ("2 thousand", {2, 2000}),
    ],
)
def test_a_number_has_every_possible_interpretation_and_no_other(wording, numbers):
    assert numbers_in(wording) == numbers


@pytest.mark.parametrize(("number", "wording"), NOT_STATED)
def test_a_number_that_is_not_in_the_wording_is_not_recognized(number, wording):
    assert number not in numbers_in(wording)


@pytest.mark.parametrize(("wording", "hedges"), HEDGES)
def test_a_hedge_is_recognized_before_a_number(wording, hedges):
    assert hedges_in(wording) == hedges


@pytest.mark.parametrize(("wording", "quantifier", "expected"), MENTIONS)
def test_a_hedge_is_mentioned_if_its_phrase_occurs_anywhere(wording, quantifier, expected):
    assert mentions(wording, quantifier) is expected
