import type { FindingTexts } from './local.ts'
import texts from '../texts.yaml'

// What the check of one signature found. English keeps the exact words of the reader of the bytes ({technical}); the other languages say the
// same without them. {at} is an instant, written by whoever shows it on the clock of its reader.

export const SIGNATURE_FINDINGS = texts.signatureFindings satisfies FindingTexts
