from __future__ import annotations

from index.cleaning.pages import page_starts

RAW = "Zinc rose on Monday in Oslo again. Advertisement\n\nTin fell on Friday in Rome again, they say."
SECOND = RAW.index("Advertisement")
THIRD = RAW.index("Tin fell")


def test_pages_are_found_where_cleaning_left_them() -> None:
    clean = "Zinc rose on Monday in Oslo again.\n\nTin fell on Friday in Rome again, they say."
    assert page_starts(RAW, (0, THIRD), clean) == (0, clean.index("Tin"))


def test_a_page_of_which_nothing_is_left_begins_where_the_next_does() -> None:
    clean = "Zinc rose on Monday in Oslo again.\n\nTin fell on Friday in Rome again, they say."
    at = clean.index("Tin")
    assert page_starts(RAW, (0, SECOND, THIRD), clean) == (0, at, at)
    assert page_starts(RAW, (0, SECOND, THIRD), "") == (0, 0, 0)


def test_a_text_without_pages_has_none() -> None:
    assert page_starts(RAW, (), RAW) == ()
