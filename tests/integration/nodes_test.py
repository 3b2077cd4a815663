#!/usr/bin/env python3
"""Several addresses with one port, as several machines behind one name. Usage: nodes_test.py WEBCID-TESTSERVER"""
import http.client
import json
import signal
import subprocess
import sys
import unittest

PROGRAM = ""


class Nodes(unittest.TestCase):
    def serve(self, *options):
        process = subprocess.Popen([PROGRAM, "--sample", "20", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.send_signal, signal.SIGTERM)
        return process, json.loads(process.stdout.readline())

    @staticmethod
    def get(address, port, path):
        connection = http.client.HTTPConnection(address, port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def test_each_address_has_its_own_faults_on_the_same_port(self):
        process, ready = self.serve("--nodes", "127.0.0.2,127.0.0.3,127.0.0.4", "--scenario", "extension-denied",
                                    "--node-scenario", "127.0.0.3=hidden-segment-bin", "--node-scenario", "127.0.0.4=down")
        port = ready["port"]
        urls = [f"http://127.0.0.{number}:{port}/SophosUpdate" for number in (2, 3, 4)]
        self.assertEqual(ready, {"ready": True, "url": urls[0], "port": port, "pid": process.pid, "nodes": urls})
        for path, statuses in (("/SophosUpdate", [301, 301]), ("/SophosUpdate/bin/", [404, 404]),
                               ("/SophosUpdate/rms/bin/agent00", [200, 404]), ("/SophosUpdate/x.dll", [404, 404])):
            self.assertEqual([self.get(address, port, path) for address in ("127.0.0.2", "127.0.0.3")], statuses, path)
        for address in ("127.0.0.4", "127.0.0.1"):
            with self.assertRaises(ConnectionRefusedError):
                self.get(address, port, "/")

    def test_one_address_is_named_as_before(self):
        process, ready = self.serve()
        self.assertEqual(list(ready), ["ready", "url", "port", "pid"])
        self.assertEqual(ready["url"], f"http://127.0.0.1:{ready['port']}/SophosUpdate")

    def test_what_fits_no_node_is_wrong_usage(self):
        for options, words in ((["--node-scenario", "127.0.0.9=down"], "not among --nodes"),
                               (["--nodes", "127.0.0.2,nowhere"], "is no IP address"),
                               (["--node-scenario", "127.0.0.1=nonsense"], "nonsense")):
            done = subprocess.run([PROGRAM, "--sample", "3", *options], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (64, ""), options)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
