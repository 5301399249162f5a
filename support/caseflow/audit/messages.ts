// What leaves for the people and the neighbours of a case is what its events make of it: nobody else puts words into a message, and none that is
// young vanishes.
import { canonicalJson, type Instant, type Json } from '@ruqsat/foundation'
import { projection, type NoticeIntent } from '@ruqsat/engine'
import type { Sql } from '@ruqsat/database'
import type { NoticePayload } from '../caseflow.ts'
import { readMessages, readTheseCases, type AuditMessage } from '../store/audit.ts'
import { judgeCase, type SoundCase } from './case.ts'
import type { AuditFault, CaseFaultKind } from './model.ts'

const PAGE_SIZE = 500

export type MessageDeps = {
  readonly sql: Sql
  readonly schema: string
  /** Notices of events from this instant on must still be there; none is demanded where absent. */
  readonly noticesSince?: Instant
  /** Why a message of the host's own kind is not what the events make of it; null where it is. */
  readonly hostMessage?: (message: AuditMessage, sound: SoundCase) => string | null
  /** Keys of the host's own messages that the events demand. */
  readonly hostMessages?: (sound: SoundCase) => readonly string[]
}

export async function auditMessages(deps: MessageDeps): Promise<readonly AuditFault<CaseFaultKind>[]> {
  const faults: AuditFault<CaseFaultKind>[] = []
  let after = { authority: '', key: '' }
  let held: readonly AuditMessage[] = []
  for (;;) {
    const page = await readMessages(deps.sql, deps.schema, after, PAGE_SIZE)
    const all = [...held, ...page]
    // The last case of a page may go on behind it.
    const open = page.length < PAGE_SIZE ? undefined : all.at(-1)!.caseId
    held = all.filter(({ caseId }) => caseId === open)
    faults.push(
      ...(await judgeMessages(
        deps,
        all.filter(({ caseId }) => caseId !== open),
      )),
    )
    if (page.length < PAGE_SIZE) return faults
    after = page.at(-1)!
  }
}

async function judgeMessages(deps: MessageDeps, messages: readonly AuditMessage[]): Promise<readonly AuditFault<CaseFaultKind>[]> {
  const byCase = Map.groupBy(messages, ({ caseId }) => caseId)
  const cases = await readTheseCases(deps.sql, deps.schema, [...byCase.keys()])
  return cases.flatMap((each) => {
    const { sound } = judgeCase(each)
    if (sound === null) return []
    const own = byCase.get(each.caseId)!
    return [...own.flatMap((message) => messageFaults(message, sound, deps)), ...missingFaults(own, sound, deps)]
  })
}

function messageFaults(message: AuditMessage, sound: SoundCase, deps: MessageDeps): readonly AuditFault<CaseFaultKind>[] {
  const why = message.kind === 'notice' ? whyNotNotice(message, sound) : (deps.hostMessage?.(message, sound) ?? null)
  if (why === null) return []
  return [{ kind: 'message-differs', caseId: sound.caseId, sequence: null, place: `outbox ${message.key}`, detail: why }]
}

/** Where the steps of a case ended is known by its messages alone: each beginning that fits is tried. */
function whyNotNotice({ authority, key, payload }: AuditMessage, sound: SoundCase): string | null {
  const { caseId, at, notice } = payload as unknown as NoticePayload
  const [version, place] = numbersOf(key, sound.caseId)
  const last = version === null ? undefined : sound.events[version - 1]
  if (version === null || place === null || last === undefined || authority !== sound.authority) return 'Its key names no step of this case'
  if (caseId !== sound.caseId || at !== last.at) return `Expected the message of event ${version} but it says ${caseId}, ${at}`
  const wanted = canonicalJson(notice as unknown as Json)
  for (let from = version - 1; from >= 0 && sound.events[from]!.at === last.at; from -= 1) {
    const made = noticesOf(sound, from, version)[place]
    if (made !== undefined && canonicalJson(made as unknown as Json) === wanted) return null
  }
  return `No event makes this message: ${wanted.slice(0, 200)}`
}

function numbersOf(key: string, caseId: string): readonly [version: number | null, place: number | null] {
  const found = key.startsWith(`${caseId}/`) ? /^(\d+)\/(\d+)$/.exec(key.slice(caseId.length + 1)) : null
  return found === null ? [null, null] : [Number(found[1]), Number(found[2])]
}

function noticesOf({ events, states }: SoundCase, from: number, version: number): readonly NoticeIntent[] {
  return projection(states[from]!, events.slice(from, version), states[version]!).notices
}

/** A case of which nobody was ever informed is of a population, which leaves no messages. */
function missingFaults(own: readonly AuditMessage[], sound: SoundCase, deps: MessageDeps): readonly AuditFault<CaseFaultKind>[] {
  const keys = new Set(own.map(({ key }) => key))
  const fault = (sequence: number | null, key: string): AuditFault<CaseFaultKind> => ({
    kind: 'message-missing',
    caseId: sound.caseId,
    sequence,
    place: `outbox ${key}`,
    detail: 'Its event made a message, which is gone before its time',
  })
  const host = (deps.hostMessages?.(sound) ?? []).filter((key) => !keys.has(key)).map((key) => fault(null, key))
  const since = deps.noticesSince
  if (since === undefined) return host
  // Of events of one instant it is not known where a step ended: as many notices as they make must be there.
  const groups = Map.groupBy(
    sound.events.map(({ at }, place) => ({ at, version: place + 1 })),
    ({ at }) => at,
  )
  const notices = [...groups].flatMap(([at, group]) => {
    const [first, last] = [group[0]!.version, group.at(-1)!.version]
    const made = at < since ? 0 : noticesOf(sound, first - 1, last).length
    const kept = own.filter(({ key, kind }) => {
      const [version] = numbersOf(key, sound.caseId)
      return kind === 'notice' && version !== null && version >= first && version <= last
    }).length
    return kept >= made ? [] : [fault(last, `${sound.caseId}/${last}`)]
  })
  return [...host, ...notices]
}
