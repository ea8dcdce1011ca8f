from __future__ import annotations

import pytest

from index.quotes.extract import extract_quotes


def speakers(text: str) -> list[tuple[str | None, str | None]]:
    return [(q.speaker, q.role) for q in extract_quotes(text) if q.kind == "direct"]


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("Vice-Minister of Trade Sun Weimin left. “We agree,” Sun said.", "Sun Weimin", None),
        ("Minister for Fisheries Kofi Mensah-Baah left. “We agree,” Mensah-Baah said.", "Kofi Mensah-Baah", "Minister for Fisheries"),
        ("Prime Minister-elect Ruta Kazla came. “We agree,” Kazla said.", "Ruta Kazla", "Prime Minister-elect"),
        ("The mayor of Santa Fe Laura Ortiz came. “We agree,” Ortiz said.", "Laura Ortiz", None),
        ("BERN, May 4 - Swiss trade envoy Urs Frey came. “We agree,” Frey said.", "Urs Frey", "Swiss trade envoy"),
        ("The envoy, Guo Jiakun (郭嘉昆), said “we agree on it”.", "Guo Jiakun", None),
        ("He Lifeng came. “We agree,” He said.", "He Lifeng", None),
        ("“We agree,” said He Jianming, who owns it.", "He Jianming", None),
        ("“We agree,” said her neighbour across the lake, Luc Favre.", "Luc Favre", "her neighbour"),
        ("Port manager Khaled al-Juhani came. “We agree,” al-Juhani said.", "Khaled al-Juhani", "Port manager"),
        ("Siti Hasna Lubis, an exporter, came. “We agree,” Siti said.", "Siti Hasna Lubis", None),
        ("The minister for industry, Hrefna Ketils, came. “We agree,” the minister said.", "Hrefna Ketils",
         "minister for industry"),
        ("A note came from its chief of staff, Rami Shen: “We agree on it.”", "Rami Shen", "chief of staff"),
        ("Czech Trade Minister Jan Koubek met his Polish counterpart, Hala Drzew. “We agree,” the Polish minister said.",
         "Hala Drzew", "Polish counterpart"),
        ("“We agree,” one trader who asked not to be named said.", "one trader", None),
        ("Moreno & Sons, a broker, said copper would “double by May.”", "Moreno & Sons", None),
        ("Anna Berg said that Frey told her, “We agree on it.”", "Frey", None),
        ("“We agree,” said the union's president, Bea Thon, on Monday.", "Bea Thon", "union's president"),
        ("“We agree,” said a lawyer, Bea Thon.", "Bea Thon", "a lawyer"),
        ("“We agree,” said the minister, Oslo having paid.", "minister", None),
        ("Bea Thon left. “We agree,” Thon said.", "Bea Thon", None),
        ("BERN — 9 May 2025 — Swiss tug skipper Urs Frey came. “We agree,” Frey said.", "Urs Frey", "Swiss tug skipper"),
        ("The late Urs Frey built it. “We agree,” Frey said.", "Urs Frey", None),
        ("Fares rise, rail engineer Urs Frey said. “We agree,” the engineer said.", "Urs Frey", "rail engineer"),
        ("Skipper Ole Lund came. “We agree,” Lund said.", "Ole Lund", None),
        ("In Costa Rica Nuwan Perera grows it. “We agree,” he said.", "Nuwan Perera", None),
        ("Karl Ny met She Yulan (佘玉兰). “We agree,” She said.", "She Yulan", None),
        ("You Jing (游静), a miller, met Karl Ny. “We agree,” You said.", "You Jing", None),
        ("Ouyang Lixin (欧阳立新), who sells crabs, came. “We agree,” Ouyang said.", "Ouyang Lixin", None),
        ("Ferris, Holt & Dow, a consultancy, said tea would “double in May.”", "Ferris, Holt & Dow", None),
        ("Commenting on it, Dr Ida Moe, Chief Engineer, said:\n\n“We agree on it.”", "Ida Moe", None),
        ("Statement by Ida Moe, director of the Forum: “We agree on it.”", "Ida Moe", None),
        ("Ida Moe kept still. Her colleague Bo Dahl did not. “We agree,” the junior minister said.", "Bo Dahl", None),
        ("Ida Moe bakes. Her brother Hugh mills the flour. “We agree,” he said.", "Hugh", None),
        ("Ida Moe bakes. Next door her rival Stan Orme grows bulbs for the Dutch. “We agree,” he said.", "Stan Orme", None),
        ("Stan Orme has long said that the tax was “a bad joke”.", "Stan Orme", None),
        ("In her remarks Moe said that yards had ordered “a third of it”.", "Moe", None),
        ("On the margins of the fair Moe said orders had fallen by “a third”.", "Moe", None),
        ("After the vote Moe insisted that it was “a bad joke”.", "Moe", None),
        ("At the hearing Judge Ana Prado declared “the case closed”.", "Ana Prado", "Judge"),
        ("In a clip Moe posted to a network, Ida Roos called it “a bad joke”.", "Ida Roos", None),
        ("“We agree,” said Lieutenant-Colonel Arjun Thapa, who leads it.", "Arjun Thapa", None),
        ("“We agree,” Lieutenant-Captain Yuto Mori said.", "Yuto Mori", None),
        ("“We agree,” said Cho Jae-hon, who owns it.", "Cho Jae-hon", None),
        ("“We agree,” María del Carmen Ochoa said.", "María del Carmen Ochoa", None),
        ("“We agree,” said José de la Cruz Mamani.", "José de la Cruz Mamani", None),
        ("“We agree,” María de los Ángeles Rivas said.", "María de los Ángeles Rivas", None),
        ("EU President Ursula von der Leyen came. “We agree,” von der Leyen said.", "Ursula von der Leyen",
         "EU President"),
        ("In Santa Rosa Elena Quiroga runs a mill. “We agree,” Quiroga said.", "Elena Quiroga", None),
        ("It is late, and in San Pedro Luis Orozco waits. “We agree,” Orozco said.", "Luis Orozco", None),
        ("In San José Maria Torres runs a mill. “We agree,” Torres said.", "Maria Torres", None),
        ("In Madrid Rosa Elena Prado runs a mill. Rosa Elena Prado is new. “We agree,” Prado said.",
         "Rosa Elena Prado", None),
        ("Ida Moe came. Her predecessor, Sipho Mthembu, was dismissive. “We agree,” he said.", "Sipho Mthembu", None),
        ("Ida Moe came. Her neighbour, Ngozi Bello, was cross. “We agree,” she said.", "Ngozi Bello", None),
        ("Ida Moe, Head of Works, Lao Office:\n\n“We agree on it.”\n\n- ENDS -", "Ida Moe", "Head of Works"),
        ("Ida Moe, of the Bank of Lund:\n\n“We agree on it.”\n\n— Press contact —", "Ida Moe", None),
        ("“We agree on it.”\n\n— Ida Moe", "Ida Moe", None),
    ],
)  # fmt: skip
def test_whose_words_they_are(text: str, speaker: str, role: str | None) -> None:
    ((found, as_what),) = speakers(text)
    assert found == speaker
    assert role is None or as_what == role


