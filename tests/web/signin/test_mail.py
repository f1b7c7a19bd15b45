"""The e-mail of an invitation."""

from smtplib import SMTPException

from django.test import RequestFactory

from ledgerflow.firms.inviting import invitation_make
from ledgerflow.web.signin import mail
from ledgerflow.web.signin.mail import CONSOLE, invitation_send, mail_leaves


def send(books, **more):
    row, token = invitation_make(
        firm_id=books.place.firm_id, email="kim@example.com", role="viewer", user_id=books.user.pk
    )
    request = RequestFactory().get("/", headers={"Host": "testserver"})
    return token, invitation_send(request, row, token, firm_name="Birch & Sons\nLtd")


def test_the_invited_person_gets_the_link(books, mailoutbox):
    token, sent = send(books)
    (letter,) = mailoutbox
    assert sent
    assert letter.to == ["kim@example.com"]
    assert letter.subject == "An invitation to the books of Birch & Sons Ltd"
    assert f"http://testserver/invite/{token}/" in letter.body
    assert "Birch & Sons" in letter.body


def test_without_a_mail_server_the_page_has_to_show_the_link(books, mailoutbox, settings):
    settings.EMAIL_BACKEND = CONSOLE
    assert not mail_leaves()
    assert send(books)[1] is False


def test_a_mail_server_that_fails_is_said_and_no_address_is_logged(books, monkeypatch, caplog):
    def broken(*args):
        raise SMTPException("kim@example.com is not wanted")

    monkeypatch.setattr(mail, "send_mail", broken)
    assert send(books)[1] is False
    assert "SMTPException" in caplog.text
    assert "kim@" not in caplog.text
