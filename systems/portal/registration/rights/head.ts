// Who heads a firm is what the register of firms says. It is asked with a purpose, so that the firm finds each question in its cabinet; what it
// said last is kept as an event of the firm, and a register that is silent changes nothing.
import { type BIN, type IIN, isRefusal, parseName, type Answer } from '@ruqsat/foundation'
import type { LegalEntity } from '@ruqsat/registers/contract'
import { setTimeout } from 'node:timers/promises'
import type { Portal } from '../../deps.ts'
import { registrationPurpose } from '../people/registration.ts'
import { addFirmEvent, eventsOfFirm, headAskedAt, keepHeadAsked, lockFirm } from './store.ts'

/** How old the answer may be where somebody acts as head: on any page, and where they sign, give or take back. */
export const HEAD_ASKED_EVERY_MS = { page: 60 * 60_000, act: 60_000 } as const
/** A click waits no longer than this for the answer; the answer is written down when it comes. */
const WAIT_MS = 1_500

type Asker = { readonly accountId: string }

/** Asks who heads the firm unless that is known well enough. `later`: the register did not answer in time, or not at all. */
export async function askHead(portal: Portal, bin: BIN, asker: Asker, knownForMs: number): Promise<'known' | 'later'> {
  const askedAt = await headAskedAt(portal.deps.database.sql, bin)
  if (askedAt !== null && portal.technicalClock.ms() - Date.parse(askedAt) < knownForMs) return 'known'
  const late = setTimeout(WAIT_MS, 'later' as const, { ref: false })
  return Promise.race([ask(portal, bin, asker), late])
}

async function ask(portal: Portal, bin: BIN, { accountId }: Asker): Promise<'known' | 'later'> {
  try {
    const purpose = { ...(await registrationPurpose(portal, { returnPath: '' })), asker: accountId }
    const answer = await portal.deps.registers.legalEntity(bin, purpose)
    return (await noteHead(portal, bin, answer)) ? 'known' : 'later'
  } catch (error) {
    portal.deps.log.warn({ name: (error as Error).name, event: 'firm-head' }, 'the head of a firm could not be asked')
    return 'later'
  }
}

/** Keeps what the register says of the head, where it says anything. A firm that it does not have has no head either. */
export async function noteHead(
  portal: Pick<Portal, 'deps' | 'technicalClock'>,
  bin: BIN,
  answer: Answer<Pick<LegalEntity, 'headIin' | 'headName'>>,
): Promise<boolean> {
  if (answer.kind === 'outage' || answer.kind === 'refused') return false
  const said = answer.kind === 'found' ? parseName(answer.value.headName) : null
  const head = answer.kind === 'found' ? { iin: answer.value.headIin, name: said === null || isRefusal(said) ? '' : said } : null
  const { database, legalClock } = portal.deps
  await database.sql.begin(async (tx) => {
    await lockFirm(tx, bin)
    const known = headIn(await eventsOfFirm(tx, bin))
    const at = await legalClock.now(tx)
    const say = (kind: 'headNamed' | 'headLeft', { iin, name }: FirmHead) =>
      addFirmEvent(tx, bin, { kind, givingId: null, aboutIin: iin, byIin: null, byName: null, facts: { name }, at })
    if (known !== null && known.iin !== head?.iin) await say('headLeft', known)
    if (head !== null && known?.iin !== head.iin) await say('headNamed', head)
    await keepHeadAsked(tx, bin, portal.technicalClock.now())
  })
  return true
}

export type FirmHead = { readonly iin: IIN; readonly name: string }

/** Whom the register named last and has not named another instead of. */
export function headIn(events: Awaited<ReturnType<typeof eventsOfFirm>>): FirmHead | null {
  const last = events.findLast(({ kind }) => kind === 'headNamed' || kind === 'headLeft')
  return last?.kind === 'headNamed' ? { iin: last.aboutIin, name: last.name } : null
}
