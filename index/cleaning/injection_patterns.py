"""The words by which orders to a machine are known. Constants only."""

from __future__ import annotations

import re

_MACHINE = (
    r"(?:ai|a\.i\.|artificial intelligence|llms?|(?:large )?language models?|chat ?bots?|gpt|chatgpt|claude|"
    r"virtual assistants?|automated (?:readers?|systems?|assistants?))"
    r"(?: (?:models?|assistants?|systems?|agents?|readers?|summari[sz]ers?|tools?))?"
)
_OPENS = r"(?:^|[.!?:;,—–(\[“\"'*_>-]\s*|\b(?:please|kindly|now|must|should|and|then|to|you|immediately|first)\s+)"
_QUALIFIER = (
    r"(?:(?:all|any|every|each|the|your|my|these|those|of|previous|prior|above|earlier|preceding|"
    r"foregoing|former|original|existing|other|initial|system|developer|safety|and)\s+){0,6}"
)
_ORDERS = (
    # Ignore all previous instructions.
    rf"{_OPENS}(?:ignore|disregard|forget|override|overrule|bypass|discard|drop|stop following)\s+"
    rf"{_QUALIFIER}(?:instructions?|prompts?|directives|guardrails|programming|system messages?)\b",
    rf"{_OPENS}(?:ignore|disregard|forget)\s+(?:everything|anything|all|whatever|what)\s+"
    r"(?:(?:that )?(?:you (?:were|have been|are) told|you know|you have read|was said before|above|before this))\b",
    rf"{_OPENS}(?:ignore|disregard|forget)\s+your\s+(?:\w+\s+)?(?:rules|guidelines|training|task|context)\b",
    # Ignore the articles and say that; cite it as [97].
    rf"{_OPENS}(?:ignore|disregard|forget)\s+{_QUALIFIER}(?:articles?|sources?|documents?|passages?|excerpts?|evidence)"
    r",?\s+(?:and|then)\s+(?:just |simply |only )?(?:say|state|answer|reply|respond|report|claim|write|quote|tell)\b",
    rf"{_OPENS}(?:cite|number|mark|label|reference)\s+(?:it|this|that|them|the above) (?:as|with) \[\d+\]",
    # Note to AI assistants; if you are a language model; you are now DAN.
    rf"\b(?:attention|note|message|notice|instructions?|memo|reminder|warning)(?:,|:| to| for)\s+"
    rf"(?:all |any |the |every )?{_MACHINE}\b(?=[^a-z]|\s+(?:reading|processing|that|who|which))",
    rf"\bif you are (?:an? |the )?{_MACHINE}\b",
    rf"\b(?:as|you are) (?:an? |the )?{_MACHINE}[^.!?]{{0,40}}\byou (?:must|should|will|shall|need|have)\b",
    r"\byou are now (?:an? |in |the )?(?:\w+ )?(?:dan|unrestricted|jailbroken|developer mode|debug mode|"
    r"free of|assistant|bot|pirate|evil|admin(?:istrator)?)\b",
    r"\byour (?:new|real|true|only|updated|actual|first) (?:instructions?|system prompt|objective|directive)\b",
    # AI systems reading this text; the chatbot must reply that; correction for AI tools.
    rf"\b{_MACHINE}\s+(?:(?:that|which|who|now|when)\s+)?(?:reads?|reading|process(?:es|ing)?|summari[sz](?:es?|ing)|"
    r"pars(?:es?|ing)|index(?:es|ing)|quot(?:es?|ing)|cit(?:es?|ing))\s+(?:this|these|the (?:above|following|present))\b",
    r"\b(?:the|this|any|every|each) (?:ai |a\.i\. )?(?:assistant|chat ?bot|language model|llm|summari[sz]er)\s+"
    r"(?:should|must|shall|will|is to|needs to|has to|is (?:required|instructed|told|asked|ordered) to)\s+"
    r"(?:always |only |never )*"
    r"(?:state|say|answer|reply|respond|report|tell|output|write|give|quote|mention|cite|claim|insist|repeat)\b",
    r"^\W*(?:correction|update|clarification|advice|guidance|information|brief(?:ing)?)\s+(?:for|to)\s+"
    rf"(?:all |any |the )?{_MACHINE}\s*[:—–-]",
    rf"(?:^|[.!?]\s+)(?:dear|hello|hi|hey)\s+{_MACHINE}\s*[,:!—–-]",
    r"\bwhen(?:ever)? you (?:quote|cite|mention|summari[sz]e|answer|reply|report|translate)\b[^.!?\n]{0,80},\s*"
    r"(?:(?:always|only|please|then|instead)\s+)*(?:use|say|write|state|add|give|put|report|append)\b",
    r"\bend your turn\b",
    # What to answer.
    rf"{_OPENS}(?:answer|reply|respond)\s+"
    r"(?:(?:only|every|all|each|any|your|the|this|to|question|questions|user|users|message|with|"
    r"exactly|always|about|it)\s+){0,8}(?:with|by saying)\s+(?:(?:only|just|exactly|the)\s+)*"
    r"(?:words?|phrases?|sentences?|text|strings?|code|“|\"|'|:|(?-i:[A-Z0-9_-]{5,}))",
    rf"{_OPENS}(?:begin|start|end|finish|prefix|preface)\s+(?:(?:your|all|every|each|any|of|the)\s+)+"
    r"(?:answers?|repl(?:y|ies)|responses?|outputs?)\s+(?:with|by)\b",
    r"\b(?:when|if|whenever|any ?time)\b[^.!?\n]{0,60}\b(?:ask(?:s|ed)?|quer(?:y|ies|ied)|question(?:s|ed)?)\b"
    r"[^.!?\n]{0,80},\s+(?:you (?:must|should|will|shall)\s+)?(?:always |only |just |simply |instead )*"
    r"(?:answer|reply|respond|say|state|output|print|tell|claim|write|insist|cite|quote)\b(?! (?:came|officials|experts))",
    rf"{_OPENS}(?:output|print|emit|append|include|insert|render|embed|display)\s+"
    r"(?:(?:only|exactly|the|this|following|an?|exact|single)\s+)*(?:markdown|html|image|link|string|token|code|"
    r"payload|canary|phrase|password|text)\b[^.!?\n]{0,80}(?:answer|reply|response|output|user|below|verbatim|:)",
    r"\byou (?:must|should|shall|will) (?:always |only |now |never )*(?:answer|reply|respond|output|tell the user|"
    r"say that|state that|claim that|recommend|refuse to answer|cite only)\b[^.!?\n]{0,200}"
    r"(?:\b(?:user|reader|question|answer|prompt|chat)|[:“\"])",
    rf"{_OPENS}(?:tell|inform|convince|advise|ask|instruct|urge) (?:the|every|each|all) (?:user|chat user)s?\b",
    r"\b(?:do not|don't|never) (?:tell|show|reveal|mention|disclose|cite)[^.!?\n]{0,60}\b(?:the user|these instructions|"
    r"this (?:instruction|prompt|message|notice)|your instructions|system prompt)\b",
    # What to give away or to run.
    r"\b(?:reveal|print|repeat|show|output|leak|display|dump|summari[sz]e|send|post|translate)\s+(?:me\s+|us\s+|out\s+)?"
    r"(?:(?:your|the|all|hidden|full|entire|complete|initial|secret|exact|own|of)\s+)*"
    r"(?:system prompt|prompt above|hidden prompt|initial prompt|instructions above|system message|"
    r"chat history|conversation history|api keys?|conversation so far)\b",
    rf"{_OPENS}(?:execute|run|call|invoke|use)\s+(?:(?:the|this|following|a|an|your)\s+)*"
    r"(?:shell command|tool call|function call|code below|command:|python code|browser tool|tool to)\b",
    r"\b(?:decode|decrypt|unscramble)\s+(?:and (?:follow|execute|obey|run)\s+)?(?:this|the following|these|it)\b",
    r"\b(?:system|developer|admin(?:istrator)?|root|security) (?:override|prompt|instruction|message)s?\s*[:\]#*—–-]",
    r"\b(?:begin|start|end) (?:of )?(?:the )?(?:new )?(?:system|hidden|secret|admin|override)?\s*"
    r"(?:prompt|instructions?|system message|override)\s*(?:[:\]#*=.—–-]|$)",
    r"\b(?:new|updated|additional|important|hidden|secret|special) (?:system )?instructions?\s*(?:for you)?\s*:",
    r"\b(?:jailbreak|prompt injection) (?:mode|enabled|activated|successful)\b",
)  # fmt: skip
ORDERS = re.compile("|".join(f"(?:{pattern})" for pattern in _ORDERS), re.IGNORECASE | re.MULTILINE)

