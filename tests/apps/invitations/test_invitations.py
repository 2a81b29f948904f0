"""A link is used once, by whoever has its code; whoever comes late or has it from somebody else reads why not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.invitations import actions, queries
from handrail.apps.invitations.actions import Accepted, Asked, Invited, NewAccount, NotOpen, WrongCode
from handrail.apps.invitations.models import LASTS, MOST_TRIES, Invitation, State
from handrail.apps.plans.models import Contribution
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.models import CircleMember
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
PASS = "seven brown herons"
NOW = moment(TODAY)


def joined(cast: Cast, **fields: object) -> CircleMember:
    """Somebody new in the circle of the younger pupil, without an account."""
    known: dict[str, object] = {
        "kind": "professional",
        "name": "Effie Speech",
        "relation": "speech and language therapist",
        "email": "effie@nhs.example",
        "purpose": "Advice about talking",
        "access_until": TODAY + timedelta(days=30),
    }
    with acting(cast.coordinator) as by:
        member = CircleMember(**known | fields)
        return pupils.join_circle(pupil=cast.young.pupil, member=member, on=TODAY, by=by)


def invited(cast: Cast, member: CircleMember, *, once: UUID | None = None) -> Invited:
    with acting(cast.coordinator) as by:
        return actions.invite(
            pupil=cast.young.pupil, member=member, once=once or uuid4(), on=TODAY, at=NOW, by=by
        )


def accepted(
    made: Invited, *, code: str = "", token: str = "", email: str = "", person: Person | None = None, days: int = 0
) -> Accepted | WrongCode:  # fmt: skip
    """Accept as the view does: with the reach that the link gives, in one transaction."""
    with transaction.atomic(), queries.opened(token or made.token) as found:
        return actions.accept(
            invitation=found,
            code=code or made.code,
            account=None if person else NewAccount(email, PASS),
            person=person,
            on=TODAY + timedelta(days=days),
            at=NOW + timedelta(days=days),
        )


def row(cast: Cast, made: Invited) -> Invitation:
    with acting(cast.coordinator):
        return Invitation.objects.get(pk=made.invitation.pk)


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_an_accepted_invitation_gives_an_account_and_the_reach_of_the_place(cast: Cast) -> None:
    member = joined(cast)
    made = invited(cast, member)

    done = accepted(made)

    assert isinstance(done, Accepted)
    assert (done.person.email, done.person.name) == ("effie@nhs.example", "Effie Speech")
    assert done.person.check_password(PASS)
    with acting(done.person) as by:
        assert by.reach.pupils == {cast.young.pupil.pk}
        assert [one.kind for one in by.places] == ["professional"]
    with acting(cast.coordinator):
        kinds = list(Fact.objects.filter(kind__startswith="invitation.").values_list("kind", "by_name"))
    assert kinds == [("invitation.made", cast.coordinator.name), ("invitation.accepted", "Effie Speech")]


def test_neither_link_nor_code_stands_in_the_database(
    cast: Cast, owner_connection: psycopg.Connection
) -> None:
    made = invited(cast, joined(cast))

    kept = " ".join(str(value) for value in row(cast, made).__dict__.values())

    assert made.token not in kept
    assert made.code not in kept
    assert made.token.replace("-", "") not in kept


def test_a_link_typed_off_a_letter_is_found(cast: Cast) -> None:
    made = invited(cast, joined(cast))

    assert isinstance(accepted(made, token=made.token.upper().replace("-", "")), Accepted)


def test_used_twice_it_is_used(cast: Cast) -> None:
    made = invited(cast, joined(cast))
    accepted(made)
    people = Person.objects.count()

    with pytest.raises(NotOpen) as closed:
        accepted(made)

    assert closed.value.state is State.ACCEPTED
    assert Person.objects.count() == people


def test_over_taken_back_or_replaced_it_opens_nothing(cast: Cast) -> None:
    member = joined(cast)
    first = invited(cast, member)
    second = invited(cast, member)
    assert row(cast, first).state(at=NOW) is State.ENDED
    with pytest.raises(NotOpen, match="taken back or replaced"):
        accepted(first)

    with pytest.raises(NotOpen, match="two weeks"):
        accepted(second, days=LASTS.days)
    with acting(cast.coordinator) as by:
        actions.end(invitation=second.invitation, on=TODAY, at=NOW, by=by)
        actions.end(invitation=second.invitation, on=TODAY, at=NOW, by=by)
        assert Fact.objects.filter(kind="invitation.ended").count() == 1
    with pytest.raises(NotOpen):
        accepted(second)
    with acting(cast.coordinator):
        member.refresh_from_db()
        assert member.person_id is None


def test_a_stranger_with_the_link_is_stopped_by_the_code_and_closes_it(cast: Cast) -> None:
    made = invited(cast, joined(cast))
    people = Person.objects.count()
    for tried in range(1, MOST_TRIES + 1):
        answer = accepted(made, code=other_code(made.code))
        assert answer == WrongCode(MOST_TRIES - tried)

    with pytest.raises(NotOpen, match="wrong code"):
        accepted(made)

    assert Person.objects.count() == people
    with acting(cast.coordinator):
        assert Fact.objects.filter(kind="invitation.locked").count() == 1


def test_a_link_for_an_address_is_for_the_account_with_that_address(cast: Cast) -> None:
    made = invited(cast, joined(cast, email=cast.parent.email))

    with pytest.raises(NotPossible, match="another e-mail address"):
        accepted(made, person=cast.past_psychologist)
    with pytest.raises(actions.AccountExists, match="Sign in with it"):
        accepted(made)
    assert row(cast, made).state(at=NOW) is State.OPEN


def test_who_has_an_account_already_takes_a_second_place_with_it(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        member = CircleMember(kind="family", name="Gran", receives_copies=True, email="gran@home.example")
        member = pupils.join_circle(pupil=cast.older.pupil, member=member, on=TODAY, by=by)
        first = actions.invite(pupil=cast.older.pupil, member=member, once=uuid4(), on=TODAY, at=NOW, by=by)
    gran = accepted(first)
    assert isinstance(gran, Accepted)
    second = invited(
        cast, joined(cast, kind="family", name="Gran", receives_copies=True, email="Gran@Home.example")
    )

    assert isinstance(accepted(second, person=gran.person), Accepted)

    with acting(gran.person) as by:
        assert by.reach.pupils == {cast.young.pupil.pk, cast.older.pupil.pk}


def test_somebody_without_e_mail_gets_a_sign_in_name(cast: Cast) -> None:
    made = invited(
        cast, joined(cast, kind="carer", name="Zoë O’Shea", email="", parental_responsibility=True)
    )

    done = accepted(made)

    assert isinstance(done, Accepted)
    name, _, host = done.person.email.partition("@")
    assert host == actions.NO_MAIL
    assert name.startswith("zo.o.shea.")
    assert name[-4:].isdigit()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "staff"}, "Staff sign in"),
        ({"purpose": "", "kind": "professional"}, "what Effie Speech is asked"),
        ({"access_until": TODAY - timedelta(days=1)}, "is over"),
        ({"kind": "family"}, "would show nothing"),
    ],
)
def test_nobody_is_invited_to_see_nothing(cast: Cast, fields: dict[str, object], says: str) -> None:
    member = joined(cast, **fields)
    with pytest.raises(NotPossible, match=says):
        invited(cast, member)
    with acting(cast.coordinator):
        assert not Invitation.objects.exists()


def test_only_those_who_keep_the_circle_invite(cast: Cast) -> None:
    member = joined(cast)
    for who in (cast.class_teacher, cast.parent, cast.psychologist, cast.officer, cast.other_coordinator):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.invite(pupil=cast.young.pupil, member=member, once=uuid4(), on=TODAY, at=NOW, by=by)
    with acting(cast.coordinator):
        assert not Invitation.objects.exists()


def test_pressed_twice_it_is_one_invitation_and_one_link(cast: Cast) -> None:
    member, once = joined(cast), uuid4()

    first, second = invited(cast, member, once=once), invited(cast, member, once=once)

    assert (first.token, first.code) == (second.token, second.code)
    assert isinstance(accepted(first), Accepted)


def test_a_professional_is_asked_together_with_the_invitation(cast: Cast) -> None:
    member = joined(cast)
    with acting(cast.coordinator) as by:
        made = actions.invite(
            pupil=cast.young.pupil,
            member=member,
            once=uuid4(),
            asked=Asked(cast.young.plan, "What helps him say it?", TODAY + timedelta(days=14)),
            on=TODAY,
            at=NOW,
            by=by,
        )
        asked = Contribution.objects.get(member=member)
    assert (asked.question, asked.party) == ("What helps him say it?", "professional")
    assert isinstance(accepted(made), Accepted)


def test_after_their_last_day_nobody_comes_in(cast: Cast) -> None:
    made = invited(cast, joined(cast, access_until=TODAY + timedelta(days=2)))
    people = Person.objects.count()

    with pytest.raises(NotPossible, match="is over"):
        accepted(made, days=3)

    assert Person.objects.count() == people


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_comes_in(cast: Cast) -> None:
    """Eight browsers press the button at the same moment; the row's lock lets one through."""
    made = invited(cast, joined(cast, email=""))
    people = Person.objects.count()
    barrier, answers = threading.Barrier(8), []

    def press(number: int) -> None:
        barrier.wait()
        try:
            answers.append(accepted(made, email=f"racer{number}@home.example"))
        except NotPossible as refused:
            answers.append(refused)
        finally:
            connection.close()

    racers = [threading.Thread(target=press, args=[number]) for number in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert len(answers) == 8
    won = [one for one in answers if isinstance(one, Accepted)]
    assert len(won) == 1
    assert all(isinstance(one, NotOpen) and one.state is State.ACCEPTED for one in answers if one not in won)
    assert Person.objects.count() == people + 1
    with acting(cast.coordinator):
        assert Fact.objects.filter(kind="circle.account_given", detail__name="Effie Speech").count() == 1


@pytest.mark.django_db(transaction=True)
def test_wrong_codes_at_once_are_all_counted(cast: Cast) -> None:
    made = invited(cast, joined(cast))
    barrier = threading.Barrier(4)

    def guess() -> None:
        barrier.wait()
        accepted(made, code=other_code(made.code))
        connection.close()

    racers = [threading.Thread(target=guess) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert row(cast, made).tries == 4


def test_the_database_keeps_one_open_invitation_a_member(cast: Cast) -> None:
    made = invited(cast, joined(cast))
    with (
        acting(cast.coordinator),
        pytest.raises(IntegrityError, match="one_open_a_member"),
        transaction.atomic(),
    ):
        copy = row(cast, made)
        copy.pk, copy.token_hash = uuid4(), "another"
        copy.save(force_insert=True)


# --- the pages -------------------------------------------------------------------------------------


def link(made: Invited) -> str:
    return reverse("invitations:accept", args=[made.token])


def test_opening_a_link_uses_nothing_up_and_shows_no_pupil(cast: Cast, seen_by: Browser) -> None:
    made = invited(cast, joined(cast))
    visitor = seen_by(None)
    for _ in range(3):
        assert visitor.head(link(made)).status_code == 200
        page = visitor.get(link(made))
        assert page.status_code == 200
        text = page.content.decode()
        for secret in ("Robin", "Young", "effie@nhs.example", made.code, "Advice about talking"):
            assert secret not in text
        assert cast.coordinator.name in text
    assert row(cast, made).state(at=NOW) is State.OPEN


def test_the_button_lets_in_and_the_second_press_reads_that_it_is_used(cast: Cast, seen_by: Browser) -> None:
    made = invited(cast, joined(cast))
    visitor, other = seen_by(None), seen_by(None)
    form = {"code": f"{made.code[:3]} {made.code[3:]}", "password": PASS}

    assert visitor.post(link(made), form)["Location"] == reverse("invitations:welcome")
    assert visitor.get(reverse("invitations:welcome")).status_code == 200
    assert visitor.get(reverse("home:today")).status_code == 200

    for answer in (other.post(link(made), form), other.get(link(made))):
        assert answer.status_code == 410
        assert "This invitation has been used" in answer.content.decode()


def test_a_wrong_code_says_how_many_tries_are_left_and_then_closes(cast: Cast, seen_by: Browser) -> None:
    made = invited(cast, joined(cast))
    visitor = seen_by(None)
    wrong = {"code": other_code(made.code), "password": PASS}

    first = visitor.post(link(made), wrong)
    assert first.status_code == 422
    assert "There are 4 more tries" in first.content.decode()
    for _ in range(MOST_TRIES - 1):
        last = visitor.post(link(made), wrong)
    assert last.status_code == 410
    assert "wrong code was entered too often" in last.content.decode()
    assert Person.objects.filter(email="effie@nhs.example").count() == 0


def test_a_weak_password_costs_no_try(cast: Cast, seen_by: Browser) -> None:
    made = invited(cast, joined(cast))

    answer = seen_by(None).post(link(made), {"code": made.code, "password": "short"})

    assert answer.status_code == 422
    assert row(cast, made).tries == 0
    assert row(cast, made).state(at=NOW) is State.OPEN


def test_an_unknown_link_is_not_there(cast: Cast, seen_by: Browser) -> None:
    for token in ("aaaa-bbbb", "x" * 500, "%00", "é"):
        assert seen_by(None).get(reverse("invitations:accept", args=[token])).status_code == 404


def test_the_coordinator_is_shown_link_code_and_letter_once(cast: Cast, seen_by: Browser) -> None:
    member = joined(
        cast, kind="parent", email="", parental_responsibility=True, address="2 Pier Row\nFerrybank"
    )
    browser, once = seen_by(cast.coordinator), uuid4()
    page = reverse("invitations:invite", args=[cast.young.pupil.pk, member.pk])
    assert browser.get(page).status_code == 200

    shown = browser.post(page, {"once": once}).content.decode()
    again = browser.post(page, {"once": once}).content.decode()

    token = actions._token(member, once)
    for text in (shown, again):
        assert f"/invited/{token}/" in text
        assert "2 Pier Row" in text
        assert "There is no e-mail for" in text
    letter = shown.partition('id="letter"')[2]
    assert actions._code(member, once) not in letter.replace(" ", "")
    assert "Robin" not in letter
    assert browser.get(reverse("invitations:invitations", args=[cast.young.pupil.pk])).status_code == 200


def test_a_professional_sees_the_question_and_nothing_else(cast: Cast, seen_by: Browser) -> None:
    pupil = cast.young.pupil
    with acting(cast.coordinator) as by:
        member = pupil.circlemembers.get(person=cast.psychologist)
        actions.plans.ask_for_view(
            plan=cast.young.plan,
            member=member,
            question="What helps him read?",
            due_on=TODAY,
            on=TODAY,
            by=by,
        )
    browser = seen_by(cast.psychologist)

    answer = browser.get(reverse("home:pupil", args=[pupil.pk]), follow=True)

    assert answer.redirect_chain == [(reverse("invitations:part", args=[pupil.pk]), 302)]
    text = answer.content.decode()
    assert "What helps him read?" in text
    for hidden in ("Paula Parent", "Short bits are fine", "Reads each word slowly", "1 Ferry Road"):
        assert hidden not in text


def test_access_ended_while_a_page_is_open_saves_nothing_and_says_so(cast: Cast, seen_by: Browser) -> None:
    pupil = cast.young.pupil
    with acting(cast.coordinator) as by:
        member = pupil.circlemembers.get(person=cast.psychologist)
        asked = actions.plans.ask_for_view(plan=cast.young.plan, member=member, due_on=TODAY, on=TODAY, by=by)
    page = reverse("plans:contribute", args=[cast.young.plan.pk, asked.pk])
    browser = seen_by(cast.psychologist)
    assert browser.get(page).status_code == 200
    keeper = seen_by(cast.coordinator)
    ended = keeper.post(reverse("invitations:end_access", args=[pupil.pk, member.pk]))
    assert ended.status_code == 302
    with acting(cast.coordinator):
        before = Contribution.objects.filter(pk=asked.pk).values().get(), Fact.objects.count()
    words = {"words": "He reads best after a walk, and with the page in large print.", "revision": "0"}

    typed = browser.post(page, words, headers={"X-Handrail-Autosave": "1"})
    pressed = browser.post(page, words)

    assert typed.status_code == 404
    assert "nothing was saved" in typed.json()["says"]
    assert pressed.status_code == 404
    assert "He reads best after a walk" in pressed.content.decode()
    with acting(cast.coordinator):
        assert (Contribution.objects.filter(pk=asked.pk).values().get(), Fact.objects.count()) == before
