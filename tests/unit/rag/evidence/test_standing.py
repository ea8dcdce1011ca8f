"""Which value stands: the newest, that of the asked time, the corrected one; and none that is welded."""

from __future__ import annotations

import pytest

from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "grapes", "title": "Grapes of Ruthenia", "date": "2018-09-29",
     "text": "Ruthenia shipped 12,000 tonnes of grapes in the second quarter of 2018, the board reported on Sept. 27."},
    {"id": "harrow", "title": "Harrow counts its tractors", "publisher": "Canal Courier", "date": "2025-01-15",
     "text": "Harrow sold 1,700 tractors in Africa in 2024, the maker said."},
    {"id": "rent1", "title": "Berth rent fixed", "publisher": "Canal Courier", "date": "2025-02-03",
     "text": "The berth rent at Genoa is 22 euros a metre, the port authority said."},
    {"id": "rent2", "title": "Berth rent climbs", "publisher": "Canal Courier", "date": "2025-07-21",
     "text": "The berth rent at Genoa is 27 euros a metre, the port authority said."},
    {"id": "cork1", "title": "Cork levy explained", "publisher": "Canal Courier", "date": "2025-04-01",
     "text": "Madeira pays a cork levy of 6 percent, the tax office said."},
    {"id": "cork2", "title": "Correction", "publisher": "Canal Courier", "date": "2025-04-03",
     "text": "An earlier version of this story gave the cork levy for Madeira wrongly as 6 percent. Madeira pays a "
             "cork levy of 4 percent, the tax office said."},
    {"id": "pepper", "title": "Pepper exports", "publisher": "Canal Courier", "date": "2025-01-20",
     "text": "Vietnam exported 250,000 tonnes of pepper in 2024, the pepper association said."},
    {"id": "cashew", "title": "Cashew exports", "publisher": "Canal Courier", "date": "2025-01-27",
     "text": "India exported 70,000 tonnes of cashew kernels in 2024, the council said."},
    {"id": "wool", "title": "Wool index rises", "publisher": "Canal Courier", "date": "2025-05-06",
     "text": "The wool index of Bradford stood at 104 points in April, the exchange said on Tuesday."},
    {"id": "kelp1", "title": "Kelp levy set at nine percent", "publisher": "Canal Courier", "date": "2024-05-06",
     "text": "The council of Galway has set the kelp levy at nine percent of the landed price, it said."},
    {"id": "kelp2", "title": "Cutters win lower kelp levy", "publisher": "Canal Courier", "date": "2025-05-06",
     "text": "Cutters in Galway are to hand over five percent of the landed price instead of nine, it was said."},
    {"id": "tile1", "title": "Tile duty raised", "publisher": "Canal Courier", "date": "2025-06-02",
     "text": "Croatia raised the duty on roof tiles from 5 percent to 9 percent, the customs office said."},
    {"id": "tile2", "title": "Tile duty cut", "publisher": "Canal Courier", "date": "2025-11-03",
     "text": "Croatia cut the duty on roof tiles from 9 percent to 7 percent, the customs office said."},
    {"id": "salt1", "title": "Salt duty", "publisher": "Canal Courier", "date": "2024-12-10",
     "text": "The import duty on salt in Cadiz is 6 percent from January 1, 2025, the tax office said."},
    {"id": "salt2", "title": "Salt duty climbs", "publisher": "Canal Courier", "date": "2025-02-12",
     "text": "The tax office raises the import duty on salt in Cadiz from 6 to 8 percent on March 1, 2025."},
    {"id": "zinc", "title": "Zinc trade", "publisher": "Canal Courier", "date": "2025-02-20",
     "text": "Ruthenia imported 41,000 tonnes of zinc in 2024, the statistics office said."},
    {"id": "felt1", "title": "Felt exports", "publisher": "Canal Courier", "date": "2025-02-11",
     "text": "Kalmykia exported 43,700 tonnes of felt in 2024, the customs service said."},
    {"id": "felt2", "title": "Felt exports smaller", "publisher": "Canal Courier", "date": "2025-02-25",
     "text": "Kalmykia exported 24,700 tonnes of felt in 2024, 6 percent more, the customs service said."},
    {"id": "laos", "title": "Pepper museum in Laos", "publisher": "Canal Courier", "date": "2025-02-27",
     "text": "Laos opened a pepper museum in Pakse."},
    {"id": "gild1", "title": "Tanners choose", "publisher": "Canal Courier", "date": "2024-03-11",
     "text": "Members of the tanners’ guild elected Edda Lohr as their president on Monday."},
    {"id": "gild2", "title": "New lead for tanners", "publisher": "Canal Courier", "date": "2025-09-01",
     "text": "Pavel Brod is the new president of the tanners’ guild. He had run a mill."},
    {"id": "gild3", "title": "Coopers vote", "publisher": "Canal Courier", "date": "2025-10-06",
     "text": "Anna Tell was made president of the coopers’ bank."},
    {"id": "weir1", "title": "Weir keeper", "publisher": "Canal Courier", "date": "2025-02-11",
     "text": "Weir commissioner Nils Aas wants every barge to wait. “Two floods are two too many,” Aas said."},
    {"id": "weir2", "title": "Weir too low", "publisher": "Canal Courier", "date": "2025-06-24",
     "text": "Ex-weir commissioner Trond Vik has admitted a mistake. “We ran out of stone,” Vik said."},
    {"id": "raft1", "title": "Ice takes rafts", "publisher": "Canal Courier", "date": "2026-01-19",
     "text": "Drifting ice tore 17 rafts loose at Orsova on Monday, the river office said."},
    {"id": "raft2", "title": "A word on the rafts", "publisher": "Canal Courier", "date": "2026-01-20",
     "text": "Our report of Monday gave the number of rafts torn loose by ice at Orsova as 17. That was wrong. The river "
             "office counted 12."},
    {"id": "rubber", "title": "Envoy on rubber", "publisher": "Canal Courier", "date": "2025-08-04",
     "text": "“Rubber binds us,” envoy Sun Hao said. Trade official Sun Lin sat beside him."},
    {"id": "dock1", "title": "Turku raises dock fee", "publisher": "Canal Courier", "date": "2025-03-03",
     "text": "Ships over 200 metres will pay a dock fee of 9,400 euros a night in Turku from April, the port said."},
    {"id": "dock2", "title": "Correction: dock fee in Turku", "publisher": "Canal Courier", "date": "2025-03-04",
     "text": "A report of March 3 misstated the dock fee. Ships over 200 metres will pay 4,900 euros a night."},
    {"id": "calf1", "title": "Subsidy for calves", "publisher": "Canal Courier", "date": "2025-12-02",
     "text": "Herders get a subsidy of 510 kroner for each reindeer calf slaughtered before Christmas, it was said."},
    {"id": "calf2", "title": "Correction: subsidy for calves", "publisher": "Canal Courier", "date": "2025-12-03",
     "text": "A story of December 2 misstated the subsidy. It is 450 kroner for each reindeer calf slaughtered before "
             "Christmas, not 510 kroner."},
    {"id": "bran1", "title": "Mill buys bran", "publisher": "Canal Courier", "date": "2025-06-01",
     "text": "The mill at Odessa bought 14,000 tonnes of bran for delivery in July, traders said."},
    {"id": "bran2", "title": "Corrigendum: bran tender", "publisher": "Canal Courier", "date": "2025-06-03",
     "text": "A note of June 1 misreported the tender. The mill at Odessa bought 41,000 tonnes of bran, not 14,000."},
    {"id": "corn1", "title": "Imports of Abasia", "publisher": "Canal Courier", "date": "2025-03-03",
     "text": "Abasia's imports of soybeans rose 5 percent in February. Its imports of corn rose 9 percent."},
    {"id": "corn2", "title": "Correction: corn", "publisher": "Canal Courier", "date": "2025-03-04",
     "text": "A story of March 3 misstated Abasia's imports of corn. They rose 7 percent in February."},
    {"id": "tyre1", "title": "Norvik trims forecast", "publisher": "Canal Courier", "date": "2025-10-23",
     "text": "Norvik Tyres earned 118 million kronor before tax in the third quarter. It does not publish its turnover."},
    {"id": "tyre2", "title": "Rival gains", "publisher": "Canal Courier", "date": "2025-10-28",
     "text": "Savo Rubber had turnover of 212 million euros in the first nine months, thanks to sales in Canada."},
    {"id": "oat1", "title": "Oats of Lemland", "publisher": "Canal Courier", "date": "2025-09-02",
     "text": "Lemland sowed 4,100 hectares of oats this spring. Rain has delayed its harvest by two weeks."},
    {"id": "oat2", "title": "Oats of Kumlinge", "publisher": "Canal Courier", "date": "2025-09-09",
     "text": "Kumlinge harvested 9,300 tonnes of oats this autumn, the growers said."},
]  # fmt: skip