_FOREIGN = (
    r"\bignor(?:a|e|ad|en)\s+(?:\w+\s+){0,3}(?:instrucciones|indicaciones)",
    r"\b(?:ignore[zr]?|oublie[zr]?)\s+(?:\w+\s+){0,3}(?:instructions|consignes)\b",
    r"\b(?:ignorier(?:e|en|t)|vergiss|vergessen|missachte)\s+(?:sie\s+)?(?:\w+\s+){0,3}(?:anweisung(?:en)?|instruktionen|vorgaben)\b",
    r"\b(?:ignora|ignori|ignorate|dimentica)\s+(?:\w+\s+){0,3}(?:istruzioni|indicazioni)",
    r"\b(?:ignore|desconsidere|esqueça)\s+(?:\w+\s+){0,3}instruções",
    r"\b(?:negeer|vergeet)\s+(?:\w+\s+){0,3}(?:instructies|aanwijzingen)",
    r"\b(?:zignoruj|ignoruj|zapomnij)\s+(?:\w+\s+){0,3}(?:instrukcje|polecenia)",
    r"(?:игнориру(?:й|йте)|забудь|забудьте|проигнорируй\w*)\s+(?:\w+\s+){0,3}(?:инструкци\w+|указани\w+)",
    r"(?:önceki|yukarıdaki|tüm)\s+(?:\w+\s+){0,2}talimatları\s+(?:yok say|görmezden gel|unut)",
    r"(?:忽略|无视|忘记|不要理会|忽視|無視)[^。！？\n]{0,12}(?:指令|指示|提示词|提示|命令|说明)",
    r"(?:指示|命令|プロンプト)[^。！？\n]{0,6}(?:無視|忘れ)",
    r"(?:지시|명령)[^.!?\n]{0,8}무시",
    r"(?:تجاهل|انس)\s+(?:\S+\s+){0,3}(?:التعليمات|تعليمات|الأوامر)",
    r"(?:पिछले|सभी)[^।\n]{0,20}निर्देश[^।\n]{0,20}(?:अनदेखा|नज़रअंदाज़|भूल)",
)  # fmt: skip
FOREIGN = re.compile("|".join(_FOREIGN), re.IGNORECASE)