def test_what_several_said_together_is_each_ones() -> None:
    text = "“We want one price,” said Anna Berg, Lars Holm and Nils Dahl in a letter. “And soon.”"
    found = [(q.speaker, q.text, q.group) for q in extract_quotes(text)]
    for name in ("Anna Berg", "Lars Holm", "Nils Dahl"):
        own = [(words, group) for speaker, words, group in found if speaker == name]
        assert [words for words, _group in own] == ["We want one price,", "And soon."]
        assert len({group for _words, group in own}) == 1


@pytest.mark.parametrize(
    "attribution",
    [
        "Polish farm minister Adam Lis and his Czech colleague Ruta Balse said in a joint note.",
        "said mayor Adam Lis of Passau and her Czech colleague Ruta Balse.",
        "Adam Lis, the mayor of Arica, and Ruta Balse, who owns it, told a crowd.",
        "the port's director Adam Lis and the chairman of the league, Ruta Balse, announced.",
    ],
)
def test_a_joint_statement_is_of_those_whom_and_joins_whatever_they_are(attribution: str) -> None:
    assert [name for name, _ in speakers(f"“We agree,” {attribution}")] == [
        "Adam Lis",
        "Ruta Balse",
    ]


def test_who_was_spoken_to_says_nothing_with_the_one_who_speaks() -> None:
    assert speakers("“We agree,” the crowd told Adam Lis, and Ruta Balse laughed.") == [
        ("crowd", None)
    ]


