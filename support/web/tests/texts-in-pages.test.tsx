import { expect, test } from 'vitest'
import type { LocalText } from '@ruqsat/foundation'
import { ViewContext } from '../language/view.ts'

const TEXT: LocalText = { kk: 'Өтініш <1>', ru: 'Заявка <1>', en: 'Request <1>' }
const view = { language: 'ru', url: '/ru', visitor: null, sandbox: false, legalTime: null, csrfToken: () => '' } as const
const shown = async (page: unknown) => String(await (<ViewContext.Provider value={view}>{page as never}</ViewContext.Provider>).toString())

test('a text in all languages is content of an element or a fragment: said in the language of the page, and escaped', async () => {
  expect(await shown(<h1>{TEXT}</h1>)).toBe('<h1>Заявка &lt;1&gt;</h1>')
  expect(
    await shown(
      <>
        {TEXT}: {[TEXT, 7]} {null}
      </>,
    ),
  ).toBe('Заявка &lt;1&gt;: Заявка &lt;1&gt;7 ')
})
