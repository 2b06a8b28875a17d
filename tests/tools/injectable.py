"""What sqlmap must find: a page that puts its parameter into SQL as it stands. On this machine only."""
import http.server
import sqlite3
import sys
import urllib.parse

records = sqlite3.connect(":memory:")
records.executescript("create table visit (id integer, title text); insert into visit values (1, 'A visit'), (2, 'Another');")


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("id", ["0"])[0]
        try:
            status, body = 200, str(records.execute(f"select title from visit where id = {asked}").fetchall())
        except sqlite3.Error as error:
            status, body = 500, str(error)
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<html><body>{body}</body></html>".encode())


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
