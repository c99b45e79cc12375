#!/usr/bin/env python3
"""A COSE_Sign1 with Ed25519, judged by pycose and cbor2: raw bytes (.bin), or a text (.txt) whose
last path segment is the message in base64url or decimal digits.

  verify.py FILE --key HEX      exit 0 verified, 1 not verified
"""
import os
import sys

home = os.environ.get("PEERS_HOME", os.path.expanduser("~/.cache/wenzheng-peers"))
sys.path.insert(0, os.path.join(home, "pycose"))

import argparse
import base64
import json

import cbor2
from pycose.keys import OKPKey
from pycose.keys.curves import Ed25519
from pycose.messages import CoseMessage, Sign1Message


def read(path):
    if not path.endswith(".txt"):
        return open(path, "rb").read()
    text = open(path).read().strip().rsplit("/", 1)[-1]
    if not text.isdigit():
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    full, rest = divmod(len(text), 17)  # 7 bytes are 17 digits
    size = {0: 0, 3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6}[rest]
    chunks = [int(text[i * 17 : i * 17 + 17]).to_bytes(7, "big") for i in range(full)]
    return b"".join(chunks) + (int(text[full * 17 :]).to_bytes(size, "big") if size else b"")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--key", required=True)
    args = parser.parse_args()
    try:
        message = CoseMessage.decode(read(args.file))
        assert isinstance(message, Sign1Message)
        message.key = OKPKey(crv=Ed25519, x=bytes.fromhex(args.key))
        verified = bool(message.verify_signature())
        payload = {str(k): v for k, v in cbor2.loads(message.payload).items()}
        print(json.dumps({"verified": verified, "payload": payload}, ensure_ascii=False))
        return 0 if verified else 1
    except Exception as error:
        print(json.dumps({"verified": False, "error": f"{type(error).__name__}: {error}"}))
        return 1


sys.exit(main())
