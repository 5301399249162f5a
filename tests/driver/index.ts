// People without a browser: they read the pages, fill the forms and sign what is asked, over HTTP.
export { Browser, NoAnswer, type BrowserOptions, type Exchange } from './browser.ts'
export { type Answer, type Entered, type Field, type FilledForm, Form, type FormFile, Page, type Visitor } from './page.ts'
export { openSandbox, type Card, type CardScenario, type KeyFile, type KeyKind, type Persona, type Sandbox } from './sandbox.ts'
export { signedForm, signOn } from './signing.ts'
export { fillForm, legalDayOf, newFilling, samplePdf, type Filling, type Typed } from './fill.ts'
export { Applicant, type ApplicantOptions, numberOf, placeOf, type ApplyOptions, type OwnDraft, type Place } from './applicant.ts'
export { Official, type OfficialAction, type Wish, type WorkItem } from './official.ts'
export { Office, type CarryOptions, type DoneStep } from './office.ts'