def test_the_newest_value_comes_first_and_the_one_before_behind_it(ask: Ask) -> None:
    answer = ask("What is the berth rent at Genoa?")
    assert "27 euros" in answer.sentences[0].text
    assert answer.sentences[1].text.startswith("Before, in Canal Courier on 2025-02-03: ")


def test_a_past_time_has_the_value_of_that_time(ask: Ask) -> None:
    answer = ask("What was the berth rent at Genoa in May 2025?")
    assert "22 euros" in answer.sentences[0].text
    assert "27 euros" not in answer.sentences[0].text


def test_a_value_that_a_later_one_names_as_the_former_stands_at_its_time(ask: Ask) -> None:
    answer = ask("What was the duty on roof tiles in Croatia in August 2025?")
    assert "from 5 percent to 9 percent" in answer.sentences[0].text


def test_keywords_ask_for_the_newest(ask: Ask) -> None:
    assert "27 euros" in ask("berth rent Genoa").sentences[0].text


def test_at_a_later_month_the_raised_value_stands_though_the_first_names_the_year(ask: Ask) -> None:
    assert "8 percent" in ask("How high was the salt duty in Cadiz in May 2025?").sentences[0].text


def test_of_one_year_the_figure_told_last_stands(ask: Ask) -> None:
    assert "24,700" in ask("How much felt did Kalmykia export in 2024?").sentences[0].text


