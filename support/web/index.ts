// Pages for people: one Fastify site with its guards, the page shell in three languages, the design system and forms.
export * from './components/index.ts'
export { errorAt, fieldErrorOf, fieldErrorsOf, type FieldError } from './language/field-errors.ts'
export { useTicked, useTyped } from './language/form-state.ts'
export { flash, type Flash } from './page/flash.ts'
export { fileTypeOf, FormValues, gatherTexts, readDay, readForm, shortFileName, typedDate, type UploadedFile } from './page/form-values.ts'
export { forgetOnce, migrateOnce, once, onceMigrations } from './site/once.ts'
export {
  addressIn,
  inOtherLanguage,
  languageOf,
  localHref,
  localPath,
  safeReturnPath,
  withoutLanguage,
  type Text,
} from './language/language.ts'
export { menuOf } from './page/menu.ts'
export { Page, type PageOptions } from './page/page.tsx'
export { logForOperator, redirectTo, renderPage, sendFile, sendPage, sendRefusal, viewOf, type FileAnswer } from './site/send.tsx'
export { sendPieces } from './site/stream.ts'
export { say, useLanguage, useSay, useView, type LegalTimeView, type NavigationItem, type PageView, type Visitor } from './language/view.ts'
export { csrfToken } from './site/csrf.ts'
export { openSharedCounts, RATES_SCHEMA, type Counter } from './rates/counts.ts'
export { mayKeepOf, networkOf, rateLimit, type MayKeep } from './site/rate-limit.ts'
export { drain } from './site/drain.ts'
export { keepForm, keptAfterSignIn, rememberOwner, takeKeptForm, type TakenForm } from './site/kept-form.ts'
export { lostForm, pageOfForm } from './site/lost-form.ts'
export { oneAtATime } from './site/one-at-a-time.ts'
export { LONG_FORM } from './site/posted.ts'
export { createMachineSite, type MachineSiteOptions } from './site/machine-site.ts'
export { createSite, routeName, sitePart, type SiteOptions } from './site/site.ts'
export type { Asset, Site, SitePart, UploadLimits, WebSession } from './site/types.ts'
