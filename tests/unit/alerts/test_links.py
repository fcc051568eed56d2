"""Where the buttons of a message lead exists."""

from types import SimpleNamespace

from alerts.render.links import desk
from alerts.spec import Links
from tocsin.desk import app


def test_the_desk_link_of_an_incident_is_an_address_of_the_desk_page():
    found = desk(SimpleNamespace(id="5fc3"), Links(desk="http://127.0.0.1:8642/"))
    assert found == "http://127.0.0.1:8642/incident/5fc3"
    assert "/incident/{id}" in app._PAGES
