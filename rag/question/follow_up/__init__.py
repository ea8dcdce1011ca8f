"""What a follow-up borrows from the conversation: by the learned rewriter, and like for like.

In: a question and the turns before it. Out: a question that stands alone.
May import ``rag.rewriting`` and the rest of ``rag.question``.
"""

from rag.question.follow_up.standalone import standalone, told

__all__ = ["standalone", "told"]
