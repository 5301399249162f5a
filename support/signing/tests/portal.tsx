// A small portal for the browser tests: the panels on real pages under the house's Content-Security-Policy, and a server that
// keeps what was sent to it.

import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from 'hono/jsx'
import { buildIslands, islandsPlugin } from '../index.ts'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'self' blob:; frame-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types ruqsat-keys"

export type Answer = { readonly status?: number; readonly body?: Uint8Array; readonly redirect?: string }
export type Portal = Awaited<ReturnType<typeof startPortal>>

export async function startPortal() {
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-islands-'))
  const islands = await buildIslands(folder)
  const app = Fastify()
  const pages = new Map<string, () => Child>()
  const files = new Map<string, Answer>()
  const posts: Record<string, string>[] = []
  await app.register(formbody, { bodyLimit: 1024 * 1024 })
  await app.register(islandsPlugin, { manifest: islands })
  app.addHook('onRequest', async (_request, reply) => void reply.header('content-security-policy', POLICY))
  app.get('/favicon.ico', (_request, reply) => reply.status(204).send())
  app.post('/submit', async (request, reply) => {
    posts.push(request.body as Record<string, string>)
    return reply.redirect('/page/done', 303)
  })
  app.get('/file/:name', async (request, reply) => {
    const answer = files.get((request.params as { name: string }).name) ?? { status: 404 }
    if (answer.redirect) return reply.redirect(answer.redirect, 303)
    return reply
      .status(answer.status ?? 200)
      .type('application/octet-stream')
      .send(Buffer.from(answer.body ?? new Uint8Array()))
  })
  app.get('/page/:name', async (request, reply) => {
    const page = pages.get((request.params as { name: string }).name)
    if (page === undefined) return reply.status(404).send()
    const body = (
      <html lang="kk">
        <head>
          <meta charset="utf-8" />
          <title>Сынақ</title>
        </head>
        <body>
          <main>
            <h1>Сынақ беті</h1>
            {page()}
          </main>
        </body>
      </html>
    )
    return reply.type('text/html; charset=utf-8').send(`<!doctype html>${String(body)}`)
  })
  pages.set('done', () => <p id="done">Қабылданды</p>)
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    islands,
    port: Number(new URL(origin).port),
    origin: origin.replace('127.0.0.1', 'localhost'),
    posts,
    page: (name: string, content: () => Child) => void pages.set(name, content),
    file: (name: string, answer: Answer) => void files.set(name, answer),
    async stop() {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
