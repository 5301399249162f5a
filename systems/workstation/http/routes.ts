// Every address of the workstation in one list.
import { sessionPlugin } from '@ruqsat/accounts'
import { languageOf, localHref, localPath, LONG_FORM, sitePart, type NavigationItem } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { postPassword, showAccount } from '../pages/account.tsx'
import { findCase, postTakeBack, showCase } from '../pages/case.tsx'
import { postFailedMessages, showFailedMessages } from '../pages/failed-messages.tsx'
import { showJournal } from '../pages/journal.tsx'
import { showKeys } from '../pages/keys.tsx'
import { showOverview } from '../pages/overview.tsx'
import { mountSignIn } from '../pages/sign-in.tsx'
import { postPrepare, postSign, showSign } from '../pages/sign.tsx'
import { postTask, showTask } from '../pages/task.tsx'
import { T } from '../pages/texts.ts'
import { showWorkList } from '../pages/work-list.tsx'
import { sendAttachment, sendDocument } from './files.ts'
import { guardScope, knowStaff, staffOf, withStaff } from './guard.ts'
import { PATHS, ROUTES } from './paths.ts'

export async function mountPages(work: WorkstationParts, app: FastifyInstance): Promise<void> {
  sitePart(app, { name: T.room, home: PATHS.work, signIn: PATHS.signIn, signOut: PATHS.signOut, cabinet: PATHS.account, navigation })
  sessionPlugin(app, { accounts: work.accounts, cookieName: 'workstation' })
  knowStaff(app, work)
  mountSignIn(work, app)
  await app.register(async (guarded) => mountGuarded(work, guarded))
}

type Page = (work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff) => Promise<unknown>

async function mountGuarded(work: WorkstationParts, app: FastifyInstance): Promise<void> {
  guardScope(app)
  const get = (path: string, page: Page) =>
    app.get(
      localPath(path),
      withStaff((request, reply, staff) => page(work, request, reply, staff)),
    )
  const post = (path: string, page: Page, config: object = {}) =>
    app.post(
      localPath(path),
      { config },
      withStaff((request, reply, staff) => page(work, request, reply, staff)),
    )
  get(PATHS.work, showWorkList)
  get(PATHS.account, (...args) => showAccount(...args))
  post(PATHS.account, postPassword)
  get(PATHS.keys, showKeys)
  get(PATHS.journal, showJournal)
  get(PATHS.overview, showOverview)
  get(PATHS.messages, showFailedMessages)
  post(PATHS.messages, postFailedMessages)
  get(PATHS.cases, findCase)
  get(ROUTES.case, showCase)
  get(ROUTES.task, showTask)
  post(ROUTES.task, postTask, LONG_FORM)
  post(ROUTES.prepare, postPrepare, LONG_FORM)
  get(ROUTES.sign, showSign)
  post(ROUTES.sign, postSign, LONG_FORM)
  post(ROUTES.takeBack, postTakeBack)
  get(ROUTES.attachment, sendAttachment)
  get(ROUTES.document, sendDocument)
}

/** Each role sees the lists that are its own. */
function navigation(request: FastifyRequest): readonly NavigationItem[] {
  const staff = staffOf(request)
  if (staff === null) return []
  const language = languageOf(request)
  const here = request.url.split('?', 1)[0]
  const item = (path: string, text: NavigationItem['text']): NavigationItem => {
    const href = localHref(language, path)
    return { href, text, current: here === href }
  }
  return [
    item(PATHS.work, T.work),
    ...(staff.role === 'head' ? [item(PATHS.overview, T.overview), item(PATHS.messages, T.messages)] : []),
    ...(staff.role === 'head' || staff.role === 'clerk' ? [item(PATHS.journal, T.journal)] : []),
    ...(staff.role === 'head' ? [item(PATHS.keys, T.keys)] : []),
  ]
}
