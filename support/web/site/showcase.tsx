import { readdirSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Example, ExampleFile } from '../components/example.ts'
import { languageOf, localPath } from '../language/language.ts'
import { sendPage } from './send.tsx'

const COMPONENTS = new URL('../components/', import.meta.url)

export function componentNames(): string[] {
  return readdirSync(COMPONENTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(new URL(`${entry.name}/`, COMPONENTS)).includes('examples.tsx'))
    .map((entry) => entry.name)
    .sort()
}

export async function examplesOf(name: string): Promise<readonly Example[]> {
  const file = (await import(new URL(`${name}/examples.tsx`, COMPONENTS).href)) as ExampleFile
  return file.examples
}

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
          {['all', ...componentNames()].map((name) => (
            <li>
              <a href={`/${languageOf(request)}/_components/${name}`}>{name}</a>
            </li>
          ))}
        </ul>
      </>,
    ),
  )
  app.get<{ Params: { name: string } }>(localPath('/_components/:name'), async (request, reply) => {
    const { name } = request.params
    const names = name === 'all' ? componentNames() : componentNames().filter((one) => one === name)
    if (names.length === 0) return reply.callNotFound()
    const shown = await Promise.all(names.map(async (one) => ({ name: one, examples: await examplesOf(one) })))
    return sendPage(
      request,
      reply,
      { title: name, back: { href: `/${languageOf(request)}/_components` } },
      <>
        <h1>{name}</h1>
        {shown.map((component) => (
          <ComponentExamples {...component} />
        ))}
      </>,
    )
  })
}

function ComponentExamples({ name, examples }: { readonly name: string; readonly examples: readonly Example[] }) {
  return (
    <div class={`examples examples--${name}`}>
      {examples.map((example) => (
        <div class="example">
          <h2 class="example__title">
            {name}: {example.title}
          </h2>
          {example.render()}
        </div>
      ))}
    </div>
  )
}
