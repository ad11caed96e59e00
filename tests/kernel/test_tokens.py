"""Secrets that travel in links."""

from uuid import uuid4

from fairlead.kernel.tokens import derived, fingerprint, fresh


def test_fresh_secrets_differ_and_carry_256_bits():
    secrets = {fresh() for _number in range(50)}
    assert len(secrets) == 50
    assert {len(secret) for secret in secrets} == {43}


def test_derived_secret_is_the_same_every_time_and_for_one_purpose_only(settings):
    pk = uuid4()
    secret = derived("offer", pk)
    assert secret == derived("offer", pk)
    assert len({secret, derived("approval", pk), derived("offer", uuid4())}) == 3
    settings.SECRET_KEY = "another installation"
    assert derived("offer", pk) != secret


def test_fingerprint_is_sha_256_and_does_not_hold_the_secret():
    assert fingerprint("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
