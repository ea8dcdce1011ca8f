from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.fingerprint import Fingerprint, fingerprint
from index.ingest.duplicates import DuplicateIndex, Match, copied
from index.ingest.stories import Stories
from index.types import Article, Story

WORDS = (
    "ministers from nine countries met in Oslo on Monday to discuss duties on zinc and tin after "
    "the largest buyer raised its levy from 5 to 12 percent in March a spokesman said that talks "
    "would go on for 14 days while exporters warned of losses worth 300 million crowns and asked "
    "for help from the state which has so far refused to pay any of them more than it did in 2019"
).split()
STORY = " ".join(WORDS)
OTHER = (
    "Grain shipments from Odesa resumed on Friday after two weeks. Exporters loaded 40,000 tonnes "
    "of wheat while inspectors from three firms counted every truck that came through the gate."
)


def known(**texts: str) -> DuplicateIndex:
    return DuplicateIndex(((id_, fingerprint(t)) for id_, t in texts.items()), texts.__getitem__)


def match(index: DuplicateIndex, text: str) -> Match | None:
    return index.match(text, fingerprint(text))


def test_the_same_words_are_an_exact_copy_whatever_their_marks() -> None:
    copy = "“" + STORY.upper().replace(" ", "\n", 3) + "!”"
    found = match(known(story=STORY, other=OTHER), copy)
    assert found == Match(article_id="story", kind="exact", share=1.0)


def test_a_cut_under_another_headline_is_a_near_copy() -> None:
    copy = "Zinc talks go on\n\nBy Ann Lee\n\n" + " ".join(WORDS[:50])
    found = match(known(story=STORY, other=OTHER), copy)
    assert found is not None
    assert (found.article_id, found.kind) == ("story", "near")
    assert 0.8 < found.share < 1


def test_the_whole_is_no_copy_of_its_cut() -> None:
    found = match(known(cut=" ".join(WORDS[:40])), STORY)
    assert found is not None
    assert found.kind == "fuller"


def test_one_word_in_ten_may_differ() -> None:
    copy = " ".join("harbour" if n % 10 == 9 else word for n, word in enumerate(WORDS))
    found = match(known(story=STORY), copy)
    assert found is not None
    assert found.kind == "near"


def test_a_follow_up_with_a_new_passage_is_another_story() -> None:
    news = " ".join(f"fresh{n}" for n in range(41))
    assert copied(f"{STORY} {news}".split(), WORDS) is None
    assert match(known(story=STORY), f"{news} {STORY}") == Match(
        article_id="story", kind="fuller", share=1.0
    )


def test_a_report_with_other_figures_is_another_story() -> None:
    report = (
        "In {0} exports rose by {1} percent to {2} crowns and imports fell to {3} crowns . " * 3
    )
    march = report.format(2019, 4, 700, 512)
    april = report.format(2020, 6, 741, 498)
    assert match(known(march=march), april) is None


def test_what_puts_one_figure_right_is_another_story_and_a_reprint_of_another_day_is_none() -> None:
    assert match(known(story=STORY), STORY.replace("300 million", "30 million")) is None
    reprint = match(known(story=f"OSLO, May 2 - {STORY}"), f"OSLO, May 3 - {STORY}")
    assert reprint is not None
    assert reprint.kind == "near"


def test_other_stories_and_short_notes_match_nothing() -> None:
    index = known(story=STORY, note="Zinc rose.")
    assert match(index, OTHER) is None
    assert match(index, "Zinc rose again.") is None
    assert match(index, "ZINC ROSE") == Match(article_id="note", kind="exact", share=1.0)


def test_a_story_is_not_found_after_removal() -> None:
    index = known(story=STORY)
    index.remove("story")
    assert match(index, STORY) is None


def test_many_stories_are_found_after_the_columns_were_sorted() -> None:
    texts = {f"n{n}": " ".join(f"w{n}x{i}" for i in range(60)) for n in range(450)}
    index = known(**texts)
    for id_ in ("n0", "n199", "n200", "n449"):
        found = match(index, texts[id_] + " end")
        assert found is not None
        assert found.article_id == id_


def test_copies_among_articles_name_one_original() -> None:
    cut = " ".join(WORDS[:45])
    texts = {"cut": cut, "whole": STORY, "again": STORY, "other": OTHER}
    articles = [Article(article_id=id_, text=text) for id_, text in texts.items()]
    settled = Stories(None).settle([Story(article=a, raw_hash="") for a in articles])
    found = {copy: original for copy, (_story, original) in settled.copies.items()}
    assert found == {"cut": "whole", "again": "whole"}


@given(st.text(max_size=300))
def test_a_fingerprint_survives_the_store(text: str) -> None:
    print_ = fingerprint(text)
    again = Fingerprint.from_bytes(print_.to_bytes())
    assert again.digest == print_.digest
    assert again.marks.tolist() == print_.marks.tolist()
