"""People, firms and roles as rows."""

from ledgerflow.firms.models import Business, Firm, Membership, User


def test_people_sign_in_by_e_mail_in_any_case(db):
    user = User.objects.create_user("Owner@Example.COM", "correct horse 12", name="Owner")
    assert str(user) == user.get_username() == "owner@example.com"
    assert user.check_password("correct horse 12")
    assert not user.is_staff


def test_a_person_without_a_password_cannot_sign_in_yet(db):
    assert not User.objects.create_user("a@example.com").has_usable_password()


def test_an_operator_sees_the_admin(db):
    operator = User.objects.create_superuser("o@example.com", "correct horse 12")
    assert operator.is_staff
    assert operator.is_superuser


def test_rows_say_what_they_are():
    assert str(Firm(name="Practice")) == "Practice"
    assert str(Business(name="Studio")) == "Studio"
    assert str(Membership(user_id=3, role="viewer")) == "3 as viewer"
