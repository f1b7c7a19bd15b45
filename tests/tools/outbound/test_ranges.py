"""Addresses of the internet, of one's own network, of nobody."""

import pytest

from tools.outbound.ranges import address_fault

PUBLIC = ["93.184.215.14", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1",
          "192.167.1.1", "223.255.255.254", "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
          "2001:4860:4860::8888", "2a00:1450:4001:82b::200e"]  # fmt: skip
OWN = ["127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
       "100.64.0.1", "100.127.255.255", "169.254.1.2", "::1", "fc00::1", "fd12:3456::1",
       "fe80::1"]  # fmt: skip
METADATA = ["169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
            "fd00:ec2::254"]  # fmt: skip
NOBODY = ["0.0.0.0", "0.1.2.3", "192.0.0.8", "192.0.2.7", "192.88.99.1",  # noqa: S104
          "198.18.0.1",
          "198.19.255.255", "198.51.100.9", "203.0.113.5", "224.0.0.1", "239.255.255.250",
          "240.0.0.1", "255.255.255.255", "::", "100::1", "2001:db8::1", "3fff::1", "ff02::1",
          "2001:0:53aa:64c:0:ffff:80ff:fffe", "2001:20::1", "2002:7f00:1::", "::127.0.0.1",
          "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b:1::7f00:1", "5f00::1", "fec0::1",
          "4000::1"]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_the_internet_may_be_reached(address):
    assert address_fault(address, is_listed=False) is None


@pytest.mark.parametrize("address", OWN)
def test_ones_own_network_may_be_reached_where_it_is_listed(address):
    assert address_fault(address, is_listed=False) == "is in a private network"
    assert address_fault(address, is_listed=True) is None


@pytest.mark.parametrize("address", METADATA)
@pytest.mark.parametrize("is_listed", [False, True])
def test_what_hands_out_a_machines_credentials_is_never_reached(address, is_listed):
    assert address_fault(address, is_listed=is_listed) == "is a cloud's metadata service"


@pytest.mark.parametrize("address", NOBODY)
@pytest.mark.parametrize("is_listed", [False, True])
def test_addresses_of_nobody_and_disguised_ones_are_never_reached(address, is_listed):
    fault = address_fault(address, is_listed=is_listed)
    assert fault == "is not an address of the public internet"


def test_an_address_of_a_network_without_ipv4_is_judged_by_the_one_inside():
    assert address_fault("64:ff9b::8.8.8.8", is_listed=False) is None
    assert address_fault("64:ff9b::10.0.0.1", is_listed=True) == "is in a private network"
    assert address_fault("64:ff9b::a9fe:a9fe", is_listed=True) == "is a cloud's metadata service"
    assert address_fault("64:ff9b::8.8.8.8", is_listed=True, is_literal=True) is not None


@pytest.mark.parametrize("text", ["", "localhost", "1.2.3", "0x7f.0.0.1", "127.0.0.01"])
def test_what_is_no_address_is_not_reached(text):
    assert address_fault(text, is_listed=True) == "is not an address"


def test_an_address_of_one_network_interface_is_not_reached():
    assert address_fault("fe80::1%eth0", is_listed=True) == "names a network interface"
