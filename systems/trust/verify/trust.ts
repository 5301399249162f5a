import type { Trust } from '../contract.ts'
import { preparePdfSignature } from '../pdf/prepare.ts'
import type { Verifier } from './certificate.ts'
import { checkCertificate, verifyDetached } from './detached.ts'
import { verifyFile } from './file.ts'
import { completePdf, verifyPdf } from './pdf.ts'
import { renewProof } from './renewal.ts'
import { judgeKeptStamp, provedTime, type Stamper } from './stamping.ts'

/** The contract over one set of pinned roots. `stamper` null: no time is proved. */
export function trustOf(verifier: Verifier, stamper: Stamper | null): Trust {
  return {
    stampTime: stamper === null ? null : (bytes) => provedTime(stamper, bytes),
    judgeStamp: (stamp) => judgeKeptStamp(verifier, stamp),
    verifyDetached: (check) => verifyDetached(verifier, check),
    checkCertificate: (check) => checkCertificate(verifier, check),
    preparePdfSignature: async (request) => preparePdfSignature(request),
    completePdfSignature: (completion) => completePdf(verifier, stamper, completion),
    verifyPdf: (pdf, options) => verifyPdf(verifier, pdf, options),
    verifyFile: (check) => verifyFile(verifier, check),
    renewProof: (check) => renewProof(verifier, stamper, check),
  }
}
