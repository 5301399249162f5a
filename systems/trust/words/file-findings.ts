import type { FindingTexts } from './local.ts'
import texts from '../texts.yaml'

// What the check of a file found around its signatures: its form, its revisions, its attachments.

export const FILE_FINDINGS = texts.fileFindings satisfies FindingTexts
