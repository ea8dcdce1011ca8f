"""Values to safe HTML: answers, articles, quotes, timelines, conversations.

In: values of the other packages. Out: HTML in which article text is data.
Imports history's values.
"""
