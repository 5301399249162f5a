import { LANGUAGES } from '@ruqsat/foundation'
import { localHref } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { openViews } from '../application/core/open-views.ts'

const SITE_MAP = '/sitemap.xml'
/** Of the portal, what is somebody's own or leads there. */
const PRIVATE = [PATHS.cabinet, PATHS.account, PATHS.drafts, PATHS.register, PATHS.signIn, PATHS.reset, PATHS.keys, PATHS.confirmation]
const PUBLIC = [PATHS.home, PATHS.acts, PATHS.verify, PATHS.help, PATHS.accessibility, PATHS.privacy]

/** For search engines: every public page in each language (sitemaps.org 0.9, with the other languages of each page). */
export function siteMap(app: FastifyInstance, portal: Portal): void {
  for (const path of PRIVATE) app.site.search.closed.add(path)
  app.site.search.maps.add(SITE_MAP)
  app.get(SITE_MAP, async (_request, reply) => {
    const services = await portal.offers()
    const pages = services.flatMap(({ regulation }) => [
      PATHS.act(regulation.id),
      ...regulation.variants
        .filter((variant) => openViews(variant, regulation, portal.deps.channels).length > 0)
        .map((variant) => PATHS.service(regulation.id, variant.id)),
    ])
    const urls = [...new Set([...PUBLIC, ...pages])].flatMap((path) => LANGUAGES.map((language) => entry(app.site.origin, path, language)))
    return reply.type('application/xml; charset=utf-8').send(`${HEAD}\n${urls.join('\n')}\n</urlset>\n`)
  })
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">`

/** Paths are made of ids: no letter of them has to be escaped. */
function entry(origin: string, path: string, language: (typeof LANGUAGES)[number]): string {
  const others = LANGUAGES.map((other) => `<xhtml:link rel="alternate" hreflang="${other}" href="${origin}${localHref(other, path)}"/>`)
  return `<url><loc>${origin}${localHref(language, path)}</loc>${others.join('')}</url>`
}