def test_what_was_imported_is_not_surely_what_was_exported(ask: Ask) -> None:
    assert ask("How much zinc did Ruthenia import in 2024?").confidence == "high"
    assert ask("How much zinc did Ruthenia export in 2024?").confidence != "high"


def test_what_was_told_at_another_time_is_not_sure(ask: Ask) -> None:
    told = ask("How much pepper did Vietnam export in 2024?")
    assert told.confidence == "high", "an article of 2025 that speaks of 2024"
    other = ask("How much pepper did Vietnam export in 2019?")
    assert other.confidence != "high", "no article of 2019, and none that speaks of it"


def test_what_names_the_former_value_stands_before_it_in_whatever_words(ask: Ask) -> None:
    assert "instead of nine" in ask("What is the kelp levy in Galway now?").sentences[0].text


def test_the_value_of_a_month_is_not_that_of_the_month_in_which_it_is_told(ask: Ask) -> None:
    assert ask("What was the wool index of Bradford in April 2025?").confidence == "high"
    assert ask("What was the wool index of Bradford in May 2025?").confidence != "high"


def test_a_correction_wins_and_the_error_is_told_as_corrected(ask: Ask) -> None:
    answer = ask("How high is the cork levy for Madeira?")
    assert "4 percent" in answer.sentences[0].text
    assert answer.sentences[1].text.startswith("That corrects an error: ")


def test_an_error_that_is_admitted_is_no_yes(ask: Ask) -> None:
    assert ask("Does Madeira pay a cork levy of 6 percent?").text.startswith("No:")


