"""How names are read: surnames, both readings, ü, rare characters, foreign names."""

import subprocess
import sys
import time

import pytest

from advisor_tui.store.pinyin import folded, name_key, other_readings, readings, segments


@pytest.mark.parametrize(
    ("name", "first", "others"),
    [
        ("张三丰", "zhang san feng", []),
        ("单雄信", "shan xiong xin", ["dan xiong xin"]),
        ("曾国藩", "zeng guo fan", ["ceng guo fan"]),
        ("仇英", "qiu ying", ["chou ying"]),
        ("解缙", "xie jin", ["jie jin"]),
        ("查良镛", "zha liang yong", ["cha liang yong"]),
        ("区寄", "ou ji", ["qu ji"]),
        ("朴树", "piao shu", ["pu shu"]),
        ("翟志刚", "zhai zhi gang", ["di zhi gang"]),
        ("万俟卨", "mo qi xie", ["wan qi xie"]),
        ("尉迟恭", "yu chi gong", ["wei chi gong"]),
        ("长孙无忌", "zhang sun wu ji", ["chang sun wu ji"]),
        ("吕布", "lv bu", []),
        ("王乐", "wang le", ["wang yue"]),
        ("张单", "zhang dan", ["zhang shan"]),
        ("欧阳修", "ou yang xiu", []),
    ],
)
def test_a_name_sorts_by_the_surnames_reading_and_is_found_by_the_other_too(
    name: str, first: str, others: list[str]
) -> None:
    assert name_key(name) == f"{first}\t{name}"
    assert [text for text in other_readings(name).split("\t") if text] == others


def test_a_surname_reading_holds_for_the_surname_only() -> None:
    assert readings("张曾")[0] == ("zhang", "ceng")
    assert readings("曾张")[0] == ("zeng", "zhang")


def test_two_doubtful_characters_give_all_four_readings() -> None:
    assert {" ".join(reading) for reading in readings("曾乐")} == {"zeng le", "zeng yue", "ceng le", "ceng yue"}


@pytest.mark.parametrize(
    ("name", "parts", "reading"),
    [
        ("阿不都·热合曼", ["阿", "不", "都", "热", "合", "曼"], ("a", "bu", "dou", "re", "he", "man")),
        ("李 Anna-Lee", ["李", "Anna", "Lee"], ("li", "anna", "lee")),
        ("John O'Neil", ["John", "O", "Neil"], ("john", "o", "neil")),
        ("Müller", ["Müller"], ("mvller",)),
        ("\U0002cc56三", ["\U0002cc56", "三"], ("di", "san")),
        ("", [], ()),
        ("[/]", [], ()),
    ],
)
def test_each_ideograph_and_each_word_is_one_part(name: str, parts: list[str], reading: tuple[str, ...]) -> None:
    assert [name[start:end] for start, end in segments(name)] == parts
    assert readings(name)[0] == reading


def test_a_list_runs_syllable_by_syllable() -> None:
    names = ["张珊珊", "章三", "詹天佑", "张三", "赵四", "Zhang San"]
    assert sorted(names, key=name_key) == ["詹天佑", "Zhang San", "张三", "章三", "张珊珊", "赵四"]


def test_queries_fold_width_case_and_umlaut() -> None:
    assert folded(" ＺＨＡＮＧ ") == "zhang"
    assert folded("xi'an") == "xian"
    assert folded("Lü") == folded("lv") == "lv"
    assert folded("１３８-0013") == "1380013"
    assert folded('"*^()') == ""


def test_names_are_read_without_importing_pypinyin() -> None:
    code = "import sys, advisor_tui.store.pinyin as p; p.readings('张三'); print('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.benchmark
def test_a_hundred_thousand_names_take_no_longer_than_a_second() -> None:
    surnames, given = "王李张刘陈杨单曾仇黄", "伟芳娜秀英敏静乐强磊军洋勇艳杰娟涛明超兰"
    names = [a + b + c for a in surnames for b in given for c in given for _ in range(25)]
    started = time.process_time()
    for name in names:
        name_key(name)
    print(f"{len(names)} names: {time.process_time() - started:.2f} s CPU")
    assert time.process_time() - started < 1
