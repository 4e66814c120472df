"""A flow that cannot be is refused when it is built, and says why."""

import pytest

from app.kernel.roles import Reach, Role
from app.kernel.workflow import Act, Edit, FlowError, State, Step, Workflow

DRAFT, SENT, DONE, GONE = State("draft", "Draft"), State("sent", "Sent"), State("done", "Done"), State("gone", "Gone", hidden=True)
SEND, ACCEPT = Act("send", "Send"), Act("accept", "Accept")
SENDING = Step(SEND, (DRAFT,), SENT, Role.EMPLOYEE, Reach.OWN)
ACCEPTING = Step(ACCEPT, (SENT,), DONE, Role.BKPSDM_ADMIN, Reach.ALL)
OWN = ((Role.EMPLOYEE, Reach.OWN),)


def flow(states=(DRAFT, SENT, DONE), steps=(SENDING, ACCEPTING), creators=OWN, edits=()) -> Workflow:
    return Workflow("thing", "Thing", states, DRAFT, creators, steps, edits)


def test_a_sound_flow_is_built_and_answers_about_itself() -> None:
    built = flow(edits=(Edit(Role.EMPLOYEE, Reach.OWN, (DRAFT,)),))
    assert [step.key for step in built.steps_from("draft")] == ["send"]
    assert built.steps_from("draft", act="accept") == ()
    assert built.edits_in("sent") == ()
    assert [act.key for act in built.acts()] == ["send", "accept"]
    with pytest.raises(KeyError):
        built.state("nowhere")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"states": (DRAFT, SENT)}, "used but not listed"),
        ({"states": (DRAFT, SENT, DONE, State("draft", "Again"))}, "share a key"),
        ({"states": (DRAFT, SENT, DONE, State("lost", "Lost"))}, "lost can never be reached"),
        ({"creators": ()}, "nobody may create"),
        ({"steps": (SENDING, ACCEPTING, SENDING)}, "listed twice"),
        ({"steps": (SENDING, ACCEPTING, Step(ACCEPT, (), DONE, Role.AUDITOR, Reach.ALL))}, "starts nowhere"),
        ({"steps": (SENDING, ACCEPTING, Step(Act("stay", "Stay"), (SENT,), SENT, Role.AUDITOR, Reach.ALL))}, "stays in"),
        ({"steps": (SENDING, ACCEPTING, Step(SEND, (DRAFT,), SENT, Role.OPD_ADMIN, Reach.OPD, needs=("money",)))}, "unknown money"),
        ({"steps": (SENDING, ACCEPTING, Step(Act("send", "Other words"), (DRAFT,), SENT, Role.OPD_ADMIN, Reach.OPD))}, "two wordings"),
        (
            {"states": (DRAFT, SENT, DONE, GONE), "steps": (SENDING, ACCEPTING, Step(SEND, (GONE,), SENT, Role.AUDITOR, Reach.ALL))},
            "leaves the hidden state",
        ),
        ({"edits": (Edit(Role.EMPLOYEE, Reach.OWN, (DRAFT,)), Edit(Role.EMPLOYEE, Reach.OWN, (DRAFT, SENT)))}, "editing of draft"),
    ],
)
def test_a_broken_flow_is_refused(wrong: dict, reason: str) -> None:
    with pytest.raises(FlowError, match=reason):
        flow(**wrong)
