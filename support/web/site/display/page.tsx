import type { Language } from '@ruqsat/foundation'
import type { FastifyInstance } from 'fastify'
import { Button } from '../../components/button/button.tsx'
import { Form, HiddenField } from '../../components/form/form.tsx'
import { Radios } from '../../components/radios/radios.tsx'
import { useLanguage } from '../../language/view.ts'
import { readForm } from '../../page/form-values.ts'
import { inOtherLanguage, languageOf, languageOfPath, localHref, localPath, safeReturnPath } from '../../language/language.ts'
import { redirectTo, sendPage } from '../send.tsx'
import { DISPLAY_CHOICES, DISPLAY_KEYS, displayOf, readDisplay, rememberDisplay, type Display, type DisplayKey } from './display.ts'
import { DISPLAY_PATH, FROM_FIELD } from '../../page/display-link.tsx'
import texts from './texts.yaml'

/** `/kk/display`: how the pages are shown to this reader; for everyone, without script, and back to the page that one came from. */
export function displayPage(app: FastifyInstance, start: string): void {
  const pageToReturnTo = (path: unknown, language: Language): string => {
    const safe = safeReturnPath(path)
    return safe === null || languageOfPath(safe) === null ? localHref(language, start) : inOtherLanguage(safe, language)
  }
  app.get<{ Querystring: { from?: string } }>(localPath(DISPLAY_PATH), (request, reply) => {
    const from = pageToReturnTo(request.query[FROM_FIELD], languageOf(request))
    return sendPage(
      request,
      reply,
      { title: texts.page.title, back: { href: from, text: texts.page.back } },
      <Choices display={displayOf(request)} from={from} />,
    )
  })
  app.post(localPath(DISPLAY_PATH), async (request, reply) => {
    const form = readForm(request)
    const isReset = form.has('usual')
    rememberDisplay(
      request,
      reply,
      readDisplay((key) => (isReset ? undefined : form.text(key))),
    )
    return redirectTo(reply, pageToReturnTo(form.text(FROM_FIELD), languageOf(request)))
  })
}

function Choices({ display, from }: { readonly display: Display; readonly from: string }) {
  return (
    <>
      <h1>{texts.page.title}</h1>
      <p class="lead">{texts.page.lead}</p>
      <Form action={localHref(useLanguage(), DISPLAY_PATH)}>
        <HiddenField name={FROM_FIELD} value={from} />
        {DISPLAY_KEYS.map((key) => (
          <Radios name={key} legend={texts.legends[key]} options={optionsOf(key)} value={display[key]} />
        ))}
        <div class="button-group">
          <Button text={texts.page.save} />
          <Button text={texts.page.usual} kind="secondary" name="usual" value="yes" />
        </div>
      </Form>
    </>
  )
}

function optionsOf(key: DisplayKey) {
  const words: Readonly<Record<string, (typeof texts.scheme)['auto']>> = texts[key]
  return DISPLAY_CHOICES[key].map((value) => ({ value, text: words[value]! }))
}
