"""A nation by its other names: who reads "Norway" may write "Norwegian".

A capital may be read as its nation ("Beijing accused …"), the nation not as its capital.
"""

from __future__ import annotations

import re
from functools import cache

from index.text.words import all_stems

# One nation a line: its names and what is called after them | its capital or government.
_NATIONS = """
America, American, Americans, United States, US, U.S., USA | Washington, White House
Argentina, Argentine, Argentinian, Argentines | Buenos Aires
Australia, Australian, Australians | Canberra
Austria, Austrian, Austrians | Vienna
Bangladesh, Bangladeshi, Bangladeshis | Dhaka
Belgium, Belgian, Belgians
Bolivia, Bolivian, Bolivians | La Paz
Brazil, Brazilian, Brazilians | Brasilia, Brasília
Britain, British, Britons, United Kingdom, UK, U.K. | London
Cambodia, Cambodian, Cambodians | Phnom Penh
Canada, Canadian, Canadians | Ottawa
Chile, Chilean, Chileans | Santiago
China, Chinese | Beijing
Colombia, Colombian, Colombians | Bogota, Bogotá
Denmark, Danish, Danes | Copenhagen
Egypt, Egyptian, Egyptians | Cairo
Ethiopia, Ethiopian, Ethiopians | Addis Ababa
European Union, EU, E.U. | Brussels, European Commission
Finland, Finnish, Finns | Helsinki
France, French | Paris
Germany, German, Germans | Berlin
Ghana, Ghanaian, Ghanaians | Accra
Greece, Greek, Greeks | Athens
Hungary, Hungarian, Hungarians | Budapest
Iceland, Icelandic, Icelanders | Reykjavik, Reykjavík
India, Indian, Indians | New Delhi, Delhi
Indonesia, Indonesian, Indonesians | Jakarta
Iran, Iranian, Iranians | Tehran
Iraq, Iraqi, Iraqis | Baghdad
Ireland, Irish | Dublin
Israel, Israeli, Israelis
Italy, Italian, Italians | Rome
Japan, Japanese | Tokyo
Kenya, Kenyan, Kenyans | Nairobi
Malaysia, Malaysian, Malaysians | Kuala Lumpur
Mexico, Mexican, Mexicans | Mexico City
Morocco, Moroccan, Moroccans | Rabat
Netherlands, Dutch | The Hague
New Zealand, New Zealanders | Wellington
Nigeria, Nigerian, Nigerians | Abuja
Norway, Norwegian, Norwegians | Oslo
Pakistan, Pakistani, Pakistanis | Islamabad
Panama, Panamanian, Panamanians
Peru, Peruvian, Peruvians | Lima
Philippines, Philippine, Filipino, Filipinos | Manila
Poland, Polish, Poles | Warsaw
Portugal, Portuguese | Lisbon
Romania, Romanian, Romanians | Bucharest
Russia, Russian, Russians | Moscow, Kremlin
Saudi Arabia, Saudi, Saudis | Riyadh
Singapore, Singaporean, Singaporeans
South Africa, South African, South Africans | Pretoria
South Korea, South Korean, South Koreans | Seoul
Spain, Spanish, Spaniards | Madrid
Sweden, Swedish, Swedes | Stockholm
Switzerland, Swiss | Bern
Taiwan, Taiwanese | Taipei
Thailand, Thai, Thais | Bangkok
Turkey, Turkish, Turks, Türkiye | Ankara
Ukraine, Ukrainian, Ukrainians | Kyiv, Kiev
Vietnam, Vietnamese | Hanoi
"""


@cache
def _table() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """Return what finds a nation's names in a text, and for each the words of them all."""
    means: dict[str, frozenset[str]] = {}
    for line in _NATIONS.strip().splitlines():
        own, _bar, capitals = line.partition("|")
        words = frozenset(own.replace(",", " ").split())
        named = (name.strip() for name in (*own.split(","), *capitals.split(",")))
        means |= {name: words for name in named if name}
    longest_first = "|".join(re.escape(name) for name in sorted(means, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)"), means


def nation_words(text: str) -> frozenset[str]:
    """Return the words of all names, but for capitals, of the nations that a text names."""
    pattern, means = _table()
    return frozenset().union(*(means[name] for name in set(pattern.findall(text))))


def other_names(text: str) -> str:
    """Return the names of a text's nations that do not stand in it, as words in a row."""
    held = all_stems(text)
    return " ".join(word for word in sorted(nation_words(text)) if not all_stems(word) <= held)
