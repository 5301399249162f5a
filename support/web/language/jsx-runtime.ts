// What JSX compiles to in this house: hono's own runtime, and a text in all languages may be written where an element has its content,
// `<h1>{texts.page.title}</h1>`. It is said in the language of the page.
import { type LocalText, LANGUAGES } from '@ruqsat/foundation'
import { Fragment as honoFragment, jsx as honoJsx, type JSX } from 'hono/jsx/jsx-runtime'
import type { Child } from 'hono/jsx'
import { useLanguage } from './view.ts'

export type { JSX }

type Content = Child | LocalText | readonly Content[]
type Tag = Parameters<typeof honoJsx>[0]

export const Fragment = honoFragment as (props: { readonly children?: Content }) => ReturnType<typeof honoFragment>

/** Content of elements and fragments is said here; a component says its own. */
export function jsx(tag: Tag, props: Record<string, unknown>, key?: string): ReturnType<typeof honoJsx> {
  const isElement = typeof tag === 'string' || tag === honoFragment
  return honoJsx(tag, isElement && 'children' in props ? { ...props, children: said(props['children'] as Content) } : props, key)
}
export { jsx as jsxDEV, jsx as jsxs }

function said(content: Content): Child {
  if (Array.isArray(content)) return content.map(said)
  return isLocalText(content) ? honoJsx(Said, { text: content }, undefined) : (content as Child)
}

function Said({ text }: { readonly text: LocalText }): string {
  return text[useLanguage()]
}

function isLocalText(content: unknown): content is LocalText {
  return typeof content === 'object' && content !== null && LANGUAGES.every((language) => language in content)
}
