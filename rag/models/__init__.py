"""Language models: the local one in its own process, or any server that speaks OpenAI's API.

In: messages. Out: a stream of words, and how probable a yes was; for doctor, what a server can.
Imports the weights and the findings of the index.
"""