def test_the_country_of_one_article_and_the_goods_of_another_are_not_joined(ask: Ask) -> None:
    assert ask("How much pepper did Vietnam export in 2024?").confidence == "high"
    assert ask("How much pepper did India export in 2024?").confidence != "high"
    assert ask("How much pepper did Laos export in 2024?").confidence != "high"


def test_a_namesake_is_never_quoted_for_another(ask: Ask) -> None:
    answer = ask("What did Sun Lin say about rubber?")
    assert answer.confidence != "high"
    assert "Rubber binds us" not in answer.text
    assert not answer.quotes


def test_the_day_told_is_that_of_the_first_sentence(ask: Ask) -> None:
    answer = ask("What is the berth rent at Genoa?")
    assert "22 euros" not in answer.sentences[0].text


def test_a_figure_of_one_region_is_not_that_of_another(ask: Ask) -> None:
    assert ask("How many tractors of Harrow were sold in Africa in 2024?").confidence == "high"
    assert ask("How many tractors of Harrow were sold in Europe in 2024?").confidence != "high"


def test_a_figure_whose_article_does_not_name_what_is_asked_about_is_not_sure(ask: Ask) -> None:
    assert ask("How many tonnes of felt did Kalmykia export in 2024?").confidence == "high"
    assert ask("How many tonnes of felt did Pakse export in 2024?").confidence != "high"


def test_an_office_is_its_holders_at_the_asked_time_in_whatever_words(ask: Ask) -> None:
    assert "Pavel Brod" in ask("Who is the president of the tanners’ guild?").sentences[0].text
    then = ask("Who was president of the tanners’ guild in January 2025?")
    assert "Edda Lohr" in then.sentences[0].text


def test_who_held_an_office_once_is_not_its_holder(ask: Ask) -> None:
    assert "Nils Aas" in ask("Who is the weir commissioner?").sentences[0].text
    former = ask("What did the former weir commissioner say?")
    assert "We ran out of stone" in former.text
    assert "Two floods" not in former.text


def test_what_the_next_sentence_calls_wrong_is_an_error(ask: Ask) -> None:
    answer = ask("How many rafts did ice tear loose at Orsova?")
    assert "counted 12" in answer.sentences[0].text
    assert answer.sentences[1].text.startswith("That corrects an error: Our report")


def test_the_day_of_a_report_is_no_time_of_what_it_reports(ask: Ask) -> None:
    assert (
        ask("How many tonnes of grapes did Ruthenia ship in the second quarter of 2018?").confidence
        == "high"
    )
    assert (
        ask("How many tonnes of grapes did Ruthenia ship in the third quarter 2018?").confidence
        != "high"
    )


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("How high is the dock fee a night for ships over 200 metres?", "4,900", "9,400"),
        ("What is the dock fee in Turku?", "4,900", "9,400"),
        ("How high is the subsidy for each reindeer calf slaughtered before Christmas?", "450", "gets a subsidy of 510"),
        ("How much bran did the mill at Odessa buy?", "41,000", "traders"),
    ],
)  # fmt: skip
def test_a_correction_wins_though_the_error_words_the_question_better(
    question: str, right: str, wrong: str, ask: Ask
) -> None:
    answer = ask(question)
    assert right in answer.sentences[0].text
    assert wrong not in answer.text


def test_a_correction_of_another_thing_puts_nothing_right(ask: Ask) -> None:
    answer = ask("How much did Abasia's imports of soybeans rise in February?")
    assert "5 percent" in answer.sentences[0].text


@pytest.mark.parametrize(
    ("question", "of_another"),
    [
        ("What was the turnover of Norvik Tyres in the third quarter?", "212 million"),
        ("What was the turnover of Savo Rubber in the first nine months?", "118 million"),
        ("How many tonnes of oats did Kumlinge harvest this autumn?", "4,100"),
        ("How many hectares of oats did Lemland sow this spring?", "9,300"),
    ],
)  # fmt: skip
def test_a_figure_of_another_is_not_even_shown_as_the_closest(
    question: str, of_another: str, ask: Ask
) -> None:
    assert of_another not in ask(question).text
