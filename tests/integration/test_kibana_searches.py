"""What Kibana's panels would ask is answered by the real servers; and the import is what Kibana documents."""

import http.server
import json
import threading
from pathlib import Path

import pytest

from tocsin.errors import BackendFault
from tocsin.index.connection import ElasticConnection
from tocsin.index.setup import Templates
from tocsin.runtime.distributed.prepare import import_objects
from tocsin.testing.elastic import empty, set_up
from tocsin.testing.kibana import check

ROOT = Path(__file__).parents[2]
FILE = ROOT / "config" / "kibana" / "tocsin.ndjson"


def test_every_panel_is_answered(elasticsearch):
    connection = ElasticConnection(hosts=(elasticsearch.url,))
    empty(connection)
    set_up(connection, ROOT / "config" / "elasticsearch")
    wanted = Templates.read(ROOT / "config" / "elasticsearch")
    checked = check(FILE.read_text("utf-8").splitlines(), lambda alias: wanted.fields(f"{alias}-v1"))
    client = connection.client()
    for kind in ("articles", "mentions", "windows", "alerts", "evidence", "polls", "rejected"):
        client.indices.create(index=f"tocsin-{kind}-v1-2026{'' if kind in ('alerts', 'evidence') else '.01'}")
    try:
        for asked in checked.searches:
            reply = client.search(index=asked.alias, body=asked.body)
            assert reply["_shards"]["failed"] == 0, asked
    finally:
        client.close()
    assert len(checked.searches) >= 13


class Kibana(http.server.BaseHTTPRequestHandler):
    """Takes an import as Kibana documents it."""

    answer = {"success": True, "successCount": 17}  # noqa: RUF012 – replaced by tests
    taken: list = []  # noqa: RUF012

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, dict(self.headers), body))
        reply = json.dumps(self.answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


@pytest.fixture
def kibana():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Kibana)
    Kibana.taken, Kibana.answer = [], {"success": True, "successCount": 17}
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield {"TOCSIN_KIBANA": f"http://127.0.0.1:{server.server_address[1]}"}
    server.shutdown()
    server.server_close()


def test_the_file_is_imported_as_a_form_with_kibanas_header(kibana):
    assert import_objects(kibana, FILE) == "import 17 objects into Kibana"
    ((path, headers, body),) = Kibana.taken
    assert path == "/api/saved_objects/_import?overwrite=true"
    assert headers["Kbn-Xsrf"] == "tocsin"
    assert b'filename="tocsin.ndjson"' in body
    assert FILE.read_bytes() in body


def test_a_reply_of_200_with_errors_is_an_error(kibana):
    Kibana.answer = {
        "success": False,
        "errors": [{"type": "map", "id": "m", "error": {"type": "missing_references"}}],
    }
    with pytest.raises(BackendFault, match="missing_references"):
        import_objects(kibana, FILE)


def test_no_kibana_is_said_plainly():
    with pytest.raises(BackendFault, match="Kibana did not take the objects"):
        import_objects({"TOCSIN_KIBANA": "http://127.0.0.1:9"}, FILE)
