import numpy as np
import pytest

from klynge.matchmaking.rules.texts import letter_vectors, likeness, nearest_pair, sentences
from klynge.matchmaking.rules.themes import BY_CODE, THEMES, nearness, recognise, spread

SAME = [
    (
        "Vi søger en partner til billedgenkendelse på robotter.",
        "We offer machine vision for robot cells.",
        {"data.vision", "robots.robots"},
    ),
    ("Hjælp til NIS2 og it-sikkerhed", "Cyber security assessments", {"security.cyber"}),
    ("Rensning af spildevand", "Sensors for wastewater", {"green.water"}),
]


@pytest.mark.parametrize(("danish", "english", "themes"), SAME)
def test_a_danish_sentence_meets_an_english_one_in_its_themes(danish, english, themes):
    assert themes <= set(recognise(danish)) & set(recognise(english))


@pytest.mark.parametrize("text", ["", "Intet her", "Vi går en tur", "We have windows by the market"])
def test_words_that_only_begin_alike_are_no_theme(text):
    assert not set(recognise(text)) & {"energy.wind", "food.field", "sea", "software.games"}


def test_every_theme_has_two_names_words_and_a_group():
    assert len(BY_CODE) == len(THEMES)
    for theme in THEMES:
        assert theme.da and theme.en and all(theme.words) and theme.group in BY_CODE


def test_nearness_follows_the_tree():
    assert nearness("data.ai", "data.ai") == 1 and nearness("data.ai", "data") == 0.5
    assert nearness("data.ai", "data.vision") == 0.25 and nearness("data.ai", "energy.wind") == 0
    assert spread(["data.ai", "energy"]) == {"data.ai": 1, "data": 0.5, "energy": 1}


def test_danish_compounds_are_alike_by_their_letters():
    found = letter_vectors(["fjernvarmeanlæg til boliger", "et anlæg til fjernvarme", "bogføring for foreninger"])
    alike = likeness(found, found)
    assert alike[0, 1] > 0.3 > alike[0, 2] and alike.diagonal() == pytest.approx([1, 1, 1], abs=1e-5)


def test_texts_without_letters_are_like_nothing():
    found = letter_vectors(["", "-"])
    assert not likeness(found, found).any()


def test_a_text_is_quoted_by_its_sentences():
    assert sentences("Vi bygger robotter. Vi søger en partner!\n- kameraer; sensorer") == [
        "Vi bygger robotter.", "Vi søger en partner!", "kameraer", "sensorer",
    ]  # fmt: skip
    assert nearest_pair(["a", "b"], ["c", "d"], scores=np.array([[0, 0.2], [0.9, 0.1]])) == ("b", "c")
