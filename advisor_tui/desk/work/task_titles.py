"""What a task is called, and the values that its title is made of: the same in the queue and in a client's history."""

import json
from collections.abc import Iterable, Mapping

from advisor_tui.base.text import safe_text
from advisor_tui.rules.workflow import Workflow


def read_params(params: str) -> dict[str, int | str]:
    """The flat JSON object of a task's parameters."""
    found = json.loads(params)
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, int | str)}


def task_title(
    workflows: Iterable[Workflow], kind: str, title: str, facts: Mapping[str, int | str]
) -> Mapping[str, str] | None:
    """What a person wrote, else the template's title in both languages, else None for the screen to say."""
    if title:
        return {"zh": safe_text(title), "en": safe_text(title)}
    for workflow in workflows:
        if facts.get("workflow", workflow.id) != workflow.id:
            continue  # templates of other types of products may have the same id
        for template in workflow.tasks:
            if template.id == kind:
                return {
                    lang: words.replace("{product}", safe_text(str(_product(facts, lang))))
                    for lang, words in template.title.items()
                }
    return None


def _product(facts: Mapping[str, int | str], lang: str) -> int | str:
    """A product's name in a language, as far as the task knows it."""
    return facts.get(f"product_{lang}", facts.get("product", ""))