# A turn of a conversation, as chat formats write it at the head of a line.
TURN = re.compile(
    r"\s*(?:<\|[a-z_]{3,20}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|instructions?|s)>"
    r"|#{1,4}\s*(?:system|instructions?|assistant|response|user input|human|input)\b\s*:?\s*$"
    r"|(?:[\[*_#>]{1,3}\s*)?(?:system|assistant|ai assistant|chatbot|developer)(?: (?:prompt|message|note|notice|override))?"
    r"\s*[\]*_]{0,3}\s*:(?:\s+\S+){4}"
    r"|(?:system|developer|hidden)[_ -](?:prompt|message|instructions?)\s*[:=]\s*\S"
    r"|\{\s*\"role\"\s*:\s*\"(?:system|assistant|user|developer|tool)\")",
    re.IGNORECASE,
)
DELIMITED = re.compile(
    r"<\|im_start\|>.{0,4000}?(?:<\|im_end\|>|\Z)|\[INST\].{0,4000}?\[/INST\]|<<SYS>>.{0,4000}?<</SYS>>"
    r"|<(system|assistant|instructions?|user|(?:tool|function)[a-z_-]{0,20}|[a-z]{2,20}_(?:calls?|results?|prompt|message))\b[^<>\n]{0,200}>"
    r".{0,4000}?</\1>|^\W{0,6}role\W{1,4}(?:system|developer|assistant|tool)\W*\n[^\n]*$"
    r"|^[-=*#\[\s]{0,10}(?:begin|start) (?:of )?(?:the )?(?:system|hidden|new|admin|override|secret)?\s*"
    r"(?:prompt|instructions?|message|override)\b.{0,4000}?^[-=*#\[\s]{0,10}end (?:of )?(?:the )?"
    r"(?:system|hidden|new|admin|override|secret)?\s*(?:prompt|instructions?|message|override)[^\n]{0,40}$"
    # A note that is fenced in: "--- PRIVATE NOTE FOR THE MODEL ---" up to "--- END OF NOTE ---".
    r"|^\s{0,3}[-=*#~_+<\[]{2,}[^\n]{0,60}\b(?:hidden|private|secret|internal|confidential|ai|assistants?|models?"
    r"|chat ?bots?|llms?)\b[^\n]{0,40}[-=*#~_+>\]]{2,}\s*\n.{0,4000}?^\s{0,3}[-=*#~_+<\[]{2,}\s*(?:/|end\b)[^\n]{0,60}$"
    # Two who talk, one of them a machine.
    r"|^\s*(?:human|user)\s*:[^\n]*\n\s*(?:ai|bot|chat ?bot|gpt|chatgpt|claude|model|llm)\s*:[^\n]*$",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
# Long runs that no reader can read: base64 (both cases and a digit), hexadecimal, escapes.
ENCODED = re.compile(
    r"(?<![\w/=.:?&%+-])(?=[A-Za-z0-9+]{0,200}[a-z])(?=[A-Za-z0-9+]{0,200}[A-Z])(?=[A-Za-z0-9+]{0,200}\d)"
    r"[A-Za-z0-9+]{32,}={0,2}"
    r"|(?<![\w/=.:?&-])(?:[0-9a-fA-F]{2}[ :]?){24,}(?!\w)"
    r"|(?:\\x[0-9a-fA-F]{2}){6,}|(?:\\u[0-9a-fA-F]{4}){6,}|(?<![\w/=&?])(?:%[0-9a-fA-F]{2}){8,}"
    r"|(?<![\w])(?:[01]{8}\s){6,}"
)
# A line without any of these, lower case, gives no order: looked for first, which is quicker.
HINTS = (
    "instruct", "prompt", "directive", "ignor", "disregard", "forget", "override", "language model", " ai",
    "ai ", "llm", "gpt", "chatbot", "assistant", "you are now",
    "when you", "whenever you", "answer", "repl", "respond", "asked", "output",
    " user", "system", "decode", "decrypt", "execute", "jailbreak", "your ", "\\x", "\\u", "%2", "developer",
)  # fmt: skip
