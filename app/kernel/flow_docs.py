"""Every flow as people read it: a table of its steps and a Mermaid diagram, drawn from the same rows that guard them."""

from collections.abc import Iterator

from flask_babel import force_locale

from app.kernel.inbox import flow_models
from app.kernel.workflow import Workflow

HEADING = "# Flows\n\nWritten by `flask flows` from the tables in the code; do not edit.\n"


def render_flows() -> str:
    """docs/flows.md as one text."""
    with force_locale("en"):
        return "\n".join([HEADING, *(_page(model.__workflow__) for model in flow_models())])


def _page(flow: Workflow) -> str:
    return "\n".join([f"## {flow.title} (`{flow.name}`)\n", *_diagram(flow), "", *_states(flow), "", *_steps(flow), "", *_edits(flow), ""])


def _diagram(flow: Workflow) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    for state in flow.states:
        yield f'    state "{state.label}" as {state.key}'
    yield f"    [*] --> {flow.initial.key}: create"
    if flow.bringing:
        yield f"    [*] --> {flow.bringing.arrives.key}: import ({flow.bringing.role.value})"
    arrows: dict[tuple[str, str, str], list[str]] = {}
    for step in flow.steps:
        for source in step.sources:
            arrows.setdefault((source.key, step.target.key, step.key), []).append(step.role.value)
    for edit in flow.edits:
        for state in edit.states if edit.becomes else ():
            arrows.setdefault((state.key, edit.becomes.key, "edit"), []).append(edit.role.value)  # type: ignore[union-attr]
    for (source_key, target_key, act), roles in arrows.items():
        yield f"    {source_key} --> {target_key}: {act} ({', '.join(roles)})"
    yield "```"


def _states(flow: Workflow) -> Iterator[str]:
    yield "| state | label | waits for |\n|---|---|---|"
    for state in flow.states:
        waits = f"{state.waits_for[0].value} ({state.waits_for[1].value})" if state.waits_for else ""
        yield f"| {state.key} | {state.label} | {waits} |"


def _steps(flow: Workflow) -> Iterator[str]:
    yield "| step | label | from | to | role | reach | reason |\n|---|---|---|---|---|---|---|"
    for step in flow.steps:
        sources = ", ".join(source.key for source in step.sources)
        yield f"| {step.key} | {step.act.label} | {sources} | {step.target.key} | {step.role.value} | {step.reach.value} | {'yes' if step.needs_note else ''} |"


def _edits(flow: Workflow) -> Iterator[str]:
    yield "| may edit | reach | in | becomes |\n|---|---|---|---|"
    for edit in flow.edits:
        yield f"| {edit.role.value} | {edit.reach.value} | {', '.join(state.key for state in edit.states)} | {edit.becomes.key if edit.becomes else ''} |"
