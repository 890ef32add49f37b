"""Characters that are read differently in a person's name than by default.

A surname's usual reading stands here where the dictionary's first one is another; the dictionary's reading stays a
second way to find the client, because that is what someone types who does not know.
"""

DOUBLE = {
    "万俟": "mo qi", "尉迟": "yu chi", "单于": "chan yu", "澹台": "tan tai", "乐正": "yue zheng", "仲长": "zhong chang",
    "子车": "zi ju", "库狄": "she di", "尉犁": "yu li",
}  # fmt: skip
"""Surnames of two characters whose reading must not be put together from single characters."""

SINGLE = {
    "单": "shan", "曾": "zeng", "区": "ou", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "朴": "piao",
    "翟": "zhai", "乐": "yue", "缪": "miao", "员": "yun", "种": "chong", "覃": "qin", "洗": "xian", "乜": "nie",
    "祭": "zhai", "么": "yao", "折": "she", "黑": "he", "召": "shao", "卜": "bu", "郇": "xun", "隗": "wei",
    "佴": "nai", "都": "du", "句": "gou", "繁": "po", "重": "chong", "不": "fou", "牟": "mu", "角": "jue",
    "秘": "bi", "薄": "bo", "藏": "zang", "蔚": "yu", "粘": "nian", "会": "gui", "便": "pian", "还": "huan",
    "番": "pan", "参": "shen", "阚": "kan", "给": "ji", "能": "nai", "适": "kuo", "卻": "xi",
}  # fmt: skip
"""Surnames of one character."""

ALSO = {
    "乐": "yue", "长": "chang", "茜": "xi", "行": "hang", "重": "chong", "朝": "zhao", "莘": "xin", "泊": "bo",
    "柏": "bo", "颉": "xie", "阿": "e", "娜": "nuo", "曾": "zeng", "盛": "cheng", "晟": "sheng", "都": "du",
    "单": "shan", "藏": "zang", "省": "xing", "率": "shuai", "尉": "yu", "参": "shen", "薄": "bo", "仔": "zi",
    "贾": "gu", "郗": "chi", "费": "bi", "宓": "fu", "沈": "chen", "隽": "jun", "澄": "deng",
}  # fmt: skip
"""A second living reading of characters in names: either finds the client."""
