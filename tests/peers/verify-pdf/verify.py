"""Validates the signature of a PDF with pyHanko, which knows what may be appended to a signed file.

verify.py FILE.pdf ROOT.pem    exits with 0 if the file has one signature that is intact, trusted
                               under the root and covers all of it; with 1 and the reason if not
"""

import logging
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)


def fault(path, root):
    with open(path, "rb") as file:
        try:
            signatures = list(PdfFileReader(file, strict=True).embedded_signatures)
            if len(signatures) != 1:
                return f"{len(signatures)} signatures"
            trusted = ValidationContext(trust_roots=[load_cert_from_pemder(root)], allow_fetching=False)
            status = validate_pdf_signature(signatures[0], signer_validation_context=trusted)
        except (PdfReadError, SignatureValidationError, ValueError) as error:
            return f"{type(error).__name__}: {error}"
    if status.coverage.name != "ENTIRE_FILE":
        return f"covers {status.coverage.name}"
    return None if status.bottom_line else status.summary()


why = fault(sys.argv[1], sys.argv[2])
if why:
    print(why)
sys.exit(1 if why else 0)
