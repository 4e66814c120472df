"""What the database knows of secrets and people finds them again, and gives none of them away."""

from flask import Flask

from app.kernel.tokens import disguise, fingerprint


def test_the_same_is_found_again_and_another_is_not() -> None:
    assert fingerprint("a") == fingerprint("a") != fingerprint("b")


def test_what_could_be_guessed_is_not_found_by_hashing_every_guess(ctx: Flask) -> None:
    assert disguise("198507112011041991") == disguise("198507112011041991") != disguise("198507112011041992")
    assert disguise("198507112011041991") != fingerprint("198507112011041991")
    ours = disguise("198507112011041991")
    ctx.config["SECRET_KEY"] += " of another portal"
    assert disguise("198507112011041991") != ours
