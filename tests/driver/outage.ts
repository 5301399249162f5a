import { setTimeout as sleep } from 'node:timers/promises'
import type { Sandbox } from './sandbox.ts'

/** For so long the house believes the last answer of the revocation service, and a little more. */
const KEPT_ANSWERS_MS = 6_000

/** Waits until the house asks the revocation service again about everybody. */
export function answersForgotten(): Promise<void> {
  return sleep(KEPT_ANSWERS_MS)
}

/** Nobody answers whether a certificate is revoked; what was answered before counts no more. */
export async function revocationOutage<T>(sandbox: Pick<Sandbox, 'setSwitch'>, during: () => Promise<T>): Promise<T> {
  for (const service of ['ocsp', 'crl']) await sandbox.setSwitch(service, 'down')
  await answersForgotten()
  try {
    return await during()
  } finally {
    for (const service of ['ocsp', 'crl']) await sandbox.setSwitch(service, 'ok')
  }
}
