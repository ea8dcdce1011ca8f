"""The word index that every store keeps alike: which rows hold a word, packed, and BM25 over that.

It imports no engine. A store writes the changes of ``Tally`` into its table of word counts, and
answers the few questions that ``RankedWords`` has.
"""
