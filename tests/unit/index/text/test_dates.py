from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.dates import parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-04-09", "2025-04-09"),
        ("2025/08/28", "2025-08-28"),
        ("December 15, 2018", "2018-12-15"),
        ("15 December 2018", "2018-12-15"),
        ("Dec. 15, 2018", "2018-12-15"),
        ("Sept. 3, 2020", "2020-09-03"),
        ("Wednesday, April 9, 2025", "2025-04-09"),
        ("9th April 2025", "2025-04-09"),
        ("26-FEB-1987 15:51:51.24", "1987-02-26T15:51:51"),
        ("2025-04-09T12:00:00Z", "2025-04-09T12:00:00Z"),
        ("2025-04-09T12:00:00.123456+02:00", "2025-04-09T12:00:00+02:00"),
        ("2025-04-09 07:30", "2025-04-09T07:30:00"),
        ("Wed, 09 Apr 2025 12:00:00 GMT", "2025-04-09"),
        ("Wed, 09 Apr 2025 12:00:00 +0200", "2025-04-09T12:00:00+02:00"),
        ("Dec. 9, 2025, 2:34 p.m. ET", "2025-12-09"),
        ("27-MAR-1987 01:47:20.85&#5;&#5", "1987-03-27T01:47:20"),
        ("\x05\x05\x0127-MAR-1987 01:47:20.85\x05\x05\x05C G T M", "1987-03-27T01:47:20"),
        ("27-MAR-1987 07:16:49.94&#5;&#5;&#5;A", "1987-03-27T07:16:49"),
        ("April 9, 2025 at 10:15 a.m. ET", "2025-04-09"),
        ("2025.04.09", "2025-04-09"),
        ("2025年4月9日", "2025-04-09"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("  2025-04-09\n", "2025-04-09"),
    ],
)
def test_forms_seen_in_the_press(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2025",
        "3.4.2025",
        "1744156800",
        "20250409",
        "April 2025",
        "2025",
        "yesterday",
        "2025-02-30",
        "31 June 2020",
        "Foo 3, 2020",
        "2025-04-09T25:00:00Z",
        "2025-04-09T12:00:00+99:99",
        "April 9, 25",
        "Published April 9, 2025",
        "٢٠٢٥-٠٤-٠٩",
        "",
        "9" * 10_000,
    ],
)
def test_what_is_no_date_or_two_dates_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates())
def test_every_iso_date_is_itself(day) -> None:  # type: ignore[no-untyped-def]
    assert parse_date(day.isoformat()) == day.isoformat()


@given(st.datetimes())
def test_every_written_date_is_read_once_and_stays(moment) -> None:  # type: ignore[no-untyped-def]
    written = f"{moment.day}-{moment.strftime('%b').upper()}-{moment.year:04d} {moment:%H:%M:%S}"
    iso = moment.replace(microsecond=0).isoformat()
    assert parse_date(written) == iso
    assert parse_date(iso) == iso


@given(st.text())
def test_no_text_raises(text: str) -> None:
    iso = parse_date(text)
    assert iso is None or parse_date(iso) == iso
