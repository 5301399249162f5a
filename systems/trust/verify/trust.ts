import type { Trust } from '../contract.ts'
import { preparePdfSignature } from '../pdf/prepare.ts'
import type { Verifier } from './certificate.ts'
import { checkCertificate, verifyDetached } from './detached.ts'
import { verifyFile } from './file.ts'
import { completePdf, verifyPdf } from './pdf.ts'

/** The contract over one set of pinned roots. */
export function trustOf(verifier: Verifier): Trust {
  return {
    verifyDetached: (check) => verifyDetached(verifier, check),
    checkCertificate: (check) => checkCertificate(verifier, check),
    preparePdfSignature: async (request) => preparePdfSignature(request),
    completePdfSignature: (completion) => completePdf(verifier, completion),
    verifyPdf: (pdf, options) => verifyPdf(verifier, pdf, options),
    verifyFile: (check) => verifyFile(verifier, check),
  }
}
