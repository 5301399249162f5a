import { securityPages } from '@ruqsat/accounts/pages'
import { languageOf, localHref, sendPage, sitePart, type NavigationItem } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PATHS, type DraftPart, type Portal } from './deps.ts'
import { guardScope } from './common/http/private.ts'
import { accessibilityPage } from './public/accessibility.tsx'
import { accountPages } from './cabinet/account/account.tsx'
import { certificatePage } from './cabinet/account/certificate.tsx'
import { confirmationPages } from './registration/pages/confirmation.tsx'
import { actPages } from './public/acts/act.tsx'
import { differencePage } from './public/acts/difference.tsx'
import { referencePage } from './public/acts/reference.tsx'
import { askedPage } from './cabinet/asked.tsx'
import { hallPages } from './cabinet/halls/pages.tsx'
import { cabinetPage } from './cabinet/cabinet.tsx'
import { takeAway } from './cabinet/take-away.ts'
import { surveyPages } from './cabinet/survey.tsx'
import { surveyResults } from './public/acts/survey.tsx'
import { refundPages } from './cabinet/refunds.tsx'
import { rightsPages } from './cabinet/rights/pages.tsx'
import { powersPage } from './cabinet/rights/powers.tsx'
import { filedPages } from './cabinet/filed.tsx'
import { requestPages } from './cabinet/request.tsx'
import { withdrawalPages } from './cabinet/applicant-part.tsx'
import { hearingPages } from './cabinet/hearing.tsx'
import { catalogue } from './public/catalogue.tsx'
import { mountDraftPages } from './application/pages/index.tsx'
import { helpPage } from './public/help.tsx'
import { keysPage } from './registration/pages/keys.tsx'
import { phonePages } from './phone/pages.tsx'
import { registrationCertificate } from './registration/pages/certificate.tsx'
import { registrationDetails } from './registration/pages/details.tsx'
import { registrationByPhone } from './registration/pages/phone.tsx'
import { registrationStart } from './registration/pages/start.tsx'
import { servicePage } from './public/service/service.tsx'
import { privacyPage } from './public/privacy.tsx'
import { siteMap } from './public/site-map.ts'
import { signInPage } from './registration/pages/sign-in.tsx'
import { verifyPages } from './public/verify/verify.tsx'
import accountTexts from './cabinet/texts.yaml'
import texts from './texts.yaml'
/** The links under the header of every page; the first that the address begins with is marked. */
const LINKS = [
  { path: PATHS.home, text: texts.pages.links.services, within: ['/services', '/channels', PATHS.acts] },
  { path: PATHS.cabinet, text: texts.pages.links.myRequests, within: [PATHS.cabinet, PATHS.drafts] },
  { path: PATHS.verify, text: texts.pages.links.checkADocument, within: [PATHS.verify] },
  { path: PATHS.help, text: texts.pages.links.help, within: [PATHS.help] },
] as const

const FOOTER = [
  { path: PATHS.help, text: texts.pages.footer.helpAndComplaints },
  { path: PATHS.accessibility, text: texts.pages.footer.accessibility },
  { path: PATHS.privacy, text: texts.pages.footer.privacy },
] as const

/** Every page of the portal, in one visible list: first those for everyone, then those for who is signed in. */
export async function mountPages(portal: Portal, app: FastifyInstance): Promise<DraftPart> {
  sitePart(app, {
    name: texts.pages.name,
    home: PATHS.home,
    signIn: PATHS.signIn,
    signOut: PATHS.signOut,
    cabinet: PATHS.cabinet,
    navigation,
    footer,
  })
  catalogue(app, portal)
  servicePage(app, portal)
  actPages(app, portal)
  differencePage(app, portal)
  surveyResults(app, portal)
  await referencePage(app, portal)
  registrationStart(app, portal)
  registrationCertificate(app, portal)
  registrationDetails(app, portal)
  registrationByPhone(app, portal)
  signInPage(app, portal)
  phonePages(app, portal)
  keysPage(app, portal)
  verifyPages(app, portal)
  helpPage(app, portal)
  accessibilityPage(app)
  privacyPage(app)
  siteMap(app, portal)
  let drafts: DraftPart | null = null
  await app.register(async (inner) => {
    guardScope(inner, portal)
    cabinetPage(inner, portal)
    askedPage(inner, portal)
    hallPages(inner, portal)
    rightsPages(inner, portal)
    powersPage(inner, portal)
    requestPages(inner, portal)
    withdrawalPages(inner, portal)
    hearingPages(inner, portal)
    surveyPages(inner, portal)
    filedPages(inner, portal)
    refundPages(inner, portal)
    takeAway(inner, portal)
    accountPages(inner, portal)
    securityPages(inner, {
      accounts: portal.accounts,
      path: PATHS.security,
      back: { path: PATHS.account, text: accountTexts.account.title },
      issuer: 'Ruqsat',
      zone: Object.values(portal.deps.regulations.tables.zones)[0]!,
      guard: (handler) =>
        portal.requirePerson(async function (request, reply) {
          return handler.call(inner, request, reply)
        }, 'endedToo'),
      send: sendPage,
    })
    confirmationPages(inner, portal)
    certificatePage(inner, portal)
    drafts = await mountDraftPages(portal, inner)
  })
  return drafts as unknown as DraftPart
}

function navigation(request: FastifyRequest): readonly NavigationItem[] {
  const language = languageOf(request)
  const path = request.url.split('?', 1)[0]!.slice(3)
  return LINKS.map((link) => ({
    href: localHref(language, link.path),
    text: link.text,
    current:
      link.path === '/'
        ? path === '' || path === '/' || link.within.some((within) => path.startsWith(within))
        : link.within.some((within) => path === within || path.startsWith(`${within}/`)),
  }))
}

function footer(request: FastifyRequest): readonly NavigationItem[] {
  const language = languageOf(request)
  return FOOTER.map((link) => ({ href: localHref(language, link.path), text: link.text }))
}
