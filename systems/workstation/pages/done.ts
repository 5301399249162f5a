// What is said when a task is done; the person comes back to the list, and the next task is one key away.
import { fillText, type LocalText, type Refusal } from '@ruqsat/foundation'
import { flash, languageOf, local, localHref, redirectTo } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Staff } from '../contract.ts'
import type { Deed } from '../deeds/deed.ts'
import { PATHS } from '../http/paths.ts'

const T = {
  doneFor: local('{done}: {number}', '{done}: {number}', '{done}: {number}'),
  entered: local(
    '{done}. Кіріс нөмірі: {journal}. Сұрау салу: {number}',
    '{done}. Входящий номер: {journal}. Запрос: {number}',
    '{done}. Incoming number: {journal}. Request: {number}',
  ),
  doneBefore: local('Мұны сіз бұрын орындап қойғансыз.', 'Вы это уже сделали раньше.', 'You did this already.'),
}

export type Done = { readonly kind: 'done'; readonly number: string; readonly journalNumber: string | null }

/** The answer to our own act was lost on its way, and the person asked again. */
export function isOwnDoing(refusal: Refusal, staff: Staff): boolean {
  return (refusal.code === 'task-done' || refusal.code === 'task-withdrawn') && refusal.facts?.['by'] === staff.id
}

export function finished(request: FastifyRequest, reply: FastifyReply, deed: Deed, { number, journalNumber }: Done): unknown {
  const shape = journalNumber === null ? T.doneFor : T.entered
  const fill = (language: keyof LocalText) => fillText(shape, { done: deed.done[language], number, journal: journalNumber ?? '' })[language]
  flash(request, 'success', { kk: fill('kk'), ru: fill('ru'), en: fill('en') })
  return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
}

export function finishedBefore(request: FastifyRequest, reply: FastifyReply): unknown {
  flash(request, 'information', T.doneBefore)
  return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
}
