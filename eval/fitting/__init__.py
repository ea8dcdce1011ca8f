"""Fits what is learned from data: the reader from question sets and claims.

In: public question and claim sets, news texts with questions written over them; out: the files of
``rag/reader``. May import ``eval`` below, ``rag`` and ``index``; torch and scikit-learn stay here.
"""
