"""What is printed, read back by a stock tool."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, use_language
from advisor_tui.documents.fonts import missing_glyphs
from advisor_tui.documents.interview_record import (
    InterviewRecord,
    RecordLine,
    RecordPart,
    answers_hash,
    print_interview_record,
)
from advisor_tui.documents.paper_form import FormHead, print_paper_form
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.questionnaire import DECLINED, LATER, Answer, answered

WHEN = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
HOSTILE = '#panic("x") *bold* $x$ [/] <label> @ref `raw` \\n // —'
LARGEST = 300 * 1024


def record(client: str = "张𬭚䶮", answer: str = "同意") -> InterviewRecord:
    return InterviewRecord(
        bank="滨江支行",
        reference="C0001：1",
        client=client,
        questionnaire="完整访谈",
        head=(("客户号", "C0001"),),
        sections=(RecordPart("身份", (RecordLine(1, "您是否同意？", answer),)),),
        results=(("风险等级", ("C3 平衡型",)),),
        answers_hash=answers_hash("full-2026/1", [("consent", answered("yes"))]),
    )


def text_of(pdf: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: printed text cannot be read back")
    file = folder / "printed.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize(("lang", "title"), [("zh", "需求访谈记录"), ("en", "Record of the needs interview")])
def test_the_record_can_be_read_back_in_both_languages(lang: Lang, title: str, tmp_path: Path) -> None:
    use_language(lang)
    pdf = print_interview_record(record(), WHEN)
    text = text_of(pdf, tmp_path)
    assert len(pdf) < LARGEST
    for expected in (title, "张𬭚䶮", "您是否同意？", "C3 平衡型", record().answers_hash[:8], "1/1"):
        assert expected in text


def test_text_from_outside_is_never_markup(tmp_path: Path) -> None:
    text = text_of(print_interview_record(record(client="李*b*", answer=HOSTILE), WHEN), tmp_path)
    assert "李*b*" in text
    for part in ('#panic("x")', "*bold*", "$x$", "[/]", "<label>", "@ref", "`raw`", "\\n"):
        assert part in text


def test_the_same_record_gives_the_same_bytes() -> None:
    assert print_interview_record(record(), WHEN) == print_interview_record(record(), WHEN)


@pytest.mark.parametrize("lost", [{"client": "张\U0001f600三"}, {"answer": "好\U0001f600"}])
def test_what_the_font_cannot_draw_is_refused_wherever_it_stands(lost: dict[str, str]) -> None:
    assert missing_glyphs("张三 𬭚䶮") == ()
    with pytest.raises(DeskError) as refused:
        print_interview_record(record(**lost), WHEN)
    assert (refused.value.code, refused.value.params["characters"]) == ("glyph_missing", "\U0001f600")


@pytest.mark.parametrize(
    "other",
    [
        [("a", answered(2)), ("b", LATER)],
        [("a", answered(1)), ("b", DECLINED)],
        [("a", answered(1)), ("b", None)],
        [("b", LATER), ("a", answered(1))],
        [("a", answered("1")), ("b", LATER)],
    ],
)
def test_every_change_of_an_answer_changes_the_hash(other: list[tuple[str, Answer | None]]) -> None:
    said: list[tuple[str, Answer | None]] = [("a", answered(1)), ("b", LATER)]
    assert answers_hash("q/1", said) == answers_hash("q/1", list(said))
    assert answers_hash("q/1", said) != answers_hash("q/1", other)
    assert answers_hash("q/1", said) != answers_hash("q/2", said)


@pytest.mark.parametrize("code", ["full-2026", "quick-2026"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_paper_form_holds_every_question_and_option(code: str, lang: Lang, tmp_path: Path) -> None:
    use_language(lang)
    questionnaire = load_reference(data_root()).questionnaires.latest(code, WHEN.date())
    pdf = print_paper_form(questionnaire, FormHead("滨江支行", "王敏", "张三", "C0001"), WHEN)
    assert len(pdf) < LARGEST
    printed = "".join(text_of(pdf, tmp_path).split())
    for question in questionnaire.questions:
        # Long questions run over lines, between which page marks may stand: their beginning is enough.
        assert "".join(question.text[lang].split())[:12] in printed, question.id
        for option in question.options:
            assert "".join(option.text[lang].split())[:8] in printed, (question.id, option.id)
        for item in question.items:
            assert "".join(item.text[lang].split())[:8] in printed, (question.id, item.id)
    if any(question.kind == "members" for question in questionnaire.questions):
        heads = {"zh": ("出生日期或年龄", "是否靠您的收入生活"), "en": ("Birthdateorage", "Livesonyourincome")}[lang]
        assert all(head in printed for head in heads)
