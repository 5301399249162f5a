import type { FastifyInstance } from 'fastify'
import type { Child } from 'hono/jsx'
import { FORMS } from '../components/examples/forms.tsx'
import { LISTS } from '../components/examples/lists.tsx'
import { TEXTS } from '../components/examples/texts.tsx'
import { languageOf, localPath } from '../language/language.ts'
import { sendPage } from './send.tsx'

/** By component, then by title: what `/_components` shows and the tests look at. */
const EXAMPLES: Readonly<Record<string, Readonly<Record<string, () => Child>>>> = { ...FORMS, ...LISTS, ...TEXTS }

export const COMPONENT_NAMES: readonly string[] = Object.keys(EXAMPLES).toSorted()

/** The design system, each component with its examples: `/kk/_components` lists them, `/kk/_components/button` shows one. */
export async function showcase(app: FastifyInstance): Promise<void> {
  app.get('/_components', (_request, reply) => reply.redirect('/kk/_components', 302))
  app.get(localPath('/_components'), (request, reply) =>
    sendPage(
      request,
      reply,
      { title: 'Components' },
      <>
        <h1>Components</h1>
        <ul class="list">
          {['all', ...COMPONENT_NAMES].map((name) => (
            <li>
              <a href={`/${languageOf(request)}/_components/${name}`}>{name}</a>
            </li>
          ))}
        </ul>
      </>,
    ),
  )
  app.get<{ Params: { name: string } }>(localPath('/_components/:name'), (request, reply) => {
    const { name } = request.params
    const names = COMPONENT_NAMES.filter((one) => name === 'all' || name === one)
    if (names.length === 0) return reply.callNotFound()
    return sendPage(
      request,
      reply,
      { title: name, back: { href: `/${languageOf(request)}/_components` } },
      <>
        <h1>{name}</h1>
        {names.map((one) => (
          <ComponentExamples name={one} />
        ))}
      </>,
    )
  })
}

function ComponentExamples({ name }: { readonly name: string }) {
  return (
    <div class={`examples examples--${name}`}>
      {Object.entries(EXAMPLES[name] ?? {}).map(([title, render]) => (
        <div class="example">
          <h2 class="example__title">
            {name}: {title}
          </h2>
          {render()}
        </div>
      ))}
    </div>
  )
}