def test_words_of_a_record_that_is_spoken_of_are_not_the_speakers() -> None:
    text = "Adam Lis praised the plan, rejecting a letter that had warned of “a dead river”."
    assert speakers(text) == [("a letter", None)]
    text = "Adam Lis called it careful, contradicting a leaflet by the club that had spoken of “a dead river”."
    assert speakers(text) == []


def test_a_joint_letter_of_two_who_are_of_two_bodies_is_each_ones() -> None:
    text = "In a letter, Ivo Banac of the cheese makers and Tea Holm of the dairies wrote: “Name the island.”"
    assert speakers(text) == [("Ivo Banac", None), ("Tea Holm", None)]


def test_the_second_surname_of_one_is_the_first_of_another() -> None:
    text = (
        "Fernanda Ortiz Lozano, who grows roses, spoke. “We grow,” Ortiz said. Camilo Lozano Vega, "
        "who flies them, did too. “We fly,” Lozano said."
    )
    assert [name for name, _ in speakers(text)] == ["Fernanda Ortiz Lozano", "Camilo Lozano Vega"]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("'They said “never” twice,' Tom Hill told MPs.", "They said “never” twice,", "Tom Hill"),
        ("“The dock is full, said Anna Berg in Oslo.\n\n“We wait,” a man said.", "The dock is full,", "Anna Berg"),
        ("“The vats are full, said Ida Vik of the cider makers. The town met.", "The vats are full,", "Ida Vik"),
        ("Comments by Peter Ray, director of Bolt Ltd:\n\n“We make bolts here.”", "We make bolts here.", "Peter Ray"),
        ("“We make bolts here.” – Chairwoman Ida Vik", "We make bolts here.", "Ida Vik"),
        ("His brother Olaf disagrees: “We make no bolts.”", "We make no bolts.", "Olaf"),
        ("“Full,” Ida Vik said. »Wir laden nur noch die Hälfte.«, sagte Gerd Ahl.", "Wir laden nur noch die Hälfte.", None),
    ],
)  # fmt: skip
def test_where_words_end_and_who_stands_beside_them(
    text: str, words: str, speaker: str | None
) -> None:
    assert (words, speaker) in [(q.text, q.speaker) for q in extract_quotes(text)]


def test_words_that_somebody_is_described_with_are_not_those_of_who_tells_it() -> None:
    text = "Minister Odile Ek did not, at any point, call the growers “idle hands”, her aide Luc Lind said."
    direct = [q for q in extract_quotes(text) if q.kind == "direct"]
    assert [(q.speaker, q.stance) for q in direct] == [("Odile Ek", "denied")]
    text = "Minister Odile Ek described the growers as “idle hands”, her aide Luc Lind said."
    direct = [q for q in extract_quotes(text) if q.kind == "direct"]
    assert [(q.speaker, q.stance) for q in direct] == [("Odile Ek", "said")]


def test_a_name_that_owns_a_noun_of_speech_owns_the_words_behind_the_colon() -> None:
    (quote,) = extract_quotes("Lind's own view was shorter: “They have forgotten us.”")
    assert (quote.speaker, quote.text) == ("Lind", "They have forgotten us.")
